"""The convolution with a gradient of its own is the library's, and so is its gradient."""

import pytest
import torch
from torch.nn import functional as F

from skmedcode.layers import conv_positions
from skmedcode.layers._conv_backward import WIDE, ConvBackward, slow_backwards


def drawn(*shape):
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize(("padding", "dilation"), [(0, 1), (0, 3), (1, 1), (2, 2)])
@pytest.mark.parametrize("kernel_size", [1, 2, 3])
def test_gradients_are_right(kernel_size, padding, dilation):
    if padding > dilation * (kernel_size - 1):
        padding = 0
    parts = drawn(2, 9, 3), drawn(4, 3, kernel_size), drawn(4)
    assert torch.autograd.gradcheck(lambda *own: ConvBackward.apply(*own, padding, dilation), parts)


def test_it_is_taken_where_it_pays_and_gives_the_same():
    torch.manual_seed(0)
    parts = drawn(2, 20, WIDE), drawn(WIDE, WIDE, 2), drawn(WIDE)
    assert slow_backwards(*parts[:2])
    assert not slow_backwards(parts[0], drawn(WIDE, WIDE, 3))
    assert not slow_backwards(parts[0], drawn(WIDE - 1, WIDE, 2))
    with torch.no_grad():
        assert not slow_backwards(*parts[:2])
    hidden, weight, bias = parts
    ours = conv_positions(hidden, weight, bias, dilation=4)
    library = F.conv1d(hidden.transpose(1, 2), weight, bias, dilation=4).transpose(1, 2)
    torch.testing.assert_close(ours, library)
    chances = torch.randn_like(ours)
    own = torch.autograd.grad((ours * chances).sum(), parts)
    theirs = torch.autograd.grad((library * chances).sum(), parts)
    torch.testing.assert_close(own, theirs)


def test_words_that_are_frozen_get_no_gradient():
    hidden = torch.randn(1, 8, WIDE)
    weight = torch.randn(WIDE, WIDE, 2, requires_grad=True)
    conv_positions(hidden, weight).sum().backward()
    assert hidden.grad is None and weight.grad is not None
