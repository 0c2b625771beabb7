"""The tuned threshold against every possible cut."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.metrics import _counts, best_f1_threshold, f1_micro


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 5)))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    levels = st.integers(-4, 4).map(lambda level: level / 8)
    truth = draw(hnp.arrays(bool, shape).filter(np.any))
    return truth, draw(hnp.arrays(dtype, shape, elements=levels))


@settings(max_examples=150, deadline=None)
@given(tables())
def test_best_of_all_cuts(table):
    truth, scores = table
    cuts = np.unique(scores)  # ascending
    f1 = np.array([f1_micro(truth, scores >= cut) for cut in cuts])
    best = np.flatnonzero(f1 == f1.max())[-1]
    threshold = best_f1_threshold(truth, scores)
    assert isinstance(threshold, float)
    assert f1_micro(truth, scores >= threshold) == f1.max()
    expected = cuts[best] if best == 0 else (cuts[best - 1] + cuts[best]) / 2
    assert threshold == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_neighbouring_floats(dtype):
    low = dtype(0.1)
    for _ in range(4):  # odd and even last bits round differently
        high = np.nextafter(low, dtype(1))
        scores = np.array([[high, low]])
        threshold = best_f1_threshold([[1, 0]], scores)
        assert (scores >= threshold).tolist() == [[True, False]]
        low = high


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_scores_do_not_overflow(dtype):
    big = np.finfo(dtype).max
    threshold = best_f1_threshold([[1, 0]], np.array([[big, -big]]))
    assert threshold == 0.0


def test_sparse_and_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    truth, scores = rng.random((30, 9)) < 0.2, rng.random((30, 9))
    threshold = best_f1_threshold(truth, scores)
    assert best_f1_threshold(sp.csr_matrix(truth), scores) == threshold
    monkeypatch.setattr(_counts, "BLOCK", 10)
    assert best_f1_threshold(truth, scores) == threshold


def test_edges():
    assert best_f1_threshold([[1]], [[0.3]]) == 0.3
    assert best_f1_threshold([[1, 1]], [[0.3, 0.2]]) == 0.2
    with pytest.raises(ValueError, match=r"at least one positive.*Tune on more notes"):
        best_f1_threshold([[0, 0]], [[0.3, 0.2]])
