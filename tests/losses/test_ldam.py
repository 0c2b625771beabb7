"""Margins that depend on the count, cell by cell."""

import math

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.losses import LDAMLoss


@settings(deadline=None)
@given(st.data(), st.integers(1, 5), st.sampled_from([0.0, 0.5, 3.0]))
def test_equal_to_loop(data, n_codes, scale):
    seen = data.draw(hnp.arrays(bool, (12, n_codes)))
    outputs = data.draw(hnp.arrays(float, (3, n_codes), elements=st.floats(-15, 15)))
    targets = data.draw(hnp.arrays(bool, (3, n_codes)))
    loss = LDAMLoss(scale)
    loss.count_codes(torch.from_numpy(seen))
    expected = np.zeros(3)
    for note, code in np.ndindex(3, n_codes):
        score = outputs[note, code]
        if targets[note, code]:
            score -= scale / max(seen[:, code].sum(), 1) ** 0.25
            expected[note] -= math.log(1 / (1 + math.exp(-score)))
        else:
            expected[note] -= math.log1p(-1 / (1 + math.exp(-score)))
    found = loss(torch.from_numpy(outputs), torch.from_numpy(targets.astype(float)))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


def test_the_rarer_a_code_the_surer_it_has_to_be():
    loss = LDAMLoss()
    loss.count_codes((torch.arange(50)[:, None] < torch.tensor([0, 1, 5, 50])).float())
    present = [
        loss(torch.full((1, 4), -99.0).index_fill(1, torch.tensor([c]), 1.0), torch.eye(4)[[c]])
        for c in range(4)
    ]
    assert present[0] == present[1] > present[2] > present[3]
