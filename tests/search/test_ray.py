"""The guide's block for Ray: the same figures, one thread a worker."""

import inspect
import os

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold
from tuning import CAML, MAP, NOTES, Y, documented, n_threads

ray = pytest.importorskip("ray", reason="Ray is in no extra, being large: pip install ray")


@pytest.mark.slow
def test_a_search_on_ray(monkeypatch):
    tuning = os.path.dirname(inspect.getsourcefile(n_threads))  # its workers must find it
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray writes a token to the home folder
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([tuning, os.environ.get("PYTHONPATH", "")]))
    scoring = {"map": MAP, "threads": n_threads}
    options = {"cv": KFold(2), "scoring": scoring, "refit": "map", "error_score": "raise"}
    search = GridSearchCV(CAML, {"lr": [0.001, 0.03]}, **options)
    here, there = clone(search).fit(NOTES, Y).cv_results_, clone(search)
    try:
        exec(documented("register_ray"), {"search": there, "X": NOTES, "Y": Y})
    finally:
        ray.shutdown()
    there = there.cv_results_
    np.testing.assert_allclose(there["mean_test_map"], here["mean_test_map"], atol=1e-6)
    assert (there["mean_test_threads"] == 1).all()
