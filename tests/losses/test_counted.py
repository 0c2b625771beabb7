"""Losses that count the training notes of each code: what they share."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.losses import (
    BinaryCrossEntropy,
    ClassBalancedLoss,
    LDAMLoss,
    WeightedBinaryCrossEntropy,
)

LOSSES = [ClassBalancedLoss, LDAMLoss, WeightedBinaryCrossEntropy]
# Of 40 notes none, one, some and all have the code.
SEEN = (torch.arange(40)[:, None] < torch.tensor([0, 1, 17, 40])).float()


def counted(loss, targets=SEEN):
    loss.count_codes(targets)
    return loss


@settings(deadline=None, max_examples=30)
@given(st.data(), st.integers(1, 5), st.integers(0, 30))
def test_counts_do_not_depend_on_the_blocks(data, n_codes, n_notes):
    targets = data.draw(hnp.arrays(bool, (n_notes, n_codes)))
    cuts = sorted(data.draw(st.lists(st.integers(0, n_notes), max_size=4)))
    loss = ClassBalancedLoss()
    for block in np.split(targets, cuts):
        loss.count_codes(torch.from_numpy(block.astype(np.float32)))
    assert loss.n_notes.item() == n_notes
    assert loss.n_with.tolist() == [sum(targets[:, code].tolist()) for code in range(n_codes)]


@pytest.mark.parametrize("make", LOSSES)
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_far_logits_and_odd_counts_stay_finite(make, reduction):
    loss = counted(make(reduction=reduction))
    outputs = torch.tensor([[-1e4] * 4, [1e4] * 4, [0.0] * 4] * 2, requires_grad=True)
    values = loss(outputs, torch.tensor([[0.0] * 4] * 3 + [[1.0] * 4] * 3))
    values.sum().backward()
    assert values.shape == (6,)
    assert torch.isfinite(values).all() and (values >= 0).all()
    assert torch.isfinite(outputs.grad).all()


@pytest.mark.parametrize("make", LOSSES)
def test_no_note_at_all_is_finite(make):
    """What a saved coder without counts would have."""
    loss = counted(make(), SEEN[:0])
    assert torch.isfinite(loss(torch.zeros(2, 4), torch.ones(2, 4))).all()


@pytest.mark.parametrize("make", LOSSES)
def test_halves_and_autocast(make):
    loss = counted(make())
    outputs, targets = torch.randn(3, 4), torch.ones(3, 4)
    expected = loss(outputs.bfloat16().float(), targets)
    assert expected.dtype == torch.float32
    torch.testing.assert_close(
        loss(outputs.bfloat16(), targets).float(), expected, rtol=0.02, atol=0
    )
    with torch.autocast("cpu", torch.bfloat16):
        torch.testing.assert_close(
            loss(outputs.bfloat16(), targets).float(), expected, rtol=0.02, atol=0
        )
    assert loss(outputs.double(), targets.double()).dtype == torch.float64


@pytest.mark.parametrize("make", LOSSES)
def test_mean_and_sum(make):
    outputs, targets = torch.randn(3, 4), SEEN[[0, 5, 30]]
    total, mean = (counted(make(reduction=name))(outputs, targets) for name in ("sum", "mean"))
    torch.testing.assert_close(total, 4 * mean)


@pytest.mark.parametrize("make", LOSSES)
def test_equal_counts_change_no_order(make):
    """Codes that as many notes have are treated alike."""
    loss = counted(make(), torch.eye(3).repeat(5, 1))
    outputs = torch.randn(1, 3)
    one = [loss(outputs.roll(k, -1), torch.eye(3)[[k]]) for k in range(3)]
    torch.testing.assert_close(one[0], one[1])
    torch.testing.assert_close(one[0], one[2])


@pytest.mark.parametrize("make", LOSSES)
def test_what_was_not_counted_is_an_error(make):
    with pytest.raises(ValueError, match=r"call count_codes\(targets\) first"):
        make()(torch.zeros(1, 4), torch.zeros(1, 4))
    with pytest.raises(ValueError, match="must get the 4 codes .* got 3 columns"):
        counted(make())(torch.zeros(1, 3), torch.zeros(1, 3))
    with pytest.raises(ValueError, match="must get the 4 codes .* got 3 columns"):
        counted(make()).count_codes(torch.zeros(1, 3))


@pytest.mark.parametrize("make", LOSSES)
def test_counts_are_copied_saved_and_moved(make):
    loss = counted(make())
    other = counted(make(), SEEN[:0])
    other.load_state_dict(loss.state_dict())
    outputs, targets = torch.randn(3, 4), SEEN[:3]
    assert torch.equal(other(outputs, targets), loss(outputs, targets))
    copied = copy.deepcopy(loss)
    copied.count_codes(SEEN)
    assert loss.n_notes.item() == 40 and copied.n_notes.item() == 80
    assert loss.to("meta").n_with.device.type == "meta"


@pytest.mark.parametrize(
    "make",
    [
        lambda: ClassBalancedLoss(beta=1),
        lambda: ClassBalancedLoss(beta=-0.1),
        lambda: LDAMLoss(scale=-1),
        lambda: LDAMLoss(scale=float("nan")),
        lambda: WeightedBinaryCrossEntropy(cap=0),
        lambda: WeightedBinaryCrossEntropy(reduction="none"),
    ],
)
def test_values_that_make_no_loss(make):
    with pytest.raises(ValueError, match="must be"):
        make()


@pytest.mark.parametrize("loss", [ClassBalancedLoss(beta=0), LDAMLoss(scale=0)])
def test_without_their_effect_they_are_the_cross_entropy(loss):
    outputs, targets = torch.randn(5, 4), SEEN[:5]
    expected = BinaryCrossEntropy()(outputs, targets)
    torch.testing.assert_close(counted(loss)(outputs, targets), expected)
