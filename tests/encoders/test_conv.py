"""ConvEncoder against a loop over the windows of each note alone."""

import pytest
import torch

from skmedcode.encoders import ConvEncoder

LENGTHS = [7, 1, 4, 2]
SETTINGS = [
    (1, None),
    (3, None),
    (5, None),
    (2, None),
    (4, None),
    (10, None),
    (3, 0),
    (4, 0),
    (9, 0),
]


def example(lengths=LENGTHS, extra=0, width=3):
    """Random word embeddings, zero at padding."""
    mask = torch.arange(max(lengths) + extra) < torch.tensor(lengths)[:, None]
    generator = torch.Generator().manual_seed(0)
    rows = [torch.randn(n, width, generator=generator, dtype=torch.float64) for n in lengths]
    embedded = torch.zeros(len(lengths), mask.shape[1], width, dtype=torch.float64)
    for row, words in enumerate(rows):
        embedded[row, : len(words)] = words
    return embedded, mask


def encoder_of(kernel_size, padding):
    encoder = ConvEncoder(3, num_filters=5, kernel_size=kernel_size, padding=padding)
    return encoder.double()


def windows_by_loop(encoder, words, padding):
    """tanh of each window of one note, zeros around it."""
    kernel_size = encoder.weight.shape[-1]
    n_windows = max(1, len(words) + 2 * padding - kernel_size + 1)
    windows = []
    for start in range(n_windows):
        total = encoder.bias
        for tap in range(kernel_size):
            word = start - padding + tap
            if 0 <= word < len(words):
                total = total + encoder.weight[:, :, tap] @ words[word]
        windows.append(torch.tanh(total))
    return torch.stack(windows)


@pytest.mark.parametrize("extra", [0, 4])
@pytest.mark.parametrize(("kernel_size", "padding"), SETTINGS)
def test_equal_to_loop(kernel_size, padding, extra):
    encoder = encoder_of(kernel_size, padding)
    embedded, mask = example(extra=extra)
    hidden, positions = encoder(embedded, mask)
    assert hidden.shape[:2] == positions.shape
    assert hidden.shape[-1] == encoder.out_features == 5
    assert positions.dtype == torch.bool
    for row, length in enumerate(LENGTHS):
        expected = windows_by_loop(
            encoder, embedded[row, :length], kernel_size // 2 if padding is None else padding
        )
        assert positions[row].tolist() == [t < len(expected) for t in range(positions.shape[1])]
        found = hidden[row, : len(expected)]
        torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("kernel_size", "padding", "more"), [(3, None, 0), (9, None, 0), (10, None, 1), (2, None, 1)]
)
def test_number_of_positions(kernel_size, padding, more):
    _, positions = encoder_of(kernel_size, padding)(*example())
    assert positions.sum(1).tolist() == [length + more for length in LENGTHS]


def test_whole_windows_only():
    _, positions = encoder_of(4, 0)(*example())
    assert positions.sum(1).tolist() == [4, 1, 1, 1]  # a shorter note has one


def test_a_short_batch():
    encoder = encoder_of(9, 0)
    embedded, mask = example([2, 1])
    hidden, positions = encoder(embedded, mask)
    assert positions.tolist() == [[True], [True]]
    expected = windows_by_loop(encoder, embedded[0, :2], 0)
    torch.testing.assert_close(hidden[0], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("kernel_size", "padding"), SETTINGS)
def test_gradients_equal_to_loop(kernel_size, padding):
    encoder = encoder_of(kernel_size, padding)
    embedded, mask = example()
    embedded.requires_grad_()
    leaves = [embedded, *encoder.parameters()]
    hidden, positions = encoder(embedded, mask)
    found = torch.autograd.grad((hidden * positions.unsqueeze(-1)).sin().sum(), leaves)
    reach = kernel_size // 2 if padding is None else padding
    rows = [windows_by_loop(encoder, embedded[i, :n], reach) for i, n in enumerate(LENGTHS)]
    expected = torch.autograd.grad(torch.cat(rows).sin().sum(), leaves)
    assert (expected[0][~mask] == 0).all()
    found = (found[0] * mask.unsqueeze(-1), *found[1:])  # at padding the embedding is not learnt
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-12)


def test_start():
    encoder = ConvEncoder(20, num_filters=30, kernel_size=5)
    bound = (6 / (20 * 5 + 30 * 5)) ** 0.5  # Xavier
    assert bound * 0.99 < encoder.weight.abs().max() <= bound
    assert encoder.bias.abs().max() <= 100**-0.5
    assert {name for name, _ in encoder.named_parameters()} == {"weight", "bias"}
