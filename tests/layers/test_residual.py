"""The residual block against torch's own layers, each note alone."""

import pytest
import torch
from torch import nn

from skmedcode.layers import ResidualBlock

LENGTHS = [6, 1, 3]


def states(width=4):
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 8, width, generator=generator, dtype=torch.float64)
    mask = torch.arange(8) < torch.tensor(LENGTHS)[:, None]
    return hidden * mask.unsqueeze(-1), mask


def torch_twin(block):
    """The same block from torch's layers, which know no mask."""

    def conv_norm(part):
        out, into, size = part.weight.shape
        conv = nn.Conv1d(into, out, size, padding=size // 2, bias=False)
        conv.weight = part.weight
        norm = nn.BatchNorm1d(out).double()
        norm.load_state_dict(part.norm.state_dict(), strict=False)
        return nn.Sequential(conv, norm).eval()

    first, second, shortcut = (
        conv_norm(part) for part in (block.first, block.second, block.shortcut)
    )
    return lambda words: (second(first(words).tanh()) + shortcut(words)).tanh()


@pytest.mark.parametrize(("width", "kernel_size"), [(4, 3), (6, 1), (6, 5), (6, 9)])
def test_equal_to_torch_on_each_note_alone(width, kernel_size):
    block = ResidualBlock(4, width, kernel_size, dropout=0.5).double().eval()
    for _, tensor in block.named_buffers():
        nn.init.uniform_(tensor, 0.5, 2)
    for part in (block.first, block.second, block.shortcut):
        nn.init.normal_(part.norm.bias)  # padding must not see it
    hidden, mask = states()
    found, twin = block(hidden, mask), torch_twin(block)
    for note, length in enumerate(LENGTHS):
        expected = twin(hidden[note : note + 1, :length].transpose(1, 2)).transpose(1, 2)[0]
        torch.testing.assert_close(found[note, :length], expected, rtol=0, atol=1e-12)
    assert (found[~mask] == 0).all()


def test_dropout_at_the_end():
    block = ResidualBlock(4, 100, 3, dropout=0.5).double()
    hidden, mask = states()
    found = block(hidden, mask)[mask]
    assert 0.35 < (found == 0).double().mean() < 0.65
    assert found.abs().max() <= 2  # tanh, twice as large where it is kept


def test_parameters():
    block = ResidualBlock(10, 6, 3)
    count = sum(parameter.numel() for parameter in block.parameters())
    assert count == 10 * 6 * 3 + 6 * 6 * 3 + 10 * 6 + 3 * 2 * 6
