"""Tuner and calibrator on real cases: better than even odds, and the same order."""

import numpy as np
import pytest
from scipy import sparse

from skmedcode.datasets import load_codiesp
from skmedcode.ensemble import default_views
from skmedcode.metrics import f1_micro
from skmedcode.model_selection import MultilabelCalibrator, ThresholdTuner


@pytest.mark.shared_data
def test_codiesp(shared_data):
    train = load_codiesp(shared_data / "codiesp", subset="train", language="en", task="D")
    kept = train.target[:400].sum(axis=0) >= 10
    X, Y = train.data, sparse.csr_array(train.target[:, kept])
    linear = default_views()[0][1]
    fitted, new = slice(0, 400), slice(400, None)
    tuner = ThresholdTuner(linear, cv=3, random_state=0).fit(X[fitted], Y[fitted])
    chances, truth = tuner.predict_proba(X[new]), Y[new].toarray()
    assert f1_micro(truth, tuner.predict(X[new])) > f1_micro(truth, chances >= 0.5)
    calibrator = MultilabelCalibrator(linear, cv=3, random_state=0)
    mended = calibrator.fit(X[fitted], Y[fitted]).predict_proba(X[new])
    assert 0.5 < calibrator.temperature_ < 2
    order = np.argsort(chances, axis=1)
    assert (np.diff(np.take_along_axis(mended, order, axis=1), axis=1) >= 0).all()
