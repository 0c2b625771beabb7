"""Scores of held-out notes against a plain loop, and honesty about rare codes."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skmedcode.ensemble import L1LogisticRegression
from skmedcode.ensemble._out_of_fold import out_of_fold
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
SPLITS = list(KFold(3, shuffle=True, random_state=0).split(NOTES))
MEMBERS = [
    ("one", make_pipeline(CountVectorizer(), L1LogisticRegression(C=1.0))),
    ("two", make_pipeline(CountVectorizer(binary=True), L1LogisticRegression(C=10.0))),
]


def slow(member, codes):
    scores = np.zeros(codes.shape)
    for train, test in SPLITS:
        fitted = clone(member).fit([NOTES[i] for i in train], codes[train])
        scores[test] = fitted.decision_function([NOTES[i] for i in test])
    return scores


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_equals_a_plain_loop(n_jobs):
    found = out_of_fold(MEMBERS, NOTES, Y, SPLITS, n_jobs=n_jobs)
    assert list(found) == ["one", "two"]
    for name, member in MEMBERS:
        np.testing.assert_allclose(found[name][0], slow(member, Y), atol=1e-5)
        assert found[name][0].dtype == np.float32
        assert found[name][1].shape == (3, 3) and found[name][1].all()


def test_forms_of_notes_and_codes():
    expected = out_of_fold(MEMBERS[:1], NOTES, Y, SPLITS)["one"][0]
    for notes in (np.array(NOTES, dtype=object), pd.Series(NOTES, index=range(7, 37))):
        found = out_of_fold(MEMBERS[:1], notes, sparse.coo_array(Y), SPLITS)["one"][0]
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_rare_codes_count_in_the_fold_alone():
    """Three notes in all, in one fold: its training part has none, the other parts all three."""
    codes = Y.copy()
    codes[:, 2] = 0
    codes[SPLITS[0][1][:3], 2] = 1
    member = make_pipeline(CountVectorizer(), L1LogisticRegression(min_count=3))
    scores, fitted = out_of_fold([("m", member)], NOTES, codes, SPLITS)["m"]
    assert fitted[:, 2].tolist() == [False, True, True]
    assert (scores[SPLITS[0][1], 2] == -12).all()


@pytest.mark.filterwarnings("ignore:Label")
def test_a_code_that_the_fold_lacks_is_not_even_odds():
    codes = Y.copy()
    codes[:, 2] = 0
    codes[SPLITS[0][1][0], 2] = 1
    member = make_pipeline(CountVectorizer(), OneVsRestClassifier(LogisticRegression()))
    scores, fitted = out_of_fold([("m", member)], NOTES, codes, SPLITS)["m"]
    assert not fitted[0, 2] and (scores[SPLITS[0][1], 2] == -12).all()


def test_weights_go_with_their_notes():
    weight = np.linspace(0.2, 4, 30)
    found = out_of_fold(MEMBERS[:1], NOTES, Y, SPLITS, sample_weight=weight)["one"][0]
    train, test = SPLITS[1]
    fitted = clone(MEMBERS[0][1]).fit(
        [NOTES[i] for i in train], Y[train], l1logisticregression__sample_weight=weight[train]
    )
    expected = fitted.decision_function([NOTES[i] for i in test])
    np.testing.assert_allclose(found[test], expected, atol=1e-5)


def test_folds_must_partition_the_notes():
    with pytest.raises(ValueError, match="held out 0 times"):
        out_of_fold(MEMBERS, NOTES, Y, SPLITS[:2])
    with pytest.raises(ValueError, match="held out 2 times"):
        out_of_fold(MEMBERS, NOTES, Y, [*SPLITS, SPLITS[0]])


def test_a_failing_member_is_named_with_its_fold():
    member = make_pipeline(CountVectorizer(vocabulary=["kab"]), L1LogisticRegression(C=-1.0))
    with pytest.raises(RuntimeError, match="'bad' could not be fitted in fold 1 of 3: .*C must be"):
        out_of_fold([("bad", member)], NOTES, Y, SPLITS)
