"""Searches in several processes: the same figures, and no more threads than cores."""

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from tuning import CAML, MAP, NOTES, Y, n_threads

from skmedcode import RankingCoder
from skmedcode.ensemble import L1LogisticRegression

FOLDS = list(KFold(2).split(NOTES))
SCORING = {"map": MAP, "threads": n_threads}
N_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@pytest.fixture
def no_thread_limits(monkeypatch):
    for name in N_THREADS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
def test_two_processes_share_the_cores(no_thread_limits):
    """joblib divides the cores among its processes, and torch there keeps to it."""
    options = {"cv": FOLDS, "scoring": SCORING, "refit": False, "error_score": "raise"}
    search = GridSearchCV(CAML, {"lr": [0.001, 0.03]}, **options)
    alone = clone(search).fit(NOTES, Y).cv_results_
    together = clone(search).set_params(n_jobs=2).fit(NOTES, Y).cv_results_
    np.testing.assert_allclose(together["mean_test_map"], alone["mean_test_map"], atol=1e-6)
    assert (together["mean_test_threads"] <= max(joblib.cpu_count() // 2, 1)).all()


def test_threads_give_the_same_figures_too():
    expected = cross_val_score(CAML, NOTES, Y, cv=FOLDS, scoring=MAP)
    with joblib.parallel_config("threading", n_jobs=2):
        for _ in range(3):
            found = cross_val_score(CAML, NOTES, Y, cv=FOLDS, scoring=MAP)
            np.testing.assert_array_equal(found, expected)


@pytest.mark.slow
def test_processes_within_processes(no_thread_limits):
    """A RankingCoder with processes of its own, inside a search that has some."""
    linear = make_pipeline(CountVectorizer(), L1LogisticRegression(n_jobs=2))
    coder = RankingCoder(
        members=[("linear", linear), ("network", CAML)],
        engine="sklearn",
        lexicon=False,
        cv=2,
        n_jobs=2,
        random_state=0,
    )
    search = GridSearchCV(coder, {"n_candidates": [2, 4]}, cv=FOLDS, scoring=SCORING, refit="map")
    alone = clone(search).set_params(estimator__n_jobs=None).fit(NOTES, Y).cv_results_
    nested = clone(search).set_params(n_jobs=2).fit(NOTES, Y).cv_results_
    np.testing.assert_allclose(nested["mean_test_map"], alone["mean_test_map"], atol=1e-6)
    assert (nested["mean_test_threads"] <= max(joblib.cpu_count() // 2, 1)).all()
