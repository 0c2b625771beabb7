"""Cross-validation and curves on real coders, each against a plain loop, and what they refuse."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import (
    KFold,
    cross_val_predict,
    cross_val_score,
    cross_validate,
    learning_curve,
    permutation_test_score,
    train_test_split,
    validation_curve,
)
from tuning import CAML, MAP, NOTES, Y, by_hand

from skmedcode.metrics import get_scorer

FOLDS = list(KFold(3, shuffle=True, random_state=0).split(NOTES))


def test_cross_validate_on_several_metrics():
    names = ["mean_average_precision", "f1_micro", "precision_at_2"]
    found = cross_validate(CAML, NOTES, Y, cv=FOLDS, scoring=get_scorer(names), error_score="raise")
    for name in names:
        assert found[f"test_{name}"].tolist() == by_hand(CAML, {}, FOLDS, get_scorer(name))


@pytest.mark.parametrize("n_codes", [1, 2, 4])
@pytest.mark.parametrize("method", ["predict_proba", "decision_function", "predict"])
def test_cross_val_predict_has_a_row_a_note(method, n_codes):
    codes = Y[:, :n_codes]
    found = cross_val_predict(CAML, NOTES, codes, cv=FOLDS, method=method)
    expected = np.empty(codes.shape)
    for train, test in FOLDS:
        expected[test] = getattr(CAML.fit(NOTES[train], codes[train]), method)(NOTES[test])
    np.testing.assert_array_equal(found, expected)


def test_sparse_codes_where_scikit_learn_takes_them():
    thin = sparse.csr_array(Y)
    assert sparse.issparse(cross_val_predict(CAML, NOTES, thin, cv=FOLDS))
    with pytest.raises(ValueError, match="'y' parameter of cross_validate must be an array-like"):
        cross_validate(CAML, NOTES, thin, cv=FOLDS)


def test_curves():
    sizes, _, scores = learning_curve(
        CAML, NOTES, Y, cv=FOLDS, scoring=MAP, train_sizes=[16, 32], error_score="raise"
    )
    shorter = [(train[:16], test) for train, test in FOLDS]
    assert sizes.tolist() == [16, 32]
    assert scores.tolist() == [by_hand(CAML, {}, shorter), by_hand(CAML, {}, FOLDS)]
    options = {"param_name": "kernel_size", "param_range": [1, 3], "cv": FOLDS, "scoring": MAP}
    _, scores = validation_curve(CAML, NOTES, Y, **options, error_score="raise")
    assert scores.tolist() == [by_hand(CAML, {"kernel_size": size}, FOLDS) for size in (1, 3)]


def test_permuted_codes():
    score, permuted, _ = permutation_test_score(
        CAML, NOTES, Y, cv=FOLDS, scoring=MAP, n_permutations=2, random_state=0
    )
    assert score == np.mean(by_hand(CAML, {}, FOLDS)) and len(set(permuted)) == 2


def test_scikit_learns_auc_turns_one_code_upside_down():
    """Why scorers come from get_scorer: with one code scikit-learn flips the sign."""
    codes = Y[:, :1]
    theirs = cross_val_score(CAML, NOTES, codes, cv=FOLDS, scoring="roc_auc")
    ours = cross_val_score(CAML, NOTES, codes, cv=FOLDS, scoring=get_scorer("macro_auc"))
    np.testing.assert_allclose(theirs, 1 - ours)
    scores = cross_val_predict(CAML, NOTES, codes, cv=FOLDS, method="decision_function")
    assert [roc_auc_score(codes[test], scores[test]) for _, test in FOLDS] == pytest.approx(ours)


def test_a_rare_code_spoils_scikit_learns_macro_auc_alone():
    codes = Y.copy()
    codes[:, 0] = 0
    codes[0, 0] = 1
    with pytest.warns(UserWarning, match="Only one class is present"):
        theirs = cross_val_score(CAML, NOTES, codes, cv=FOLDS, scoring="roc_auc")
    ours = cross_val_score(CAML, NOTES, codes, cv=FOLDS, scoring=get_scorer("macro_auc"))
    assert np.isnan(theirs).any() and np.isfinite(ours).all()


def test_stratifying_a_plain_split_fails_on_rare_combinations():
    codes = Y.copy()
    codes[0] = 1 - codes[0]
    with pytest.raises(ValueError, match="least populated class"):
        train_test_split(NOTES, codes, stratify=codes, random_state=0)
