"""scikit-learn's ensembles around coders: what works, what misleads, and what is refused."""

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import BaggingClassifier, StackingClassifier, VotingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, KFold, TunedThresholdClassifierCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from tuning import ATTENTION, CAML, MAP, NOTES, Y

LINEAR = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LogisticRegression()))
MEMBERS = [("network", CAML), ("linear", LINEAR)]
RANKED = OneVsRestClassifier(LogisticRegression())


@pytest.mark.parametrize("n_codes", [2, 4])
def test_stacking_as_the_guide_has_it(n_codes):
    """On logits, with a final estimator that has decision_function; against a plain loop."""
    codes, folds = Y[:, :n_codes], KFold(2)
    stack = StackingClassifier(
        MEMBERS, final_estimator=RANKED, cv=folds, stack_method="decision_function"
    ).fit(NOTES, codes)
    features = np.zeros((len(NOTES), 2 * n_codes))
    for train, test in folds.split(NOTES):
        for k, (_, member) in enumerate(MEMBERS):
            scores = member.fit(NOTES[train], codes[train]).decision_function(NOTES[test])
            features[test, k * n_codes : (k + 1) * n_codes] = scores
    final = RANKED.fit(features, codes)
    seen = [member.fit(NOTES, codes).decision_function(NOTES) for _, member in MEMBERS]
    expected = final.decision_function(np.hstack(seen))
    np.testing.assert_allclose(stack.decision_function(NOTES), expected, rtol=1e-5, atol=1e-6)
    assert (stack.predict(NOTES) == (expected > 0)).all()
    assert MAP(stack, NOTES, codes) > 0.7


def test_stacked_probabilities_are_those_of_the_absent_code():
    """Of scikit-learn 1.9: with final estimators that give a list, it takes the wrong column."""
    final = MultiOutputClassifier(LogisticRegression())
    stack = StackingClassifier(MEMBERS, final_estimator=final, cv=KFold(2)).fit(NOTES, Y)
    tables = stack.final_estimator_.predict_proba(stack.transform(NOTES))
    absent = np.column_stack([table[:, 0] for table in tables])
    np.testing.assert_array_equal(stack.predict_proba(NOTES), absent)


def test_stacking_drops_a_code_of_two_from_probabilities():
    """Of scikit-learn 1.9: it takes two codes for the two classes of one."""
    stack = StackingClassifier(
        [("network", CAML)], final_estimator=RANKED, cv=KFold(2), stack_method="predict_proba"
    )
    assert stack.fit(NOTES, Y[:, :2]).transform(NOTES).shape == (len(NOTES), 1)


@pytest.mark.parametrize(
    ("meta", "error", "message"),
    [
        (VotingClassifier(MEMBERS), NotImplementedError, "Multilabel"),
        (CalibratedClassifierCV(CAML, cv=KFold(2)), ValueError, "1d array"),
        (TunedThresholdClassifierCV(CAML), ValueError, "Only binary classification"),
        (FixedThresholdClassifier(CAML), ValueError, "Only binary classification"),
        (StackingClassifier(MEMBERS, cv=KFold(2)), ValueError, "1d array"),
        (MultiOutputClassifier(CAML), ValueError, "Y must be a binary indicator"),
        (OneVsRestClassifier(CAML), ValueError, "Y must be a binary indicator"),
    ],
    ids=lambda part: type(part).__name__ if hasattr(part, "fit") else "",
)
def test_what_is_refused(meta, error, message):
    with pytest.raises(error, match=message):
        meta.fit(NOTES, Y)


def test_bagging_is_refused_for_several_codes():
    matrix = TfidfVectorizer().fit_transform(NOTES)
    with pytest.raises(ValueError, match="1d array"):
        BaggingClassifier(ATTENTION, n_estimators=2).fit(matrix, Y)


def test_one_network_a_code():
    """The coder that takes one code as a 1-D y; a network for each code is rarely worth it."""
    tables = MultiOutputClassifier(ATTENTION).fit(NOTES, Y).predict_proba(NOTES)
    alone = [ATTENTION.fit(NOTES, column).predict_proba(NOTES) for column in Y.T]
    np.testing.assert_array_equal(tables, alone)
