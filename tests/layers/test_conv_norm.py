"""Masked batch normalisation against torch's on the real positions alone."""

import pytest
import torch
from torch import nn

from skmedcode.layers import ConvNorm, MaskedBatchNorm

LENGTHS = [6, 1, 3]


def states(width=4, extra=2, seed=0):
    """Random states that are not zero at padding."""
    generator = torch.Generator().manual_seed(seed)
    length = max(LENGTHS) + extra
    hidden = torch.randn(len(LENGTHS), length, width, generator=generator, dtype=torch.float64)
    return 3 * hidden + 1, torch.arange(length) < torch.tensor(LENGTHS)[:, None]


def pair(width=4):
    """Ours and torch's, with the same random weights."""
    ours, theirs = MaskedBatchNorm(width).double(), nn.BatchNorm1d(width).double()
    for name in ("weight", "bias"):
        nn.init.normal_(getattr(theirs, name))
    ours.load_state_dict({k: v for k, v in theirs.state_dict().items() if "num" not in k})
    return ours, theirs


def test_equal_to_torch_on_the_real_positions():
    ours, theirs = pair()
    for step in range(3):  # running statistics too
        hidden, mask = states(seed=step)
        hidden.requires_grad_()
        found, expected = ours(hidden, mask), theirs(hidden[mask])
        torch.testing.assert_close(found[mask], expected, rtol=0, atol=1e-12)
        assert (found[~mask] == 0).all()
        torch.testing.assert_close(ours.running_mean, theirs.running_mean, rtol=0, atol=1e-12)
        torch.testing.assert_close(ours.running_var, theirs.running_var, rtol=0, atol=1e-12)
        mine = torch.autograd.grad(found.sin().sum(), [hidden, ours.weight, ours.bias])
        yours = torch.autograd.grad(expected.sin().sum(), [hidden, theirs.weight, theirs.bias])
        for one, other in zip(mine, yours, strict=True):
            torch.testing.assert_close(one, other, rtol=0, atol=1e-12)
    hidden, mask = states(seed=9)
    expected = theirs.eval()(hidden[mask])
    torch.testing.assert_close(ours.eval()(hidden, mask)[mask], expected, rtol=0, atol=1e-12)


def test_the_mean_of_real_positions_is_zero():
    hidden, mask = states()
    found = MaskedBatchNorm(4).double()(hidden, mask)[mask]
    torch.testing.assert_close(found.mean(0), torch.zeros(4).double(), rtol=0, atol=1e-12)
    torch.testing.assert_close(
        found.var(0, correction=0), torch.ones(4).double(), atol=1e-4, rtol=0
    )


def test_more_padding_changes_nothing_in_training():
    few, many = (MaskedBatchNorm(4).double() for _ in range(2))
    hidden, mask = states(extra=0)
    wide = nn.functional.pad(hidden, (0, 0, 0, 5), value=100.0)
    found = many(wide, nn.functional.pad(mask, (0, 5)))[:, : hidden.shape[1]]
    torch.testing.assert_close(found, few(hidden, mask), rtol=0, atol=1e-12)
    torch.testing.assert_close(many.running_var, few.running_var, rtol=0, atol=1e-12)


def test_a_single_position():
    norm = MaskedBatchNorm(4)
    found = norm(torch.randn(1, 3, 4), torch.tensor([[True, False, False]]))
    assert (found == 0).all()  # the mean is the position itself, and the bias starts at zero
    assert torch.isfinite(norm.running_var).all()


def test_half_precision_is_left_for_the_statistics():
    norm = MaskedBatchNorm(4)
    hidden, mask = states()
    assert norm(hidden.bfloat16(), mask).dtype == torch.float32


@pytest.mark.parametrize("kernel_size", [1, 3, 7])
def test_convolution_equal_to_loop(kernel_size):
    layer = ConvNorm(4, 5, kernel_size).double().eval()
    nn.init.uniform_(layer.norm.running_mean)
    nn.init.uniform_(layer.norm.running_var, 0.5, 2)
    nn.init.normal_(layer.norm.bias)
    hidden, mask = states()
    hidden = hidden * mask.unsqueeze(-1)
    found = layer(hidden, mask)
    scale = layer.norm.weight / (layer.norm.running_var + 1e-5).sqrt()
    for note, length in enumerate(LENGTHS):
        for t in range(length):
            total = torch.zeros(5, dtype=torch.float64)
            for tap in range(kernel_size):
                place = t + tap - kernel_size // 2
                if 0 <= place < length:
                    total = total + layer.weight[:, :, tap] @ hidden[note, place]
            expected = (total - layer.norm.running_mean) * scale + layer.norm.bias
            torch.testing.assert_close(found[note, t], expected, rtol=0, atol=1e-12)
    assert (found[~mask] == 0).all()


def test_start():
    layer = ConvNorm(20, 30, 5)
    assert 0.098 < layer.weight.abs().max() <= 0.1  # 1 / sqrt(20 * 5)
    names = {"weight", "norm.weight", "norm.bias"}
    assert {name for name, _ in layer.named_parameters()} == names


def test_no_digits_are_lost_far_from_zero():
    ours, theirs = pair()
    hidden, mask = states()
    hidden = 100 + hidden / 100
    expected = theirs(hidden[mask])
    found = ours.float()(hidden.float(), mask)[mask]
    rounded = theirs.float()(hidden[mask].float())
    error = (found - expected).abs().max()
    assert error <= 2 * (rounded - expected).abs().max()
