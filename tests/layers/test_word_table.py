"""Convolutions that are looked up against convolutions of embedded words."""

import itertools

import pytest
import torch
from torch.nn import functional as F

from skmedcode.layers import WordTable, conv_positions


def example(kernel_size=3, n_tokens=12, dtype=torch.float64):
    generator = torch.Generator().manual_seed(0)
    embedding = torch.randn(n_tokens, 4, generator=generator, dtype=dtype)
    embedding[0] = 0
    weight = torch.randn(5, 4, kernel_size, generator=generator, dtype=dtype)
    ids = torch.randint(1, n_tokens, (3, 9), generator=generator)
    ids[1, 4:] = ids[2, 1:] = 0
    return embedding, weight, ids


def words_of(ids):
    return torch.unique(torch.cat([torch.zeros(1, dtype=ids.dtype), ids.flatten()]))


@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4])
@pytest.mark.parametrize("padding", [(0, 0), (2, 2), (4, 0), (1, 5)])
@pytest.mark.parametrize("dilation", [1, 2])
def test_equal_to_a_convolution_of_embedded_words(kernel_size, padding, dilation):
    embedding, weight, ids = example(kernel_size)
    table = WordTable(embedding, weight, words_of(ids))
    found = table.convolve(ids, padding=padding, dilation=dilation)
    embedded = F.pad(embedding[ids], (0, 0, *padding))
    expected = conv_positions(embedded, weight, dilation=dilation)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


def test_equal_to_a_loop():
    embedding, weight, ids = example(2)
    table = WordTable(embedding, weight, words_of(ids))
    found = table.convolve(ids.int(), padding=(1, 1))
    for note, position in itertools.product(range(3), range(10)):
        total = torch.zeros(5, dtype=weight.dtype)
        for tap in range(2):
            if 0 <= position - 1 + tap < 9:
                total += weight[:, :, tap] @ embedding[ids[note, position - 1 + tap]]
        torch.testing.assert_close(found[note, position], total, rtol=0, atol=1e-12)


def test_single_precision():
    embedding, weight, ids = example(10, n_tokens=400, dtype=torch.float32)
    table = WordTable(embedding, weight, words_of(ids))
    found = table.convolve(ids, padding=(5, 5))
    expected = conv_positions(embedding[ids].double(), weight.double(), padding=5)
    assert (found - expected).abs().max() < 1e-5 * expected.abs().max()


def test_only_the_words_that_occur_are_in_it():
    embedding, weight, ids = example()
    words = words_of(ids[2:])
    table = WordTable(embedding.requires_grad_(), weight, words)
    assert table.answers.shape == (len(words) * 3, 5)
    assert not table.answers.requires_grad
