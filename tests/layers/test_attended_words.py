"""Attention that is looked up against attention over embedded words."""

import pytest
import torch

from skmedcode.layers import AttendedWords, attend


def example(n_tokens=30, length=12, scale=1.0, dtype=torch.float64):
    generator = torch.Generator().manual_seed(0)
    embedding = torch.randn(n_tokens, 4, generator=generator, dtype=dtype)
    embedding[0] = 0
    queries, weight = torch.randn(2, 5, 4, generator=generator, dtype=dtype)
    bias = torch.randn(5, generator=generator, dtype=dtype)
    ids = torch.randint(1, n_tokens, (3, length), generator=generator)
    ids[1, length // 2 :] = ids[2, 1:] = 0
    return embedding, scale * queries, weight, bias, ids


def table_of(embedding, queries, weight, bias, ids):
    words = torch.unique(torch.cat([torch.zeros(1, dtype=ids.dtype), ids.flatten()]))
    return AttendedWords(embedding, queries, weight, bias, words)


def usual(embedding, queries, weight, bias, ids):
    return (attend(queries, embedding[ids], ids != 0) * weight).sum(-1) + bias


@pytest.mark.parametrize("scale", [0.0, 1.0, 8.0])
def test_equal_to_attention_over_embedded_words(scale):
    parts = example(scale=scale)
    found = table_of(*parts).logits(parts[-1])
    torch.testing.assert_close(found, usual(*parts), rtol=0, atol=1e-12)


@pytest.mark.parametrize("scale", [1.0, 4.0])
def test_single_precision_on_long_notes(scale):
    parts = example(n_tokens=900, length=4000, scale=scale, dtype=torch.float32)
    expected = usual(*(part.double() if part.is_floating_point() else part for part in parts))
    found = table_of(*parts).logits(parts[-1])
    torch.testing.assert_close(found.double(), expected, rtol=1e-5, atol=1e-5)


def test_a_note_far_below_the_strongest_word_is_left_to_the_usual_way():
    embedding, queries, weight, bias, ids = example(dtype=torch.float32)
    embedding[5] = 100 * queries[0] / queries[0].norm()
    ids[0], ids[1:] = 5, ids[1:].where(ids[1:] != 5, 6)
    table = table_of(embedding, 3 * queries, weight, bias, ids)
    assert table.logits(ids[2:]) is None


def test_keeps_no_gradient():
    embedding, queries, *rest = example()
    assert not table_of(embedding.requires_grad_(), queries, *rest).rows.requires_grad
