"""Evidence of linear members: it adds up to the logit, and points at its words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import VarianceThreshold
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder
from skmedcode.ensemble import L1LogisticRegression
from skmedcode.ensemble._evidence import member_evidence, term_places
from skmedcode.ensemble._views import default_views, stem_pattern
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
ALL = [np.arange(3)] * len(NOTES)


@pytest.mark.parametrize("view", [0, 1])
def test_positive_scores_add_up(view):
    pipeline = default_views()[view][1].fit(NOTES, Y)
    matrix, weights = pipeline[:-1].transform(NOTES), pipeline[-1].coef_.toarray()
    found = member_evidence(pipeline, NOTES, ALL, 1000)
    for row, lists in enumerate(found):
        parts = matrix[[row]].toarray() * weights  # (n_codes, n_features)
        sums = [sum(score for *_, score in pieces) for pieces in lists]
        np.testing.assert_allclose(sums, parts.clip(min=0).sum(axis=1), atol=1e-6)


def test_evidence_is_in_the_note_strongest_first():
    pipeline = default_views()[0][1].fit(NOTES, Y)
    for note, lists in zip(NOTES, member_evidence(pipeline, NOTES, ALL, 2), strict=True):
        for pieces in lists:
            assert len(pieces) <= 2
            scores = [score for *_, score in pieces]
            assert scores == sorted(scores, reverse=True) and all(s > 0 for s in scores)
            assert all(note[start:end] == words for start, end, words, _ in pieces)


def test_the_word_that_decides_comes_first():
    notes = ["no fever today", "high FEVER, and cough", "a high cough", "fever"] * 5
    codes = np.array([[1], [1], [0], [1]] * 5)
    pipeline = make_pipeline(TfidfVectorizer(), L1LogisticRegression()).fit(notes, codes)
    found = member_evidence(pipeline, [notes[1]], [np.array([0])], 1)
    assert found[0][0][0][:3] == (5, 10, "FEVER")


def slow_places(words, low, high):
    """N-grams of (word, start, end) by two plain loops."""
    places = {}
    for size in range(low, high + 1):
        for first in range(len(words) - size + 1):
            part = words[first : first + size]
            term = " ".join(w for w, *_ in part)
            places.setdefault(term, []).append((part[0][1], part[-1][2]))
    return places


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["Fever", "and", "a", "Köln", "Straße", "x2", "—"]), max_size=8))
def test_places_are_those_that_the_vectorizer_counts(words):
    note = " ".join(words)
    vectorizer = CountVectorizer(
        ngram_range=(1, 2), token_pattern=stem_pattern(4), stop_words=["and"]
    )
    places = term_places(vectorizer, note)
    counted = vectorizer.build_analyzer()(note)
    assert sorted(counted) == sorted(t for t, spans in places.items() for _ in spans)
    kept, start = [], 0
    for word in words:
        if len(word) > 1 and word != "and":
            kept.append((word.lower()[:4], start, start + len(word)))
        start += len(word) + 1
    assert places == slow_places(kept, 1, 2)


def test_accents_keep_their_places():
    vectorizer = CountVectorizer(strip_accents="unicode")
    note = "Fiebre en el niño, İ corazón"
    places = term_places(vectorizer, note)
    assert [note[a:b] for a, b in places["corazon"]] == ["corazón"]
    assert [note[a:b] for a, b in places["nino"]] == ["niño"]


def test_other_linear_members():
    selected = make_pipeline(
        CountVectorizer(), VarianceThreshold(0.1), OneVsRestClassifier(LogisticRegression())
    )
    for pipeline in (selected, FrozenEstimator(selected.fit(NOTES, Y))):
        found = member_evidence(pipeline, NOTES, ALL, 5)
        assert any(pieces for lists in found for pieces in lists)
    matrix = selected[:-1].transform(NOTES[:1]).toarray()[0]
    expected = (matrix * selected[-1].estimators_[0].coef_[0]).clip(min=0).sum()
    found = member_evidence(selected, NOTES[:1], [np.array([0])], 1000)[0][0]
    assert sum(score for *_, score in found) == pytest.approx(expected)


def test_a_coder_is_asked_in_the_order_of_the_columns():
    coder = AttentionCoder(embedding_dim=8, max_epochs=2, random_state=0).fit(NOTES, Y)
    chosen = [np.array([2, 0]), np.array([], dtype=int)]
    found = member_evidence(coder, NOTES[:2], chosen, 4)
    by_name = {code: e for code, _, e in coder.explain(NOTES[:1], codes=[0, 2], top_k=4)[0]}
    assert found == [[by_name[2], by_name[0]], []]


def test_members_without_words_have_no_evidence():
    svd = make_pipeline(TfidfVectorizer(), TruncatedSVD(3), L1LogisticRegression())
    characters = make_pipeline(CountVectorizer(analyzer="char_wb"), L1LogisticRegression())
    for pipeline in (svd, characters):
        assert member_evidence(pipeline.fit(NOTES, Y), NOTES[:1], ALL[:1], 5) == [[[], [], []]]


def test_no_columns_asked():
    pipeline = default_views()[0][1].fit(NOTES, Y)
    assert member_evidence(pipeline, NOTES[:1], [np.array([], dtype=int)], 5) == [[]]
