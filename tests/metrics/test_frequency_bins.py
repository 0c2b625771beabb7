"""Every code falls into one bin, and the labels say which."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.metrics._frequency_bins import frequency_bins


@given(
    counts=st.lists(st.integers(0, 120), min_size=1, max_size=30),
    edges=st.sets(st.integers(1, 100), min_size=1, max_size=5).map(sorted),
)
def test_every_code_is_in_the_bin_of_its_label(counts, edges):
    bins = frequency_bins(counts, edges, len(counts))
    np.testing.assert_array_equal(np.sum(list(bins.values()), axis=0), 1)
    for label, inside in bins.items():
        low, _, high = label.removeprefix(">= ").partition("-")
        high = np.inf if label.startswith(">=") else int(high or low)
        np.testing.assert_array_equal(
            inside, (np.array(counts) >= int(low)) & (np.array(counts) <= high)
        )


def test_a_lowest_edge_above_one():
    assert list(frequency_bins([0, 4, 5, 9], [5], 4)) == ["0-4", ">= 5"]


@pytest.mark.parametrize(
    "counts", [[1, 2], [[1, 2, 3]], [1, -1, 2], [0.5, 1, 2], [1, np.nan, 2], ["1", "2", "3"], 3]
)
def test_counts_are_checked(counts):
    with pytest.raises(ValueError, match=r"train_counts must be 3 whole numbers.*Y_train\.sum"):
        frequency_bins(counts, (1, 10), 3)


def test_whole_floats_and_unsigned_counts_are_accepted():
    for dtype in (float, np.uint8, np.uint64):
        assert list(frequency_bins(np.array([1, 10], dtype=dtype), (1, 10), 2)) == ["1-9", ">= 10"]


@pytest.mark.parametrize("bins", [(), (0, 5), (10, 1), (5, 5), (1.5, 3), "frequent", None])
def test_edges_are_checked(bins):
    with pytest.raises(ValueError, match="bins must be ascending whole numbers"):
        frequency_bins([1, 2, 3], bins, 3)
