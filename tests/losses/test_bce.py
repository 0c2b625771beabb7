"""Binary cross-entropy as a double loop."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.losses import BinaryCrossEntropy


def by_loop(outputs, targets, mean):
    losses = []
    for scores, codes in zip(outputs, targets, strict=True):
        total = 0.0
        for score, code in zip(scores, codes, strict=True):
            chance = 1 / (1 + math.exp(-score))
            total -= math.log(chance) if code else math.log1p(-chance)
        losses.append(total / len(scores) if mean else total)
    return losses


@settings(deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(1, 6))
def test_equal_to_loop(data, n_notes, n_codes):
    outputs = data.draw(hnp.arrays(float, (n_notes, n_codes), elements=st.floats(-15, 15)))
    targets = data.draw(hnp.arrays(bool, (n_notes, n_codes)))
    for reduction in ("sum", "mean"):
        loss = BinaryCrossEntropy(reduction)(
            torch.from_numpy(outputs), torch.from_numpy(targets.astype(float))
        )
        assert loss.shape == (n_notes,)
        expected = by_loop(outputs.tolist(), targets.tolist(), reduction == "mean")
        np.testing.assert_allclose(loss, expected, rtol=1e-9, atol=1e-9)


def test_default_is_the_sum():
    outputs, targets = torch.randn(2, 7), torch.ones(2, 7)
    total, mean = (
        BinaryCrossEntropy()(outputs, targets),
        BinaryCrossEntropy("mean")(outputs, targets),
    )
    torch.testing.assert_close(total, 7 * mean)


def test_one_codes_gradient_does_not_depend_on_the_others_in_the_sum():
    outputs = torch.randn(2, 7, requires_grad=True)
    BinaryCrossEntropy()(outputs, torch.ones(2, 7)).sum().backward()
    expected = torch.sigmoid(outputs.detach()) - 1
    torch.testing.assert_close(outputs.grad, expected)


def test_far_scores_stay_finite():
    outputs = torch.tensor([[1e4, -1e4]], requires_grad=True)
    loss = BinaryCrossEntropy()(outputs, torch.tensor([[0.0, 1.0]]))
    loss.backward()
    assert loss.item() == 2e4
    assert outputs.grad.tolist() == [[1.0, -1.0]]


@pytest.mark.parametrize("reduction", ["none", None, "max"])
def test_bad_reduction(reduction):
    with pytest.raises(ValueError, match="reduction must be 'sum' or 'mean'"):
        BinaryCrossEntropy(reduction)
