"""Where word embeddings start."""

from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from skmedcode.text import (
    ClosestWords,
    NoteReader,
    WordVectors,
    document_vectors,
    start_vectors,
)
from skmedcode.text._ppmi import corpus_vectors

NOTES = ["acute renal failure", "renal colic and acute pain", "chronic pain"]


@pytest.fixture
def reader():
    reader = NoteReader()
    reader.fit_read(NOTES)
    return reader


@pytest.fixture
def reader_of_ids():
    reader = NoteReader()
    reader.fit_read(np.array([[2, 3], [4, 0]]))
    return reader


def start(embeddings, reader, width=4, seed=0):
    return start_vectors(embeddings, reader, reader.read(NOTES), width, seed)


def company_and_spelling(sequences, reader):
    company = corpus_vectors(sequences, reader.n_tokens, 4, random_state=0)
    return ClosestWords(reader.vocabulary).blend(company, 1.0)


def test_corpus(reader):
    expected = company_and_spelling(reader.read(NOTES), reader)
    np.testing.assert_array_equal(start("corpus", reader), expected)


def test_corpus_of_ids_without_words_has_company_alone(reader_of_ids):
    sequences = reader_of_ids.read(np.array([[2, 3], [4, 0]]))
    expected = corpus_vectors(sequences, reader_of_ids.n_tokens, 4, random_state=0)
    found = start_vectors("corpus", reader_of_ids, sequences, 4, 0)
    np.testing.assert_array_equal(found, expected)


def test_random(reader):
    vectors = start("random", reader, width=400)
    assert vectors.shape == (reader.n_tokens, 400)
    assert vectors.dtype == np.float32
    assert not vectors[0].any()
    np.testing.assert_allclose(np.linalg.norm(vectors[1:], axis=1), 1, atol=0.2)
    np.testing.assert_array_equal(start("random", reader, width=400), vectors)
    assert (start("random", reader, width=400, seed=1)[1:] != vectors[1:]).all()


def test_random_leaves_the_global_generator_alone(reader):
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    vectors = start("random", reader)
    assert vectors.any()
    assert (np.random.get_state()[1] == state).all()  # noqa: NPY002


@pytest.mark.parametrize("kind", [np.asarray, pd.DataFrame, lambda m: m.tolist()])
def test_matrix(reader, kind):
    matrix = np.arange(reader.n_tokens * 3, dtype=float).reshape(-1, 3) + 1
    vectors = start(kind(matrix), reader)
    assert vectors.dtype == np.float32
    assert not vectors[0].any()
    np.testing.assert_array_equal(vectors[1:], matrix[1:])
    assert matrix[0].all()  # the user's own is left alone


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((3, 4)),
        np.zeros(9),
        np.full((9, 4), np.nan),
        np.full((9, 4), np.inf),
        [[1.0], [1.0, 2.0]],
        object(),
        5,
        [["a"] * 9],
    ],
    ids=["rows", "1-D", "NaN", "infinite", "ragged", "object", "number", "words"],
)
def test_bad_matrix(reader, matrix):
    assert reader.n_tokens == 9
    with pytest.raises(ValueError, match=r"embeddings must be 'corpus'.* 9 rows"):
        start(matrix, reader)


def unit(vectors):
    """Centred rows of length 1."""
    vectors = np.asarray(vectors, dtype=float) - np.mean(vectors, axis=0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


KNOWN = {
    "acute": [3.0, 4.0, 0.0],
    "renal": np.array([3.0, -4.0, 1.0]),
    "pain": [0.0, 0.0, 1.0],
    "chronic": np.array([9.0, 0.0, 2.0], dtype=np.float32),
    "xyzzy": [9.0, 9.0, 9.0],
}
WORDS = list(KNOWN)[:4]


def check_by_word(embeddings, reader):
    """Vectors by word arrive centred and of length 1, at the ids of their words."""
    matrix = start(embeddings, reader, width=50)
    assert matrix.shape == (reader.n_tokens, 3)
    assert matrix.dtype == np.float32
    rows = matrix[[reader.vocabulary[word] for word in WORDS]]
    np.testing.assert_allclose(rows, unit([KNOWN[word] for word in WORDS]), atol=1e-6)
    assert not matrix[:2].any()  # the mean of centred words, unknown's row, is zero
    np.testing.assert_array_equal(start(embeddings, reader), matrix)
    return matrix


def test_mapping(reader):
    matrix = check_by_word(MappingProxyType(KNOWN), reader)
    np.testing.assert_allclose(KNOWN["acute"], [3, 4, 0])  # the user's own is left alone
    lengths = np.linalg.norm(matrix[2:], axis=1)
    assert set(np.round(lengths, 5)) <= {0, 1}


def test_words_without_a_vector_start_at_words_spelled_like_them():
    reader = NoteReader()
    reader.fit_read(["pneumonia pnuemonia ct hip hips"])
    mapping = {"pneumonia": [1.0, 5.0], "hip": [4.0, -1.0], "xyz": [7.0, 7.0]}
    matrix = start_vectors(mapping, reader, None, 4, 0)
    row = {word: matrix[i] for word, i in reader.vocabulary.items()}
    assert row["pnuemonia"] @ row["pneumonia"] > 0.95
    assert row["hips"] @ row["hip"] > 0.95
    assert not row["ct"].any()


def test_single_known_word(reader):
    matrix = start({"renal": [3.0, 4.0]}, reader)
    np.testing.assert_allclose(matrix[reader.vocabulary["renal"]], [0.6, 0.8], rtol=1e-6)


def test_zero_vector_stays_zero(reader):
    matrix = start({**KNOWN, "chronic": [0.0, 0.0, 0.0]}, reader)
    assert not matrix[reader.vocabulary["chronic"]].any()
    rows = matrix[[reader.vocabulary[word] for word in WORDS[:3]]]
    np.testing.assert_allclose(rows, unit([KNOWN[word] for word in WORDS[:3]]), atol=1e-6)


class KeyedVectors:
    """As gensim's: words by position, vectors by word."""

    key_to_index = {word: i for i, word in enumerate(KNOWN)}

    def __contains__(self, word):
        return word in self.key_to_index

    def __getitem__(self, word):
        return np.array(KNOWN[word], dtype=np.float32)


class Word2Vec:
    wv = KeyedVectors()


@pytest.mark.parametrize("kind", [KeyedVectors, Word2Vec])
def test_gensim(reader, kind):
    check_by_word(kind(), reader)


def test_real_gensim(reader):
    gensim = pytest.importorskip("gensim", reason="needs the extra 'vectors'")
    notes = [note.split() for note in NOTES] * 3
    model = gensim.models.Word2Vec(notes, vector_size=4, min_count=1, epochs=1, seed=1)
    matrix = start(model, reader)
    np.testing.assert_array_equal(start(model.wv, reader), matrix)
    words = list(reader.vocabulary)
    np.testing.assert_allclose(matrix[2:], unit(model.wv[words]), atol=1e-5)


def test_file(reader, tmp_path):
    path = tmp_path / "vectors.vec"
    rows = [f"{word} {' '.join(map(str, vector))}" for word, vector in KNOWN.items()]
    path.write_text("\n".join([f"{len(rows)} 3", *rows]))
    np.testing.assert_array_equal(check_by_word(path, reader), check_by_word(str(path), reader))


def test_no_such_file(reader):
    with pytest.raises(ValueError, match="embeddings must be 'corpus', .* no file 'corpsu'"):
        start("corpsu", reader)


def test_unfitted_word_vectors_are_fitted_like_corpus(reader):
    vectors = WordVectors(n_components=3, window=1, spelling=0)
    expected = corpus_vectors(reader.read(NOTES), reader.n_tokens, 3, window=1, random_state=5)
    np.testing.assert_array_equal(start(vectors, reader, width=50, seed=5), expected)
    assert not hasattr(vectors, "vectors_")


def test_random_state_of_word_vectors_comes_first(reader):
    vectors = WordVectors(n_components=3, random_state=3)
    np.testing.assert_array_equal(start(vectors, reader), start(vectors, reader, seed=9))


def test_fitted_word_vectors_are_used_as_they_are(reader):
    vectors = WordVectors(n_components=3, random_state=0).fit([*NOTES, "old renal pain", "hip"])
    matrix = start(vectors, reader)
    words = list(reader.vocabulary)
    known = np.array([vectors.vector(word) for word in words])
    np.testing.assert_allclose(matrix[2:], unit(known), atol=1e-5)


def test_fitted_word_vectors_know_misspelt_words():
    vectors = WordVectors(n_components=3, random_state=0).fit(NOTES)
    reader = NoteReader()
    reader.fit_read(["chronic renal failure failuer acute pain colic"])
    row = {w: start_vectors(vectors, reader, None, 4, 0)[i] for w, i in reader.vocabulary.items()}
    assert row["failuer"] @ row["failure"] > 0.95


def test_titles_are_more_text(reader):
    titles = ["Chronic renal failure", "", None, "acute unheard pain"]
    sequences = reader.read([*NOTES, titles[0], titles[3]])
    expected = company_and_spelling(sequences, reader)
    notes = reader.read(NOTES)
    found = start_vectors("corpus", reader, notes, 4, 0, extra_texts=iter(titles))
    np.testing.assert_array_equal(found, expected)
    assert np.abs(found - start("corpus", reader)).max() > 0.01


def test_ids_without_words(reader_of_ids):
    sequences = reader_of_ids.read(np.array([[2, 3], [4, 0]]))
    for embeddings in ("corpus", WordVectors(n_components=4, spelling=0)):
        vectors = start_vectors(embeddings, reader_of_ids, sequences, 4, 0, extra_texts=["pain"])
        assert vectors.shape == (5, 4)


def test_matrix_of_documents_has_no_windows():
    reader = NoteReader(matrices=True)
    sequences = reader.fit_read(np.array([[1.0, 0, 2], [0, 1, 1], [1, 1, 0], [0, 0, 1]]))
    expected = document_vectors(sequences, reader.n_tokens, 2, random_state=0)
    for embeddings in ("corpus", WordVectors(n_components=2, spelling=0)):
        vectors = start_vectors(embeddings, reader, sequences, 2, 0)
        np.testing.assert_array_equal(vectors, expected)
    with pytest.raises(ValueError, match="needs to know the words"):
        start_vectors(WordVectors(n_components=2), reader, sequences, 2, 0)


def test_matrix_of_documents_with_words_has_spelling():
    words = ["kidney", "kidneys", "pain"]
    reader = NoteReader(matrices=True, vocabulary=words)
    sequences = reader.fit_read(np.array([[1.0, 0, 2], [0, 1, 1], [1, 1, 0], [0, 0, 1]]))
    company = document_vectors(sequences, reader.n_tokens, 2, random_state=0)
    expected = ClosestWords(reader.vocabulary).blend(company, 1.0)
    np.testing.assert_array_equal(start_vectors("corpus", reader, sequences, 2, 0), expected)


@pytest.mark.parametrize(
    "vectors",
    [
        {},
        {"xyzzy": [1.0, 2.0]},
        {"renal": [1.0, 2.0], "pain": [1.0]},
        {"renal": [1.0, np.nan]},
        {"renal": [np.inf, 1.0], "pain": [1.0, 2.0]},
        {"renal": 1.0},
    ],
    ids=["empty", "no known word", "two widths", "NaN", "infinite", "numbers"],
)
def test_bad_mapping(reader, vectors):
    with pytest.raises(ValueError, match="embeddings must"):
        start(vectors, reader)


@pytest.mark.parametrize(
    "embeddings",
    [{"renal": [1.0]}, KeyedVectors(), WordVectors().fit(NOTES), "vectors.txt"],
    ids=["mapping", "gensim", "fitted", "file"],
)
def test_vectors_by_word_need_words(reader_of_ids, embeddings):
    with pytest.raises(ValueError, match="embeddings .* needs to know the words"):
        start_vectors(embeddings, reader_of_ids, None, 4, 0)


@pytest.mark.parametrize("parameters", [{"method": "distilled", "spelling": 0}, {}], ids=str)
def test_unfitted_word_vectors_may_need_words(reader_of_ids, parameters):
    with pytest.raises(ValueError, match=r"embeddings=WordVectors\(.* needs to know the words"):
        start_vectors(WordVectors(**parameters), reader_of_ids, None, 4, 0)


def test_spelling_takes_part_inside_a_coder(reader):
    vectors = WordVectors(n_components=3)
    closest = ClosestWords(reader.vocabulary)
    company = corpus_vectors(reader.read(NOTES), reader.n_tokens, 3, random_state=5)
    expected = closest.blend(company, 1.0)
    np.testing.assert_array_equal(start(vectors, reader, seed=5), expected)
    assert np.abs(expected - company).max() > 0.01


def test_bad_word_vectors(reader):
    with pytest.raises(ValueError, match="method must be one of 'ppmi', 'distilled'"):
        start(WordVectors(method="glove"), reader)
