"""A scikit-learn vectorizer's settings, word for word."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator

from skmedcode.text import NoteTokenizer
from skmedcode.text._vectorizer import VectorizerTokenizer, make_tokenizer

NOTES = ["Acute renal failure", "no Renal stones, 3 cysts", "", "renal colic; ACUTE pain"]


def by_analyzer(vectorizer, notes):
    """Ids from the analyzer, one word after the other; the vectorizer is fitted."""
    analyze = vectorizer.build_analyzer()
    return [[vectorizer.vocabulary_.get(word, -1) + 2 for word in analyze(note)] for note in notes]


def rows(sequences):
    return [sequences[i].tolist() for i in range(len(sequences))]


@pytest.mark.parametrize("kind", [CountVectorizer, TfidfVectorizer])
@pytest.mark.parametrize(
    "settings_",
    [
        {},
        {"lowercase": False},
        {"min_df": 2},
        {"max_features": 2},
        {"stop_words": ["renal"]},
        {"stop_words": "english"},
        {"token_pattern": r"\w+"},
        {"strip_accents": "unicode"},
        {"vocabulary": ["renal", "pain"]},
        {"vocabulary": {"pain": 1, "renal": 0}},
        {"preprocessor": str.upper},
        {"tokenizer": str.split, "token_pattern": None},
        {"analyzer": str.split},
    ],
    ids=str,
)
def test_equal_to_the_analyzer(kind, settings_):
    vectorizer = kind(**settings_)
    tokenizer, frozen = make_tokenizer(vectorizer)
    assert not frozen
    found = rows(tokenizer.fit_encode(NOTES))
    fitted = kind(**settings_).fit(NOTES)
    # Unknown words are 1, and column j is id j + 2.
    assert found == by_analyzer(fitted, NOTES)
    assert tokenizer.vocabulary_ == {w: j + 2 for w, j in fitted.vocabulary_.items()}
    assert rows(tokenizer.encode(["renal xyzzy pain"])) == by_analyzer(fitted, ["renal xyzzy pain"])
    assert not hasattr(vectorizer, "vocabulary_")  # the user's own stays unfitted


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="abAB 1,-é", max_size=20), min_size=1))
def test_counts_are_the_vectorizers(notes):
    vectorizer = CountVectorizer(token_pattern=r"\w+", vocabulary=["a", "b", "ab", "1"])
    matrix = vectorizer.transform(notes).toarray()
    sequences = make_tokenizer(vectorizer)[0].fit_encode(notes)
    for i, row in enumerate(matrix):
        ids = sequences[i]
        assert [(ids == j + 2).sum() for j in range(4)] == row.tolist()


def test_frozen_stays_as_fitted():
    fitted = CountVectorizer().fit(["renal pain"])
    tokenizer, frozen = make_tokenizer(FrozenEstimator(fitted))
    assert frozen
    assert rows(tokenizer.encode(NOTES)) == by_analyzer(fitted, NOTES)
    assert set(fitted.vocabulary_) == {"renal", "pain"}
    fitted.fit(["another corpus"])  # the user's own may change; what was frozen does not
    assert set(tokenizer.vectorizer.vocabulary_) == {"renal", "pain"}


def test_not_frozen_is_fitted_again():
    fitted = CountVectorizer().fit(["renal pain"])
    tokenizer, _ = make_tokenizer(fitted)
    tokenizer.fit_encode(NOTES)
    assert "failure" in tokenizer.vocabulary_
    assert set(fitted.vocabulary_) == {"renal", "pain"}


def test_frozen_note_tokenizer():
    fitted = NoteTokenizer().fit(["renal pain"])
    tokenizer, frozen = make_tokenizer(FrozenEstimator(fitted))
    assert frozen
    fitted.fit(["another corpus"])
    assert set(tokenizer.vocabulary_) == {"renal", "pain"}


@pytest.mark.parametrize("inner", [NoteTokenizer(), CountVectorizer(), TfidfVectorizer()])
def test_frozen_must_be_fitted(inner):
    with pytest.raises(NotFittedError):
        make_tokenizer(FrozenEstimator(inner))


def test_note_tokenizer_is_cloned():
    fitted = NoteTokenizer(min_df=1).fit(["renal pain"])
    tokenizer, frozen = make_tokenizer(fitted)
    assert not frozen
    assert tokenizer is not fitted
    assert tokenizer.get_params() == fitted.get_params()
    assert not hasattr(tokenizer, "vocabulary_")
    assert make_tokenizer(None)[0].get_params() == NoteTokenizer().get_params()


@pytest.mark.parametrize("ngram_range", [(1, 2), (2, 2)])
@pytest.mark.parametrize("frozen", [False, True])
def test_bigrams_are_refused(ngram_range, frozen):
    vectorizer = TfidfVectorizer(ngram_range=ngram_range).fit(NOTES)
    with pytest.raises(ValueError, match=r"ngram_range=\(\d, 2\)"):
        make_tokenizer(FrozenEstimator(vectorizer) if frozen else vectorizer)


@pytest.mark.parametrize(
    "tokenizer", [HashingVectorizer(), "words", str.split, FrozenEstimator(HashingVectorizer()), 5]
)
def test_others_are_refused(tokenizer):
    with pytest.raises(TypeError, match="tokenizer must be None, a NoteTokenizer"):
        make_tokenizer(tokenizer)


def test_max_length():
    tokenizer = VectorizerTokenizer(CountVectorizer(), max_length=3)
    assert tokenizer.fit_encode(["aa bb cc dd", "aa"]).lengths.tolist() == [3, 1]
    assert tokenizer.offsets("aa bb cc dd").tolist() == [[0, 2], [3, 5], [6, 8]]
    assert VectorizerTokenizer(CountVectorizer()).fit_encode(["aa " * 4_001]).lengths.tolist() == [
        4_000
    ]


@pytest.mark.parametrize(
    "settings_",
    [
        {},
        {"lowercase": False},
        {"stop_words": ["hepatic", "another"]},
        {"token_pattern": r"\w+"},
        {"min_df": 2},
    ],
    ids=str,
)
def test_offsets_are_whole_words(settings_):
    note = "Another other, a hepatic Hep pat; other-another OTHER"
    tokenizer, _ = make_tokenizer(CountVectorizer(**settings_))
    tokenizer.fit_encode([note, note])
    spans = tokenizer.offsets(note).tolist()
    words = tokenizer.vectorizer.build_analyzer()(note)
    assert len(spans) == len(tokenizer.encode([note])[0])
    found = [note[a:b] for a, b in spans]
    assert [text if not tokenizer.vectorizer.lowercase else text.lower() for text in found] == words
    for start, end in spans:
        assert not note[start - 1 : start].isalnum()
        assert not note[end : end + 1].isalnum()


def test_offsets_of_words_without_their_accents():
    tokenizer, _ = make_tokenizer(CountVectorizer(strip_accents="unicode"))
    tokenizer.fit_encode(["fièvre aigue"])
    assert tokenizer.offsets("fièvre aigue").tolist() == [[0, 6], [7, 12]]


def test_offsets_of_rewritten_words_are_empty():
    tokenizer, _ = make_tokenizer(CountVectorizer(tokenizer=stems, token_pattern=None))
    tokenizer.fit_encode(["renal stones"])
    assert tokenizer.offsets("renal stones").tolist() == [[0, 5], [5, 5]]


def stems(note):
    return [word.replace("stones", "lith") for word in note.split()]


def test_offsets_of_nothing():
    tokenizer, _ = make_tokenizer(CountVectorizer())
    tokenizer.fit_encode(NOTES)
    assert tokenizer.offsets("").shape == (0, 2)


def test_bad_notes_name_the_row():
    tokenizer, _ = make_tokenizer(CountVectorizer())
    with pytest.raises(TypeError, match="None in row 1") as caught:
        tokenizer.fit_encode(["SECRET", None])
    assert "SECRET" not in str(caught.value)


def fails(note):
    raise RuntimeError(f"cannot split {note}")


@pytest.mark.parametrize("part", ["tokenizer", "preprocessor", "analyzer"])
def test_errors_of_a_function_show_no_text(part):
    tokenizer, _ = make_tokenizer(CountVectorizer(**{part: fails}))
    with pytest.raises(ValueError, match="tokenizer must read every note; it failed") as caught:
        tokenizer.fit_encode(["secret"])
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    with pytest.raises(ValueError, match="empty vocabulary"):  # scikit-learn's own message
        make_tokenizer(CountVectorizer())[0].fit_encode(["."])


def test_pickle():
    tokenizer, _ = make_tokenizer(TfidfVectorizer())
    sequences = tokenizer.fit_encode(NOTES)
    again = pickle.loads(pickle.dumps(tokenizer)).encode(NOTES)
    np.testing.assert_array_equal(again.flat, sequences.flat)
    np.testing.assert_array_equal(again.offsets, sequences.offsets)


def test_transform_pads():
    tokenizer, _ = make_tokenizer(CountVectorizer(vocabulary=["renal", "pain"]))
    tokenizer.fit_encode(NOTES)
    assert tokenizer.transform(["pain renal xyzzy", "pain"]).tolist() == [[3, 2, 1], [3, 0, 0]]
