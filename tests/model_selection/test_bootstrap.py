"""Resamples are what they should be; intervals and p-values follow from them."""

import numpy as np
import pytest

from skmedcode.metrics import _counts
from skmedcode.model_selection._bootstrap import draw_counts, summarize


def drawn(units, n_resamples, seed=0):
    blocks = list(draw_counts(np.array(units), n_resamples, 1, np.random.RandomState(seed)))
    assert [rows.stop - rows.start for rows, _ in blocks] == [len(c) for _, c in blocks]
    return np.concatenate([counts for _, counts in blocks])


def test_each_resample_has_as_many_notes():
    counts = drawn(range(7), 50)
    assert counts.shape == (50, 7)
    np.testing.assert_array_equal(counts.sum(axis=1), 7)
    assert len(np.unique(counts, axis=0)) > 40


def test_all_notes_of_a_patient_come_together():
    counts = drawn([0, 1, 0, 2, 1], 50)
    np.testing.assert_array_equal(counts[:, 0], counts[:, 2])
    np.testing.assert_array_equal(counts[:, 1], counts[:, 4])
    np.testing.assert_array_equal(counts[:, [0, 1, 3]].sum(axis=1), 3)


def test_blocks_do_not_change_the_draws(monkeypatch):
    expected = drawn(range(7), 50)
    monkeypatch.setattr(_counts, "BLOCK", 30)
    np.testing.assert_array_equal(drawn(range(7), 50), expected)


def test_summary():
    spread = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
    low, high, p_value = summarize(1.0, spread, 0.5)
    assert (low, high) == (0.0, 2.0)
    assert p_value == pytest.approx((1 + 4) / 6)  # all but the one in the middle are as far
    assert summarize(0.0, np.zeros(9), 0.95) == (0.0, 0.0, 1.0)
    assert summarize(-5.0, spread - 6, 0.95)[2] == pytest.approx(1 / 6)
