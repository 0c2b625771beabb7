"""Losses of codes, cell by cell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from skmedcode.inspection._code_losses import code_losses, running_mean

RNG = np.random.RandomState(0)
Y = RNG.uniform(size=(12, 5)) < [0.1, 0.3, 0.5, 0.8, 1.0]
Y[0] = True
CHANCES = RNG.uniform(size=Y.shape)


@pytest.mark.parametrize("normalize", ["entropy", "largest", None])
def test_equal_to_loop(normalize):
    expected, bases = np.zeros(5), np.zeros(5)
    for note, code in np.ndindex(Y.shape):
        chance = CHANCES[note, code]
        share = (Y[:, code].sum() + 0.5) / (len(Y) + 1)
        expected[code] -= math.log(chance if Y[note, code] else 1 - chance) / len(Y)
        bases[code] -= math.log(share if Y[note, code] else 1 - share) / len(Y)
    divisors = {"entropy": bases, "largest": expected.max(), None: 1}[normalize]
    found = code_losses(sparse.csr_array(Y.astype(int)), CHANCES, normalize)
    np.testing.assert_allclose(found, expected / divisors, rtol=1e-12)


def test_one_who_knows_the_share_alone_has_a_loss_of_one():
    share = (Y.sum(axis=0) + 0.5) / (len(Y) + 1)
    found = code_losses(sparse.csr_array(Y.astype(int)), np.tile(share, (len(Y), 1)))
    np.testing.assert_allclose(found, 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_probabilities_of_0_and_1_are_finite(dtype):
    sure = (~Y).astype(dtype)  # and wrong
    assert np.isfinite(code_losses(sparse.csr_array(Y.astype(int)), sure)).all()


@settings(deadline=None)
@given(hnp.arrays(float, st.integers(1, 30), elements=st.floats(0, 10)), st.integers(1, 40))
def test_running_mean_equal_to_loop(values, window):
    half = window // 2
    expected = [values[max(i - half, 0) : i + half + 1].mean() for i in range(len(values))]
    np.testing.assert_allclose(running_mean(values, window), expected, atol=1e-9)
