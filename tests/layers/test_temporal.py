"""The temporal block against torch's own layers and against loops."""

import pytest
import torch
from torch import nn

from skmedcode.layers import CausalConv, TemporalBlock


@pytest.mark.parametrize("kernel_size", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2, 4])
def test_convolution_equal_to_loop(kernel_size, dilation):
    layer = CausalConv(4, 5, kernel_size, dilation=dilation).double()
    nn.init.uniform_(layer.length, 0.5, 2)
    hidden = torch.randn(2, 7, 4, dtype=torch.float64)
    found = layer(hidden)
    assert found.shape == (2, 7, 5)
    for note in range(2):
        for t in range(7):
            for out in range(5):
                total = layer.bias[out]
                norm = layer.direction[out].square().sum().sqrt()
                for tap in range(kernel_size):
                    place = t - (kernel_size - 1 - tap) * dilation
                    if place >= 0:
                        weight = layer.length[out, 0, 0] * layer.direction[out, :, tap] / norm
                        total = total + weight @ hidden[note, place]
                torch.testing.assert_close(found[note, t, out], total, rtol=0, atol=1e-12)


def test_weight_norm_is_torchs():
    """Gradients of length and direction, too."""
    ours = CausalConv(4, 5, 3).double()
    theirs = nn.utils.parametrizations.weight_norm(nn.Conv1d(4, 5, 3).double())
    with torch.no_grad():
        ours.direction.copy_(theirs.parametrizations.weight.original1)
        ours.length.copy_(theirs.parametrizations.weight.original0)
        ours.bias.copy_(theirs.bias)
    hidden = torch.randn(2, 7, 4, dtype=torch.float64)
    found = ours(hidden)
    expected = theirs(nn.functional.pad(hidden, (0, 0, 2, 0)).transpose(1, 2)).transpose(1, 2)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)
    found.sin().sum().backward()
    expected.sin().sum().backward()
    pairs = {"direction": "original1", "length": "original0"}
    for here, there in pairs.items():
        wanted = getattr(theirs.parametrizations.weight, there).grad
        torch.testing.assert_close(getattr(ours, here).grad, wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize("out_features", [4, 6])
def test_block(out_features):
    block = TemporalBlock(4, out_features, kernel_size=3, dilation=2).double().eval()
    hidden = torch.randn(2, 7, 4, dtype=torch.float64)
    branch = block.second(block.first(hidden).clamp(min=0)).clamp(min=0)
    skipped = hidden
    if out_features != 4:
        skipped = hidden @ block.shortcut.weight.T + block.shortcut.bias
    expected = (branch + skipped).clamp(min=0)
    torch.testing.assert_close(block(hidden), expected, rtol=0, atol=1e-12)
    assert (block.shortcut is None) == (out_features == 4)


def test_start():
    layer = CausalConv(20, 30, 5)
    assert 0.098 < layer.direction.abs().max() <= 0.1
    norm = layer.direction.flatten(1).norm(dim=1)
    torch.testing.assert_close(layer.length.flatten(), norm)
