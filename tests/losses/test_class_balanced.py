"""Class-balanced cross-entropy, cell by cell."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.losses import ClassBalancedLoss


def weights(counts, beta):
    raw = [(1 - beta) / (1 - beta ** max(int(n), 1)) for n in counts]
    return [len(raw) * weight / sum(raw) for weight in raw]


@settings(deadline=None)
@given(st.data(), st.integers(1, 5), st.sampled_from([0.0, 0.5, 0.99, 0.9999]))
def test_equal_to_loop(data, n_codes, beta):
    seen = data.draw(hnp.arrays(bool, (12, n_codes)))
    outputs = data.draw(hnp.arrays(float, (3, n_codes), elements=st.floats(-15, 15)))
    targets = data.draw(hnp.arrays(bool, (3, n_codes)))
    loss = ClassBalancedLoss(beta)
    loss.count_codes(torch.from_numpy(seen))
    weight, expected = weights(seen.sum(axis=0), beta), np.zeros(3)
    for note, code in np.ndindex(3, n_codes):
        chance = 1 / (1 + math.exp(-outputs[note, code]))
        own = -math.log(chance) if targets[note, code] else -math.log1p(-chance)
        expected[note] += weight[code] * own
    found = loss(torch.from_numpy(outputs), torch.from_numpy(targets.astype(float)))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("beta", [0.999, 0.9999, 1 - 1e-7])
def test_weights_fall_with_the_count_and_are_exact_in_float32(beta):
    counts = [0, 1, 2, 10, 1000, 100_000]
    loss = ClassBalancedLoss(beta)
    loss.count_codes(torch.zeros(1, len(counts)))
    loss.n_with = torch.tensor(counts)
    found = loss(torch.zeros(1, len(counts)), torch.ones(1, len(counts)))
    assert found.item() == pytest.approx(len(counts) * math.log(2), rel=1e-5)  # 1 on average
    logits = torch.full((len(counts), len(counts)), -99.0)
    alone = loss(logits.fill_diagonal_(0), torch.zeros_like(logits)) / math.log(2)
    np.testing.assert_allclose(alone, weights(counts, beta), rtol=1e-5)
    assert (alone.diff() <= 0).all() and alone[0] == alone[1]
