"""The encoder of MultiResCNN: its branches one by one."""

import torch
from torch import nn

from skmedcode.encoders import MultiResConvEncoder

LENGTHS = [7, 1, 4]


def example(width=3, extra=2):
    generator = torch.Generator().manual_seed(0)
    embedded = torch.randn(len(LENGTHS), 7, width, generator=generator, dtype=torch.float64)
    embedded = nn.functional.pad(embedded, (0, 0, 0, extra))
    mask = torch.arange(7 + extra) < torch.tensor(LENGTHS)[:, None]
    return embedded * mask.unsqueeze(-1), mask


def encoder_of(**options):
    return MultiResConvEncoder(3, kernel_sizes=(3, 5, 9), num_filters=4, **options).double()


def test_branches_stand_side_by_side():
    encoder = encoder_of().eval()
    embedded, mask = example()
    hidden, found_mask = encoder(embedded, mask)
    assert encoder.out_features == hidden.shape[-1] == 12
    assert torch.equal(found_mask, mask)
    assert (hidden[~mask] == 0).all()
    for place, branch in enumerate(zip(encoder.convolutions, encoder.blocks, strict=True)):
        convolution, block = branch
        for note, length in enumerate(LENGTHS):  # alone, without padding
            alone, real = embedded[note : note + 1, :length], mask[note : note + 1, :length]
            expected = block(convolution(alone, real)[0], real)[0]
            found = hidden[note, :length, 4 * place : 4 * place + 4]
            torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


def test_padding_changes_no_gradient_in_training():
    """Statistics of the batch are those of its words."""
    gradients = []
    encoder = encoder_of(dropout=0.0)
    for extra in (0, 6):
        encoder.zero_grad()
        encoder(*example(extra=extra))[0].sin().sum().backward()
        gradients.append([parameter.grad.clone() for parameter in encoder.parameters()])
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-10)
        assert (one != 0).any()


def test_number_of_weights():
    """The published sizes, without embedding and output: base, branch, shortcut, norms."""
    encoder = MultiResConvEncoder(100)
    count = sum(parameter.numel() for parameter in encoder.parameters())
    taps, n_branches = 3 + 5 + 9 + 15 + 19 + 25, 6
    base = taps * 100 * 100 + n_branches * 100
    block = taps * (100 * 50 + 50 * 50) + n_branches * (100 * 50 + 6 * 50)
    assert count == base + block == 760_600 + 380_000 + 190_000 + 30_000 + 1_800
