"""Reading notes and token ids the same way."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator

from skmedcode.text import NoteReader, NoteTokenizer

NOTES = ["acute renal failure", "", "Renal colic, 12 pain"]
IDS = np.array([[2, 5, 9], [5, 1, 0], [0, 0, 0]])


def rows(sequences):
    return [sequences[i].tolist() for i in range(len(sequences))]


def test_notes():
    reader = NoteReader()
    sequences = reader.fit_read(NOTES)
    words = {"acute": 2, "colic": 3, "failure": 4, "pain": 5, "renal": 6}
    assert reader.vocabulary == words
    assert reader.n_tokens == 7
    assert rows(sequences) == [[2, 6, 4], [1], [6, 3, 5]]  # an empty note is one unknown word
    assert rows(reader.read(NOTES)) == rows(sequences)
    assert rows(reader.read(["xyzzy renal", "1 2"])) == [[1, 6], [1]]
    assert isinstance(reader.tokenizer, NoteTokenizer)


def test_a_wider_reader_knows_further_words():
    reader = NoteReader()
    reader.fit_read(NOTES)
    wider = reader.with_words(["xyzzy renal"])
    assert wider.vocabulary == wider.tokenizer.vocabulary_ == reader.vocabulary | {"xyzzy": 7}
    assert (reader.n_tokens, wider.n_tokens) == (7, 8)
    assert rows(wider.read(["xyzzy renal"])) == [[7, 6]]
    assert rows(reader.read(["xyzzy renal"])) == [[1, 6]]


def test_a_reader_of_ids_or_columns_stays_as_it_is():
    for tokenizer, X in ((None, IDS), (CountVectorizer(), NOTES)):
        reader = NoteReader(tokenizer)
        reader.fit_read(X)
        assert reader.with_words(["xyzzy"]) is reader


def test_tokenizer_is_copied():
    tokenizer = NoteTokenizer(lowercase=False)
    reader = NoteReader(tokenizer)
    reader.fit_read(NOTES)
    assert "Renal" in reader.vocabulary
    assert reader.tokenizer is not tokenizer
    assert not hasattr(tokenizer, "vocabulary_")


@pytest.mark.parametrize(
    "fitted",
    [
        NoteTokenizer().fit(["renal pain"]),
        CountVectorizer(token_pattern=r"[a-z]+").fit(["renal pain"]),
    ],
)
def test_frozen_tokenizer(fitted):
    reader = NoteReader(FrozenEstimator(fitted))
    assert rows(reader.fit_read(NOTES)) == [[1, 3, 1], [1], [3, 1, 2]]
    assert reader.vocabulary == {"pain": 2, "renal": 3}
    assert reader.n_tokens == 4


def test_vocabulary_with_notes():
    reader = NoteReader(vocabulary=["renal", "pain"])
    assert rows(reader.fit_read(NOTES)) == [[1, 2, 1], [1], [2, 1, 3]]
    with pytest.raises(ValueError, match="vocabulary names the words behind token ids"):
        NoteReader(NoteTokenizer(), ["renal"]).fit_read(NOTES)


def test_vocabulary_with_gaps():
    reader = NoteReader(vocabulary={"renal": 7})
    assert rows(reader.fit_read(NOTES))[0] == [1, 7, 1]
    assert reader.n_tokens == 8


def test_ids():
    reader = NoteReader()
    assert rows(reader.fit_read(IDS)) == [[2, 5, 9], [5, 1], [1]]
    assert reader.n_tokens == 10
    assert reader.vocabulary is None
    assert reader.tokenizer is None


def test_unseen_ids_are_unknown():
    reader = NoteReader()
    reader.fit_read(IDS)
    found = reader.read(np.array([[3, 5, 10], [9_999, 2, 0], [2**31 - 1, 0, 0]]))
    assert rows(found) == [[1, 5, 1], [1, 2], [1]]


@pytest.mark.parametrize("width", [1, 2, 9])
def test_ids_of_any_width(width):
    reader = NoteReader()
    reader.fit_read(IDS)
    ids = np.zeros((2, width), dtype=int)
    ids[0, 0] = 5
    assert rows(reader.read(ids)) == [[5], [1]]


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int32, np.int64, np.uint64])
def test_integer_types(dtype):
    sequences = NoteReader().fit_read(IDS.astype(dtype))
    assert rows(sequences) == [[2, 5, 9], [5, 1], [1]]
    assert sequences.flat.dtype == np.int32


@pytest.mark.parametrize("kind", [pd.DataFrame, lambda ids: ids.tolist(), np.asfortranarray])
def test_containers_of_ids(kind):
    assert rows(NoteReader().fit_read(kind(IDS))) == rows(NoteReader().fit_read(IDS))


def test_ids_with_vocabulary():
    tokenizer = NoteTokenizer().fit(NOTES)
    ids = tokenizer.transform(NOTES)
    by_ids = NoteReader(vocabulary=tokenizer.vocabulary_)
    by_notes = NoteReader()
    assert rows(by_ids.fit_read(ids)) == rows(by_notes.fit_read(NOTES))
    assert by_ids.n_tokens == by_notes.n_tokens
    assert by_ids.vocabulary == by_notes.vocabulary
    assert rows(by_ids.read(["renal xyzzy"])) == rows(by_notes.read(["renal xyzzy"]))
    np.testing.assert_array_equal(by_ids.encode("Renal pain"), by_notes.encode("Renal pain"))
    assert rows(by_ids.read(np.array([[by_ids.n_tokens]]))) == [[1]]


def test_ids_past_the_vocabulary_are_unknown_in_fit():
    reader = NoteReader(vocabulary={"renal": 2})
    assert rows(reader.fit_read(np.array([[2, 3, 40]]))) == [[2, 1, 1]]
    assert reader.n_tokens == 3


@pytest.mark.parametrize(
    "matrix",
    [
        sparse.csr_array(IDS),
        sparse.csr_matrix(IDS, dtype=float),
        IDS.astype(float),
        IDS.astype(bool),
        pd.DataFrame(IDS / 2),
        [[0.5, 1.0], [1.0, 0.0]],
    ],
    ids=["csr", "csr floats", "floats", "bool", "frame", "lists"],
)
def test_document_term_matrices_are_refused(matrix):
    with pytest.raises(ValueError, match=r"tokenizer=your_vectorizer .* NoteTokenizer\(\)"):
        NoteReader().fit_read(matrix)
    reader = NoteReader()
    reader.fit_read(NOTES)
    with pytest.raises(ValueError, match="document-term matrix"):
        reader.read(matrix)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[2, 3], [0, 2]], "got a 0 before a token in row 1"),
        ([[2, 0, 3], [2, 0, 0]], "got a 0 before a token in row 0"),
        ([[2, -1]], "0 or more, got -1"),
        ([[2, 2**31]], "int32"),
        ([[2, 3], [4]], "rows of different lengths"),
    ],
)
def test_bad_ids(ids, message):
    with pytest.raises(ValueError, match=message):
        NoteReader().fit_read(ids)


def test_notes_after_ids():
    reader = NoteReader()
    reader.fit_read(IDS)
    with pytest.raises(ValueError, match="fitted on ids"):
        reader.read(NOTES)


def test_ids_after_notes():
    reader = NoteReader()
    reader.fit_read(NOTES)
    assert rows(reader.read(reader.tokenizer.transform(NOTES))) == rows(reader.read(NOTES))


def test_encode_keeps_known_words_only():
    reader = NoteReader()
    reader.fit_read(NOTES)
    assert reader.encode("Renal xyzzy pain; renal").tolist() == [6, 5, 6]
    assert reader.encode("xyzzy").tolist() == []
    assert reader.encode("").tolist() == []


def test_require_words():
    reader = NoteReader()
    reader.fit_read(IDS)
    with pytest.raises(ValueError, match=r"hierarchy needs .* vocabulary=tokenizer.vocabulary_"):
        reader.require_words("hierarchy")
    reader.fit_read(NOTES)
    assert reader.require_words("hierarchy") is None


def test_words_of_notes():
    reader = NoteReader(NoteTokenizer(max_length=2))
    reader.fit_read(NOTES)
    words = list(reader.words(NOTES))
    assert words == [
        [(0, 5, "acute"), (6, 11, "renal")],
        [(0, 0, "")],
        [(0, 5, "Renal"), (6, 11, "colic")],
    ]
    assert list(map(len, words)) == reader.read(NOTES).lengths.tolist()


def test_words_of_ids():
    reader = NoteReader(vocabulary={"renal": 2, "pain": 5})
    reader.fit_read(IDS)
    assert list(reader.words(IDS)) == [
        [(0, 1, "renal"), (1, 2, "pain"), (2, 3, "9")],
        [(0, 1, "pain"), (1, 2, "1")],
        [(0, 1, "1")],
    ]
    blind = NoteReader()
    blind.fit_read(IDS)
    assert next(blind.words(IDS)) == [(0, 1, "2"), (1, 2, "5"), (2, 3, "9")]


def test_words_are_as_many_as_ids_with_a_vectorizer():
    reader = NoteReader(CountVectorizer(stop_words=["acute"]))
    sequences = reader.fit_read(NOTES)
    assert [len(words) for words in reader.words(NOTES)] == sequences.lengths.tolist()


def test_pickle():
    reader = NoteReader()
    reader.fit_read(NOTES)
    assert rows(pickle.loads(pickle.dumps(reader)).read(NOTES)) == rows(reader.read(NOTES))


MATRIX = np.array([[0, 0.5, 1], [0, 0, 0], [2, 0, 0.5]])


def values_of(sequences):
    return [sequences.values_of(i).tolist() for i in range(len(sequences))]


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_array, sparse.csc_matrix])
def test_matrix(kind):
    """Column j is token j + 2; entries are divided by their mean size in fit."""
    reader = NoteReader(matrices=True)
    sequences = reader.fit_read(kind(MATRIX))
    assert reader.kind == "matrix"
    assert reader.n_tokens == 5
    assert reader.scale == 1.0
    assert rows(sequences) == [[3, 4], [1], [2, 4]]
    assert values_of(sequences) == [[0.5, 1], [1], [2, 0.5]]
    assert sequences.values.dtype == np.float32
    assert values_of(reader.read(kind(2 * MATRIX))) == [[1, 2], [1], [4, 1]]
    assert values_of(NoteReader(matrices=True).fit_read(kind(8 * MATRIX))) == values_of(sequences)


def test_explicit_zeros_are_no_words():
    cells = (np.array([0.0, 3.0, 1.0]), np.array([0, 2, 1]), np.array([0, 3]))
    matrix = sparse.csr_array(cells, shape=(1, 3))
    sequences = NoteReader(matrices=True).fit_read(matrix)
    assert rows(sequences) == [[3, 4]]
    assert matrix.nnz == 3  # the user's own is left alone


def test_scale_does_not_depend_on_explicit_zeros():
    plain, padded = NoteReader(matrices=True), NoteReader(matrices=True)
    plain.fit_read(sparse.csr_array(MATRIX))
    stored = sparse.csr_array(
        (MATRIX.ravel(), np.tile(np.arange(3), 3), np.arange(0, 10, 3)), shape=(3, 3)
    )
    padded.fit_read(stored)
    assert padded.scale == plain.scale


@pytest.mark.parametrize(
    "vocabulary", [{"pain": 0, "renal": 1, "acute": 2}, ["pain", "renal", "acute"]]
)
def test_matrix_with_vocabulary(vocabulary):
    reader = NoteReader(vocabulary=vocabulary, matrices=True)
    reader.fit_read(MATRIX)
    assert reader.vocabulary == {"pain": 2, "renal": 3, "acute": 4}
    assert next(reader.words(MATRIX)) == [(1, 2, "renal"), (2, 3, "acute")]
    assert reader.encode("acute pain").tolist() == [4, 2]


def test_notes_after_a_matrix():
    reader = NoteReader(matrices=True)
    reader.fit_read(MATRIX)
    with pytest.raises((TypeError, ValueError), match="X must") as caught:
        reader.read(["SECRET"])
    assert "SECRET" not in str(caught.value)
