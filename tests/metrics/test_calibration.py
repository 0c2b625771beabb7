"""Figures of calibration against loops over cells."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.calibration import calibration_curve
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import brier_score_loss

from skmedcode.metrics import (
    _bins,
    _counts,
    brier_score,
    expected_calibration_error,
    reliability_curve,
)


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 5)))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    levels = st.integers(0, 16).map(lambda level: level / 16)  # some on the edges of bins
    truth = draw(hnp.arrays(bool, shape).filter(np.any))
    return truth, draw(hnp.arrays(dtype, shape, elements=levels))


def loop_error(truth, chances, n_bins, strategy):
    """The error of some cells, by going through the bins."""
    edges = np.linspace(0, 1, n_bins + 1)
    if strategy == "quantile":
        edges = np.quantile(chances, edges)
    total = 0.0
    for number in range(n_bins):
        inside = [
            (gold, chance)
            for gold, chance in zip(truth.tolist(), chances.tolist(), strict=True)
            if (number == 0 or chance > edges[number])
            and (number == n_bins - 1 or chance <= edges[number + 1])
        ]
        total += abs(sum(gold for gold, _ in inside) - sum(chance for _, chance in inside))
    return total / len(truth)


@settings(max_examples=80, deadline=None)
@given(tables(), st.sampled_from([1, 2, 4, 8]), st.sampled_from(["uniform", "quantile"]))
def test_error_equals_a_loop(table, n_bins, strategy):
    truth, chances = table
    options = {"n_bins": n_bins, "strategy": strategy}
    error = expected_calibration_error(truth, chances, **options)
    assert error == pytest.approx(loop_error(truth.ravel(), chances.ravel(), **options))
    per_code = [
        loop_error(truth[:, code], chances[:, code], **options)
        for code in range(truth.shape[1])
        if truth[:, code].any()
    ]
    error = expected_calibration_error(truth, chances, average="macro", **options)
    assert error == pytest.approx(np.mean(per_code))


@settings(max_examples=50, deadline=None)
@given(tables())
def test_brier_equals_a_loop(table):
    truth, chances = table
    rows, columns = truth.shape
    squares = [
        [(chances[row, code] - truth[row, code]) ** 2 for code in range(columns)]
        for row in range(rows)
    ]
    assert brier_score(truth, chances) == pytest.approx(np.mean(squares))
    present = np.mean(squares, axis=0)[truth.any(axis=0)]
    assert brier_score(truth, chances, average="macro") == pytest.approx(present.mean())
    if truth.shape[1] == 1:
        assert brier_score(truth, chances) == pytest.approx(brier_score_loss(truth, chances))


@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
def test_curve_is_that_of_all_cells(strategy):
    rng = np.random.default_rng(0)
    chances = rng.random((60, 7)) ** 2
    truth = rng.random((60, 7)) < chances
    prob_true, prob_pred, counts = reliability_curve(truth, chances, n_bins=6, strategy=strategy)
    expected = calibration_curve(truth.ravel(), chances.ravel(), n_bins=6, strategy=strategy)
    np.testing.assert_allclose((prob_true, prob_pred), expected)
    assert counts.sum() == truth.size and counts.dtype.kind == "i"
    error = expected_calibration_error(truth, chances, n_bins=6, strategy=strategy)
    assert error == pytest.approx((np.abs(prob_true - prob_pred) * counts).sum() / truth.size)


def test_right_probabilities_have_no_error_and_wrong_ones_have_theirs():
    truth = np.repeat([[1, 0], [0, 0]], 50, axis=0)
    assert expected_calibration_error(truth, np.full((100, 2), 0.25)) == 0.0
    assert expected_calibration_error(truth, np.full((100, 2), 0.75)) == 0.5
    assert expected_calibration_error(truth, truth, average="macro") == 0.0
    assert brier_score(truth, truth) == 0.0


@pytest.mark.parametrize("average", ["micro", "macro"])
def test_sparse_frames_and_blocks(average, monkeypatch):
    rng = np.random.default_rng(0)
    truth, chances = rng.random((30, 9)) < 0.2, rng.random((30, 9)).astype(np.float32)
    functions = (expected_calibration_error, brier_score)
    found = [function(truth, chances, average=average) for function in functions]
    for other in (sp.csr_matrix(truth), sp.coo_array(truth), pd.DataFrame(truth)):
        assert [function(other, chances, average=average) for function in functions] == found
    monkeypatch.setattr(_counts, "BLOCK", 10)
    monkeypatch.setattr(_bins, "BLOCK", 10)
    again = [function(truth, chances, average=average) for function in functions]
    np.testing.assert_allclose(again, found, rtol=1e-6)


def test_no_positive():
    truth, chances = np.zeros((3, 2)), np.full((3, 2), 0.25)
    assert expected_calibration_error(truth, chances) == 0.25
    for function in (expected_calibration_error, brier_score):
        with pytest.warns(UndefinedMetricWarning, match=r"macro.*NaN"):
            assert np.isnan(function(truth, chances, average="macro"))


def test_refusals():
    truth, chances = np.eye(3), np.full((3, 3), 0.5)
    with pytest.raises(ValueError, match=r"y_prob must be probabilities.*-0.5 to 0.5.*decision_f"):
        brier_score(truth, chances - np.eye(3))
    with pytest.raises(ValueError, match="y_prob must be finite"):
        brier_score(truth, chances * np.nan)
    with pytest.raises(ValueError, match="y_prob must have y_true's shape"):
        reliability_curve(truth, chances[:2])
    with pytest.raises(ValueError, match="average must be 'micro' or 'macro'; got 'samples'"):
        brier_score(truth, chances, average="samples")
    with pytest.raises(ValueError, match="strategy must be 'uniform' or 'quantile'"):
        expected_calibration_error(truth, chances, strategy="width")
    with pytest.raises(ValueError, match="n_bins must be at least 1; got 0"):
        reliability_curve(truth, chances, n_bins=0)
    with pytest.raises(TypeError, match=r"n_bins must be an int; got 1.5"):
        reliability_curve(truth, chances, n_bins=1.5)
