"""scikit-learn's searches on real coders, each against a plain loop."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    HalvingGridSearchCV,
    KFold,
    ParameterGrid,
    RandomizedSearchCV,
)
from sklearn.pipeline import make_pipeline
from tuning import ATTENTION, CAML, GATED, MAP, NOTES, PATIENTS, Y, by_hand

from skmedcode import NoteTokenizer
from skmedcode.metrics import get_scorer
from skmedcode.model_selection import MultilabelStratifiedKFold

FOLDS = list(KFold(2, shuffle=True, random_state=0).split(NOTES))
OPTIONS = {"cv": FOLDS, "scoring": MAP, "error_score": "raise"}


@pytest.mark.parametrize(
    ("coder", "grid"),
    [
        (CAML, {"kernel_size": [1, 3], "lr": [0.001, 0.03]}),
        (ATTENTION, {"tokenizer": [NoteTokenizer()], "tokenizer__max_length": [5, 60]}),
        (make_pipeline(NoteTokenizer(), GATED), {"gatedcnncoder__lr": [0.001, 0.03]}),
        (make_pipeline(NoteTokenizer(), CAML), {"notetokenizer__max_length": [5, 60]}),
    ],
    ids=["CAML", "tokenizer inside", "pipeline", "tokenizer before"],
)
def test_grid_search_equals_a_loop(coder, grid):
    found = GridSearchCV(coder, grid, **OPTIONS).fit(NOTES, Y)
    expected = [np.mean(by_hand(coder, params, FOLDS)) for params in ParameterGrid(grid)]
    np.testing.assert_allclose(found.cv_results_["mean_test_score"], expected, rtol=1e-6)
    assert len(set(expected)) > 1
    again = by_hand(coder, found.best_params_, [(np.arange(48), np.arange(48))])
    assert MAP(found.best_estimator_, NOTES, Y) == again[0]


def test_names_of_codes_survive_a_search():
    frame = pd.DataFrame(Y, columns=list("abcd"))
    search = GridSearchCV(CAML, {"lr": [0.01]}, **OPTIONS).fit(pd.Series(NOTES), frame)
    assert search.best_estimator_.classes_.tolist() == list("abcd")
    assert search.best_estimator_.predict_codes(NOTES[:1], top_k=4)[0][0] in "abcd"


def test_sparse_codes_and_several_metrics():
    scoring = get_scorer(["mean_average_precision", "f1_micro"])
    search = GridSearchCV(
        CAML, {"lr": [0.001, 0.03]}, cv=FOLDS, scoring=scoring, refit="f1_micro"
    ).fit(NOTES, sparse.csr_array(Y))
    table = search.cv_results_
    expected = np.mean(by_hand(CAML, {"lr": 0.001}, FOLDS, get_scorer("f1_micro")))
    assert table["mean_test_f1_micro"][0] == expected
    assert search.best_score_ == table["mean_test_f1_micro"].max()
    assert sparse.issparse(search.predict(NOTES[:2]))


def test_random_search():
    space = {"lr": [0.001, 0.01, 0.03], "kernel_size": [1, 3, 5]}
    search = RandomizedSearchCV(CAML, space, n_iter=2, random_state=0, **OPTIONS).fit(NOTES, Y)
    expected = [np.mean(by_hand(CAML, params, FOLDS)) for params in search.cv_results_["params"]]
    np.testing.assert_allclose(search.cv_results_["mean_test_score"], expected, rtol=1e-6)


@pytest.mark.parametrize("cv", [2, MultilabelStratifiedKFold(2)], ids=["int", "stratified"])
def test_halving_over_epochs(cv):
    """Each round trains for twice the epochs, and half of the candidates go on."""
    search = HalvingGridSearchCV(
        CAML,
        {"lr": [0.001, 0.01, 0.03, 0.1]},
        resource="max_epochs",
        min_resources=1,
        max_resources=4,
        factor=2,
        cv=cv,
        scoring=MAP,
        error_score="raise",
        refit=False,
    ).fit(NOTES, Y)
    assert (search.n_resources_, search.n_candidates_) == ([1, 2, 4], [4, 2, 1])
    epochs = [params["max_epochs"] for params in search.cv_results_["params"]]
    assert epochs == [1] * 4 + [2] * 2 + [4]


def test_halving_over_notes_needs_to_be_told_where_to_start():
    options = {"factor": 2, "cv": KFold(2), "scoring": MAP, "error_score": "raise", "refit": False}
    search = HalvingGridSearchCV(CAML, {"lr": [0.001, 0.03]}, min_resources=24, **options)
    search.fit(NOTES, Y)
    assert search.n_resources_ == [24, 48] and np.isfinite(search.best_score_)
    with pytest.raises(ValueError, match="y should be a 1d array"):  # scikit-learn counts classes
        HalvingGridSearchCV(CAML, {"lr": [0.001, 0.03]}, **options).fit(NOTES, Y)


def test_folds_of_a_number_are_neither_shuffled_nor_stratified():
    """What scikit-learn makes of cv=2: each half of the notes, in their order."""
    found = GridSearchCV(CAML, {"lr": [0.01]}, cv=2, scoring=MAP, error_score="raise", refit=False)
    halves = list(KFold(2).split(NOTES))
    expected = np.mean(by_hand(CAML, {}, halves))
    assert found.fit(NOTES, Y).cv_results_["mean_test_score"][0] == pytest.approx(expected)


def test_nested_cross_validation_keeps_patients_apart():
    """An outer loop whose searches choose within the training patients alone."""
    scores = []
    for train, test in GroupKFold(2).split(NOTES, Y, PATIENTS):
        search = GridSearchCV(CAML, {"lr": [0.001, 0.03]}, cv=GroupKFold(2), scoring=MAP)
        search.fit(NOTES[train], Y[train], groups=PATIENTS[train])
        assert not set(PATIENTS[train]) & set(PATIENTS[test])
        scores.append(search.score(NOTES[test], Y[test]))
    assert np.isfinite(scores).all()
