"""Discounted gain against a loop over sorted lists, and against scikit-learn."""

from math import log2

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import ndcg_score

from skmedcode.metrics import ndcg_at_k


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 7)))
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))
    return draw(hnp.arrays(bool, shape)).astype(int), scores, draw(st.integers(1, shape[1]))


def of_note(gold, row, k):
    order = sorted(range(len(row)), key=lambda code: (-row[code], code))
    gain = sum(gold[code] / log2(rank + 1) for rank, code in enumerate(order[:k], start=1))
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(k, sum(gold)) + 1))
    return gain / ideal if ideal else 0.0


@settings(max_examples=150, deadline=None)
@given(tables())
def test_equal_to_a_loop(table):
    truth, scores, k = table
    expected = np.mean([of_note(*note, k) for note in zip(truth, scores, strict=True)])
    assert ndcg_at_k(truth, scores, k) == pytest.approx(expected, abs=1e-12)
    assert ndcg_at_k(sp.csr_matrix(truth), scores, k) == ndcg_at_k(truth, scores, k)


@pytest.mark.parametrize("k", [1, 3, 12])
def test_equal_to_sklearn_without_ties(k):
    rng = np.random.default_rng(0)
    truth = (rng.random((25, 12)) < 0.2).astype(int)
    truth[0] = 0
    scores = rng.permutation(300).reshape(25, 12).astype(float)
    assert ndcg_at_k(truth, scores, k) == pytest.approx(ndcg_score(truth, scores, k=k), abs=1e-12)


def test_notes_without_codes_count_0_and_few_codes_reach_1():
    assert ndcg_at_k([[1, 0], [0, 0]], [[2.0, 1.0], [2.0, 1.0]], 2) == 0.5
    assert ndcg_at_k([[1, 0]], [[2.0, 1.0]], 2) == 1.0


def test_k_is_checked():
    with pytest.raises(ValueError, match="number of codes, 2; got 3"):
        ndcg_at_k([[1, 0]], [[2.0, 1.0]], 3)
    with pytest.raises(TypeError, match="k must be an int"):
        ndcg_at_k([[1, 0]], [[2.0, 1.0]], 1.0)
