"""The encoder of DCAN: what it sees, and what it ignores."""

import pytest
import torch

from skmedcode.encoders import DilatedConvEncoder


def encoder_of(n_levels, kernel_size=2):
    torch.manual_seed(0)
    encoder = DilatedConvEncoder(
        4, hidden_size=16, output_size=12, n_levels=n_levels, kernel_size=kernel_size
    )
    return encoder.double().eval()


@pytest.fixture(autouse=True)
def seed():
    with torch.random.fork_rng():
        yield


@pytest.mark.parametrize(
    ("n_levels", "kernel_size", "seen"), [(1, 2, 3), (3, 2, 15), (2, 3, 13), (3, 1, 1)]
)
def test_receptive_field(n_levels, kernel_size, seen):
    """1 + 2 (k - 1) (2^N - 1) words, to the left."""
    encoder = encoder_of(n_levels, kernel_size)
    embedded, mask = torch.randn(1, 25, 4).double(), torch.ones(1, 25, dtype=torch.bool)
    embedded.requires_grad_()
    (gradient,) = torch.autograd.grad(encoder(embedded, mask)[0][0, 20].sum(), embedded)
    places = gradient[0].abs().sum(-1).nonzero().flatten().tolist()
    assert min(places) == 20 - seen + 1 and max(places) == 20


def test_padding_is_zero_and_never_read():
    encoder = encoder_of(3)
    lengths = [7, 1, 4]
    embedded = torch.randn(3, 9, 4).double()  # not even zero at padding
    mask = torch.arange(9) < torch.tensor(lengths)[:, None]
    hidden, found_mask = encoder(embedded, mask)
    assert hidden.shape[-1] == encoder.out_features == 12
    assert torch.equal(found_mask, mask)
    assert (hidden[~mask] == 0).all()
    for note, length in enumerate(lengths):
        alone = encoder(embedded[note : note + 1, :length], mask[note : note + 1, :length])[0][0]
        torch.testing.assert_close(hidden[note, :length], alone, rtol=0, atol=1e-12)


def test_number_of_weights():
    encoder = DilatedConvEncoder(100, n_levels=2)
    count = sum(parameter.numel() for parameter in encoder.parameters())
    first = (100 * 600 * 2 + 2 * 600) + (600 * 600 * 2 + 2 * 600) + (100 * 600 + 600)
    assert count == first + 2 * (600 * 600 * 2 + 2 * 600) + 600 * 300 + 300
