"""Lines against scipy's optimizer, steps against scikit-learn's isotonic regression."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

from skmedcode.metrics import _counts
from skmedcode.model_selection._lines import FLOOR, fit_line
from skmedcode.model_selection._steps import climb, fit_steps


@st.composite
def columns(draw):
    n_cells = draw(st.integers(2, 25))
    gold = draw(hnp.arrays(bool, n_cells).filter(lambda gold: gold.any() and not gold.all()))
    levels = st.integers(-8, 8).map(lambda level: level / 4)
    return draw(hnp.arrays(np.float64, n_cells, elements=levels)), gold


def loss(line, scores, gold):
    high, low = (gold.sum() + 1) / (gold.sum() + 2), 1 / ((~gold).sum() + 2)
    target = np.where(gold, high, low)
    chances = expit(line[0] * scores + line[1])
    return -(target * np.log(chances) + (1 - target) * np.log1p(-chances)).sum()


@pytest.mark.parametrize("with_intercept", [True, False])
@settings(max_examples=80, deadline=None)
@given(columns())
def test_no_line_is_likelier(with_intercept, column):
    scores, gold = column
    parts = [(scores[:3], gold[:3]), (scores[3:], gold[3:])]
    line = fit_line(lambda: parts, gold.sum(), len(gold), with_intercept)
    assert line[0] >= FLOOR
    free = [(FLOOR, None), (None, None) if with_intercept else (0, 0)]
    best = minimize(loss, [1.0, 0.0], (scores, gold), method="L-BFGS-B", bounds=free)
    assert loss(line, scores, gold) <= best.fun + 1e-6 * len(gold)


def test_the_line_that_made_the_cells_is_found():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=200_000) * 4
    gold = rng.random(len(scores)) < expit(0.5 * scores - 1)
    line = fit_line(lambda: [(scores, gold)], gold.sum(), len(gold), True)
    np.testing.assert_allclose(line, [0.5, -1], atol=0.02)
    gold = rng.random(len(scores)) < expit(scores / 3)
    slope, intercept = fit_line(lambda: [(scores, gold)], gold.sum(), len(gold), False)
    assert 1 / slope == pytest.approx(3, abs=0.05) and intercept == 0


def test_separable_and_upside_down():
    scores, gold = np.array([-1.0, -2, 3, 4]), np.array([False, False, True, True])
    assert 0 < fit_line(lambda: [(scores, gold)], 2, 4, True)[0] < 10
    assert fit_line(lambda: [(scores, ~gold)], 2, 4, True)[0] == FLOOR


@settings(max_examples=100, deadline=None)
@given(columns(), st.sampled_from([1, 5, 1000]))
def test_steps_are_those_of_isotonic_regression(column, width):
    scores, gold = column
    starts, values = fit_steps(scores[gold], scores[:, None])
    expected = IsotonicRegression(y_min=0, y_max=1).fit_transform(scores, gold)
    np.testing.assert_allclose(climb(starts, values, scores), expected, atol=1e-12)
    assert (np.diff(starts) > 0).all() and (np.diff(values) > 0).all()
    rising = climb(starts, values, np.linspace(-9, 9, 100))
    assert rising[0] == 0 and (np.diff(rising) >= 0).all() and rising[-1] <= 1


def test_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    scores, gold = rng.random((40, 6)).round(1), rng.random((40, 6)) < 0.3
    whole = fit_steps(scores[gold], scores)
    monkeypatch.setattr(_counts, "BLOCK", 10)
    for part, again in zip(whole, fit_steps(scores[gold], scores), strict=True):
        np.testing.assert_array_equal(part, again)
