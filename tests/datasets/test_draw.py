import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.datasets._draw import Draw


def make(seed=0):
    return Draw(np.random.RandomState(seed))


@given(seed=st.integers(0, 999), low=st.integers(-5, 5), width=st.integers(0, 9))
def test_between_stays_inside(seed, low, width):
    assert low <= make(seed).between(low, low + width) <= low + width


@given(seed=st.integers(0, 999), items=st.lists(st.integers(), max_size=8))
def test_shuffled_is_a_permutation(seed, items):
    shuffled = make(seed).shuffled(items)
    assert sorted(shuffled) == sorted(items)


@given(seed=st.integers(0, 999), weights=st.lists(st.sampled_from([0, 0.1, 1, 3]), max_size=8))
def test_weighted_never_takes_a_zero(seed, weights):
    position = make(seed).weighted(weights)
    if sum(weights) == 0:
        assert position is None
    else:
        assert weights[position] > 0


def test_weighted_follows_the_weights():
    draw = make()
    drawn = [draw.weighted([1, 2, 1]) for _ in range(4000)]
    assert np.bincount(drawn) / 4000 == pytest.approx([0.25, 0.5, 0.25], abs=0.03)


class Top:
    """A generator that always gives the largest double below 1."""

    @staticmethod
    def random_sample():
        return math.nextafter(1.0, 0.0)


def test_the_largest_double_is_no_trap():
    draw = Draw(Top)
    assert draw.between(3, 7) == 7
    assert draw.pick("abc") == "c"
    assert draw.weighted([0.1] * 10 + [0.0]) == 9


@pytest.mark.parametrize("mean", [0.0, 0.7, 5.0, 20.0])
def test_poisson_has_its_mean_and_variance(mean):
    draw = make()
    counts = [draw.poisson(mean) for _ in range(3000)]
    assert np.mean(counts) == pytest.approx(mean, abs=0.1 + 0.05 * mean)
    assert np.var(counts) == pytest.approx(mean, abs=0.1 + 0.1 * mean)


def test_chance():
    draw = make()
    assert np.mean([draw.chance(0.3) for _ in range(4000)]) == pytest.approx(0.3, abs=0.03)
    assert not any(draw.chance(0.0) for _ in range(100))


@pytest.mark.parametrize("count", [0, 1, 3, 9])
def test_sample(count):
    draw = Draw(np.random.RandomState(0))
    seen = [draw.sample("abcde", count) for _ in range(400)]
    assert all(len(set(items)) == len(items) == min(count, 5) for items in seen)
    for letter in "abcde":
        share = np.mean([letter in items for items in seen])
        assert share == pytest.approx(min(count, 5) / 5, abs=0.1)
