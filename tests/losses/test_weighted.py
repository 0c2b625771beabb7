"""Weighted cross-entropy, cell by cell."""

import math

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.losses import WeightedBinaryCrossEntropy


@settings(deadline=None)
@given(st.data(), st.integers(1, 5), st.sampled_from([0.5, 3.0, 10.0]))
def test_equal_to_loop(data, n_codes, cap):
    seen = data.draw(hnp.arrays(bool, (12, n_codes)))
    outputs = data.draw(hnp.arrays(float, (3, n_codes), elements=st.floats(-15, 15)))
    targets = data.draw(hnp.arrays(bool, (3, n_codes)))
    loss = WeightedBinaryCrossEntropy(cap)
    loss.count_codes(torch.from_numpy(seen))
    expected = np.zeros(3)
    for note, code in np.ndindex(3, n_codes):
        n = seen[:, code].sum()
        weight = min(cap, (12 - n) / n) if n else cap
        chance = 1 / (1 + math.exp(-outputs[note, code]))
        own = -weight * math.log(chance) if targets[note, code] else -math.log1p(-chance)
        expected[note] += own
    found = loss(torch.from_numpy(outputs), torch.from_numpy(targets.astype(float)))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def test_a_code_that_all_notes_have_teaches_its_presence_nothing():
    loss = WeightedBinaryCrossEntropy()
    loss.count_codes(torch.ones(7, 1))
    assert loss(torch.tensor([[-3.0]]), torch.ones(1, 1)).item() == 0
    assert loss(torch.tensor([[3.0]]), torch.zeros(1, 1)).item() > 3
