"""Convolution by tiles against conv1d, values and gradients."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from skmedcode.layers import conv_positions
from skmedcode.layers._conv_tiles import conv_tiles, pays, tile_size


def example(n, length, channels, kernel_size, dtype=torch.float64, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shapes = [(n, length, channels[0]), (channels[1], channels[0], kernel_size), (channels[1],)]
    return [
        torch.randn(*shape, generator=generator, dtype=dtype).requires_grad_() for shape in shapes
    ]


@settings(deadline=None, max_examples=40)
@given(
    n=st.integers(1, 3),
    length=st.integers(1, 150),
    kernel_size=st.integers(1, 30),
    padding=st.integers(0, 15),
    seed=st.integers(0, 100),
)
def test_equal_to_conv1d(n, length, kernel_size, padding, seed):
    if length + 2 * padding < kernel_size:
        return
    leaves = example(n, length, (3, 2), kernel_size, seed=seed)
    found = conv_tiles(*leaves, padding=padding)
    usual = F.conv1d(leaves[0].transpose(1, 2), *leaves[1:], padding=padding).transpose(1, 2)
    torch.testing.assert_close(found, usual, rtol=0, atol=1e-11)
    ours, theirs = (torch.autograd.grad(y.sin().sum(), leaves) for y in (found, usual))
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-9)


@pytest.mark.parametrize("kernel_size", [8, 10, 15, 25])
def test_single_precision(kernel_size):
    """Exact to 1e-5 of the largest entry, which is where the gates of all rewrites are."""
    leaves = example(2, 700, (100, 50), kernel_size, torch.float32)
    assert pays(leaves[0], leaves[1], 1)
    found = conv_positions(*leaves, padding=kernel_size // 2)
    usual = F.conv1d(leaves[0].transpose(1, 2), *leaves[1:], padding=kernel_size // 2)
    usual = usual.transpose(1, 2)
    gradient = torch.randn(usual.shape, generator=torch.Generator().manual_seed(1))
    ours, theirs = (torch.autograd.grad(y, leaves, gradient) for y in (found, usual))
    for one, other in zip([found, *ours], [usual, *theirs], strict=True):
        assert (one - other).abs().max() < 1e-5 * other.abs().max()


def test_without_bias():
    hidden, weight, bias = example(1, 80, (3, 2), 9)
    torch.testing.assert_close(conv_tiles(hidden, weight) + bias, conv_tiles(hidden, weight, bias))


def test_a_note_does_not_see_its_neighbour():
    hidden, weight, bias = (leaf.detach() for leaf in example(2, 100, (3, 2), 9))
    other = hidden.clone()
    other[1] = 1e3
    both = conv_tiles(hidden, weight, bias)[0], conv_tiles(other, weight, bias)[0]
    torch.testing.assert_close(*both)


@pytest.mark.parametrize(
    ("length", "channels", "kernel_size", "dilation"),
    [(700, (100, 50), 7, 1), (700, (100, 50), 9, 2), (700, (16, 50), 9, 1), (50, (100, 50), 9, 1)],
)
def test_where_it_does_not_pay(length, channels, kernel_size, dilation):
    hidden, weight, _ = example(1, length, channels, kernel_size)
    assert not pays(hidden, weight, dilation)
    assert not pays(hidden.to("meta"), weight.to("meta"), 1)


def test_reduced_precision_multiplies_directly():
    hidden, weight, bias = example(1, 700, (100, 50), 10, torch.float32)
    with torch.autocast("cpu", torch.bfloat16):
        assert not pays(hidden, weight, 1)
        assert conv_positions(hidden, weight, bias).dtype == torch.bfloat16


def test_tiles_are_longer_than_two_kernels():
    for kernel_size in range(1, 40):
        size = tile_size(kernel_size)
        assert size > 2 * kernel_size
        assert size & (size - 1) == 0
