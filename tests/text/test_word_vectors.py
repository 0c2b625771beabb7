"""Word vectors as an estimator."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator

from skmedcode.text import NoteTokenizer, WordVectors
from skmedcode.text._ppmi import corpus_vectors

RENAL = ["acute renal failure with high creatinine", "chronic kidney failure with low creatinine"]
BONES = ["old hip fracture after a fall", "new wrist fracture after one fall"]
NOTES = (RENAL + BONES) * 3


@pytest.fixture(scope="module")
def vectors():
    return WordVectors(n_components=6, spelling=0.0, random_state=0).fit(NOTES)


def test_attributes(vectors):
    assert vectors.vocabulary_ == NoteTokenizer().fit(NOTES).vocabulary_
    assert vectors.vectors_.shape == (len(vectors.vocabulary_) + 2, 6)
    assert vectors.vectors_.dtype == np.float32
    assert not vectors.vectors_[:2].any()
    np.testing.assert_allclose(np.linalg.norm(vectors.vectors_[2:], axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(vectors.vectors_ @ vectors.vectors_.T, cosines(0), atol=1e-3)


def cosines(seed, **parameters):
    sequences = NoteTokenizer().fit_encode(NOTES)
    rows = corpus_vectors(sequences, sequences.flat.max() + 1, 6, random_state=seed, **parameters)
    return rows @ rows.T


def test_window_takes_part():
    narrow = WordVectors(n_components=6, window=1, spelling=0, random_state=0).fit(NOTES).vectors_
    np.testing.assert_allclose(narrow @ narrow.T, cosines(0, window=1), atol=1e-3)
    assert np.abs(narrow @ narrow.T - cosines(0)).max() > 0.05


def test_spelling_brings_words_together():
    notes = [*NOTES, "many fractures heal", "failures heal"] * 2
    plain = WordVectors(n_components=6, spelling=0.0, random_state=0).fit(notes)
    blended = WordVectors(n_components=6, random_state=0).fit(notes)
    for one, other in (("fracture", "fractures"), ("failure", "failures")):
        before = plain.vector(one) @ plain.vector(other)
        assert blended.vector(one) @ blended.vector(other) > before + 0.1
    np.testing.assert_allclose(np.linalg.norm(blended.vectors_[2:], axis=1), 1, rtol=1e-5)
    assert not blended.vectors_[:2].any()


def test_a_word_without_company_starts_at_its_spelling():
    notes = [*NOTES, "fractures"]  # next to no other word
    plain = WordVectors(n_components=6, spelling=0.0, random_state=0).fit(notes)
    assert not plain.vector("fractures").any()
    blended = WordVectors(n_components=6, random_state=0).fit(notes)
    assert blended.vector("fractures") @ blended.vector("fracture") > 0.8


def test_neighbours(vectors):
    near = vectors.neighbours("creatinine", n=3)
    assert [len(pair) for pair in near] == [2, 2, 2]
    assert {word for word, _ in near} <= set(" ".join(RENAL).split()) - {"creatinine"}
    values = [cosine for _, cosine in near]
    assert values == sorted(values, reverse=True)
    word, cosine = near[0]
    assert cosine == pytest.approx(vectors.vector(word) @ vectors.vector("creatinine"), abs=1e-5)
    assert len(vectors.neighbours("hip", n=999)) == len(vectors.vocabulary_) - 1


def test_known_word(vectors):
    row = vectors.vectors_[vectors.vocabulary_["renal"]]
    np.testing.assert_array_equal(vectors.vector("renal"), row)
    np.testing.assert_array_equal(vectors.vector("RENAL"), row)  # as the tokenizer reads it


def test_misspelt_word_is_near_the_one_that_was_meant(vectors):
    misspelt = vectors.vector("creatinin")
    assert "creatinin" not in vectors.vocabulary_
    assert misspelt @ vectors.vector("creatinine") > 0.95
    assert np.linalg.norm(misspelt) == pytest.approx(1, abs=1e-5)
    assert vectors.neighbours("creatinin", n=1)[0][0] == "creatinine"


@pytest.mark.parametrize("word", ["日本", "", "42"])
def test_word_like_no_other(vectors, word):
    assert not vectors.vector(word).any()


def test_refitting_forgets_the_old_words(vectors):
    again = pickle.loads(pickle.dumps(vectors))
    again.vector("creatinin")
    again.fit(BONES)
    assert set(again.vocabulary_) == set(" ".join(BONES).split())
    assert again.vector("fractur") @ again.vector("fracture") > 0.95


def test_coverage(vectors):
    assert vectors.coverage(NOTES) == (1.0, 1.0)
    tokens, types = vectors.coverage(["renal renal RENAL xyzzy", "Xyzzy hip plugh", "42"])
    assert tokens == pytest.approx(4 / 7)
    assert types == pytest.approx(2 / 4)
    assert vectors.coverage(["renal", "plugh"]) == (0.5, 0.5)  # words
    assert vectors.coverage(["", "42"]) == (0.0, 0.0)


def test_unlabelled_notes_add_words(vectors):
    more = WordVectors(n_components=6).fit([*NOTES, "liver cirrhosis"])
    assert {"liver", "cirrhosis"} <= set(more.vocabulary_)
    assert more.coverage(["liver"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    "tokenizer",
    [NoteTokenizer(min_df=6), CountVectorizer(min_df=6), FrozenEstimator(NoteTokenizer(min_df=6))],
    ids=lambda tokenizer: type(tokenizer).__name__,
)
def test_tokenizer(tokenizer):
    if isinstance(tokenizer, FrozenEstimator):
        tokenizer.estimator.fit(NOTES)
    fitted = WordVectors(n_components=3, tokenizer=tokenizer).fit(NOTES)
    frequent = {"failure", "with", "creatinine", "fracture", "after", "fall"}
    assert set(fitted.vocabulary_) == frequent
    assert fitted.coverage(["fracture of wrist"])[0] == pytest.approx(1 / 3)
    if isinstance(tokenizer, NoteTokenizer):
        assert not hasattr(tokenizer, "vocabulary_")


def test_random_state():
    one, other = (WordVectors(n_components=2, random_state=7).fit(NOTES) for _ in range(2))
    np.testing.assert_array_equal(one.vectors_, other.vectors_)


def test_clone_and_pickle(vectors):
    copied = clone(vectors)
    assert copied is not vectors
    assert copied.vectors_ is vectors.vectors_  # or a search would forget the other notes
    assert clone(vectors).get_params() == vectors.get_params()
    tokenizer = NoteTokenizer()
    unfitted = WordVectors(tokenizer=tokenizer)
    assert clone(unfitted).tokenizer is not tokenizer
    assert not hasattr(clone(unfitted), "vectors_")
    again = pickle.loads(pickle.dumps(vectors))
    np.testing.assert_array_equal(again.vector("renale"), vectors.vector("renale"))


@pytest.mark.parametrize("method", ["vector", "neighbours", "coverage"])
def test_not_fitted(method):
    with pytest.raises(NotFittedError):
        getattr(WordVectors(), method)("renal")


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"method": "glove"}, ValueError),
        ({"method": None}, ValueError),
        ({"n_components": 0}, ValueError),
        ({"n_components": 2.5}, TypeError),
        ({"window": 0}, ValueError),
        ({"window": None}, TypeError),
        ({"spelling": -1}, ValueError),
        ({"spelling": "yes"}, TypeError),
        ({"tokenizer": "words"}, TypeError),
    ],
    ids=str,
)
def test_bad_parameters(parameters, error):
    with pytest.raises(error, match=f"{next(iter(parameters))} must be"):
        WordVectors(**parameters).fit(NOTES)


@pytest.mark.parametrize("notes", ["acute", [None], [b"acute"], [], [1.0]], ids=str)
def test_bad_notes(notes, vectors):
    with pytest.raises((TypeError, ValueError), match="X must"):
        WordVectors().fit(notes)
    with pytest.raises((TypeError, ValueError), match="X must"):
        vectors.coverage(notes)
