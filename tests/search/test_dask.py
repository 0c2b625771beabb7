"""The guide's block for dask, on a real cluster: the same figures, one thread a worker."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold
from tuning import CAML, MAP, NOTES, Y, documented, n_threads

pytest.importorskip("distributed", reason="needs dask: pip install skmedcode[search]")


@pytest.mark.slow
def test_a_search_on_a_cluster():
    scoring = {"map": MAP, "threads": n_threads}
    options = {"cv": KFold(2), "scoring": scoring, "refit": "map", "error_score": "raise"}
    search = GridSearchCV(CAML, {"lr": [0.001, 0.03]}, **options)
    here, there = clone(search).fit(NOTES, Y), clone(search)
    exec(documented("LocalCluster("), {"search": there, "X": NOTES, "Y": Y})
    scores = (search.cv_results_["mean_test_map"] for search in (here, there))
    np.testing.assert_allclose(*scores, atol=1e-6)
    assert (there.cv_results_["mean_test_threads"] == 1).all()
    chances = (search.predict_proba(NOTES[:5]) for search in (here, there))
    np.testing.assert_allclose(*chances, atol=1e-5)
