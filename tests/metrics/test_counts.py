"""Counting in blocks equals counting at once."""

import numpy as np
import pytest
import scipy.sparse as sp

from skmedcode.metrics import _counts


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_count_below(block, monkeypatch):
    monkeypatch.setattr(_counts, "BLOCK", block)
    rng = np.random.default_rng(0)
    scores, values = rng.integers(0, 6, (9, 5)).astype(float), np.array([-1.0, 2, 2, 5, 9])
    below, not_above = _counts.count_below(scores, values)
    assert below.tolist() == [(scores < value).sum() for value in values]
    assert not_above.tolist() == [(scores <= value).sum() for value in values]


@pytest.mark.parametrize("form", [sp.csr_array, sp.csc_array])
def test_positive_scores(form):
    rng = np.random.default_rng(0)
    truth, scores = rng.random((6, 4)) < 0.4, rng.random((6, 4))
    found = _counts.positive_scores(form(truth), scores)
    assert sorted(found) == sorted(scores[truth])


def test_scores_stay_as_they_were():
    scores = np.array([[3.0, 1.0, 2.0]])
    _counts.count_below(scores, np.array([2.0]))
    assert scores.tolist() == [[3.0, 1.0, 2.0]]


def test_predicted_cells_equal_a_comparison(monkeypatch):
    monkeypatch.setattr(_counts, "BLOCK", 10)
    scores = np.random.default_rng(0).random((9, 4))
    for cut in (0.5, np.array([0.1, 0.5, 0.7, 2.0])):
        found = _counts.predicted_cells(scores, cut)
        assert found.format == "csr" and found.dtype == np.int64
        np.testing.assert_array_equal(found.toarray(), scores >= cut)
