"""Scores of members in every form that scikit-learn knows, as logits."""

import numpy as np
import pytest
from odd_members import Fixed, Mute
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline

from skmedcode.ensemble import L1LogisticRegression
from skmedcode.ensemble._member_logits import member_logits
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()


def test_decision_function_comes_first():
    member = make_pipeline(CountVectorizer(), L1LogisticRegression()).fit(NOTES, Y)
    scores = member_logits("a", member, NOTES, 3)
    np.testing.assert_array_equal(scores, member.decision_function(NOTES))
    assert scores.dtype == np.float32


def test_probabilities_become_logits():
    member = make_pipeline(CountVectorizer(binary=True), OneVsRestClassifier(BernoulliNB()))
    member.fit(NOTES, Y)
    chances = member.predict_proba(NOTES)
    expected = np.clip(np.log(chances / (1 - chances)), -12, 12)
    np.testing.assert_allclose(member_logits("a", member, NOTES, 3), expected, atol=1e-4)


def test_a_list_of_arrays_has_one_a_code():
    codes = Y.copy()
    codes[:, 1] = 0
    forest = RandomForestClassifier(5, random_state=0)
    member = make_pipeline(CountVectorizer(), forest).fit(NOTES, codes)
    scores = member_logits("forest", member, NOTES, 3)
    assert (scores[:, 1] == -12).all()
    first = member.predict_proba(NOTES)[0][:, 1]
    assert ((scores[:, 0] > 0) == (first > 0.5)).all()


def test_one_code_alone():
    codes = Y[:, :1]
    member = make_pipeline(CountVectorizer(), OneVsRestClassifier(LogisticRegression()))
    assert member_logits("a", member.fit(NOTES, codes), NOTES, 1).shape == (30, 1)
    forest = make_pipeline(CountVectorizer(), RandomForestClassifier(3)).fit(NOTES, codes.ravel())
    scores = member_logits("forest", forest, NOTES, 1)
    assert scores.shape == (30, 1) and ((scores.ravel() > 0) == codes.ravel()).mean() > 0.8


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (np.zeros((30, 2)), "shape"),
        (np.zeros(30), "shape"),
        (np.full((30, 3), np.nan), "finite"),
    ],
)
def test_wrong_scores_name_the_member(scores, words):
    with pytest.raises(ValueError, match=f"'odd'.*{words}"):
        member_logits("odd", Fixed(scores), NOTES, 3)


def test_a_member_without_scores_is_named():
    with pytest.raises(TypeError, match="'mute' must have decision_function or predict_proba"):
        member_logits("mute", Mute(), NOTES, 3)


def test_a_class_is_no_member():
    with pytest.raises(TypeError, match="Pass an instance"):
        member_logits("kind", L1LogisticRegression, NOTES, 3)


def test_other_codes_are_refused():
    member = make_pipeline(CountVectorizer(), L1LogisticRegression()).fit(NOTES, Y[:, :2])
    with pytest.raises(ValueError, match="'narrow' must know the same 3 codes"):
        member_logits("narrow", member, NOTES, 3)
    named = make_pipeline(CountVectorizer(), L1LogisticRegression()).fit(NOTES, Y)
    named[-1].classes_ = np.array(["c", "b", "a"])
    with pytest.raises(ValueError, match="same order"):
        member_logits("turned", named, NOTES, 3, classes=np.array(["a", "b", "c"]))
