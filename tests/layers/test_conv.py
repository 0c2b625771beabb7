"""Convolution over positions against conv1d and against a loop over windows."""

import itertools

import pytest
import torch
from torch.nn import functional as F

from skmedcode.layers import conv_positions


def by_loop(hidden, weight, bias, padding, dilation):
    n, length, _ = hidden.shape
    out_features, _, kernel_size = weight.shape
    n_positions = length + 2 * padding - dilation * (kernel_size - 1)
    result = torch.zeros(n, n_positions, out_features, dtype=hidden.dtype)
    places = itertools.product(range(n), range(n_positions), range(out_features))
    for note, position, out in places:
        total = 0.0 if bias is None else bias[out]
        for tap in range(kernel_size):
            word = position - padding + tap * dilation
            if 0 <= word < length:
                total = total + weight[out, :, tap] @ hidden[note, word]
        result[note, position, out] = total
    return result


@pytest.mark.parametrize("with_bias", [True, False])
@pytest.mark.parametrize(
    ("kernel_size", "padding", "dilation"),
    [(1, 0, 1), (3, 1, 1), (3, 0, 2), (4, 2, 1), (2, 1, 1), (3, 4, 4), (5, 0, 1)],
)
def test_equal_to_loop_and_conv1d(kernel_size, padding, dilation, with_bias):
    generator = torch.Generator().manual_seed(0)
    hidden, weight, bias = (
        torch.randn(*shape, generator=generator, dtype=torch.float64)
        for shape in [(2, 7, 3), (4, 3, kernel_size), (4,)]
    )
    bias = bias if with_bias else None
    found = conv_positions(hidden, weight, bias, padding=padding, dilation=dilation)
    expected = by_loop(hidden, weight, bias, padding, dilation)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)
    usual = F.conv1d(hidden.transpose(1, 2), weight, bias, padding=padding, dilation=dilation)
    torch.testing.assert_close(found, usual.transpose(1, 2), rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("transposed", [False, True])
def test_gradients(dtype, transposed):
    """Also where the states lie in memory the other way round."""
    generator = torch.Generator().manual_seed(1)
    leaves = [
        torch.randn(*shape, generator=generator, dtype=dtype).requires_grad_()
        for shape in [(2, 3, 9) if transposed else (2, 9, 3), (4, 3, 3), (4,)]
    ]
    hidden = leaves[0].transpose(1, 2) if transposed else leaves[0]
    found = torch.autograd.grad(
        conv_positions(hidden, *leaves[1:], padding=2, dilation=2).sin().sum(), leaves
    )
    usual = F.conv1d(hidden.transpose(1, 2), *leaves[1:], padding=2, dilation=2)
    expected = torch.autograd.grad(usual.sin().sum(), leaves)
    tolerance = 1e-5 if dtype == torch.float32 else 1e-12
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=tolerance)


def test_shape_on_meta():
    hidden = torch.empty(2, 7, 3, device="meta")
    weight = torch.empty(4, 3, 3, device="meta")
    assert conv_positions(hidden, weight, padding=1).shape == (2, 7, 4)
