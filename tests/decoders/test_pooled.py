"""PooledLinear note by note, chunk by chunk."""

import math

import pytest
import torch
from torch import nn

from skmedcode.decoders import PooledLinear

LENGTHS = [6, 1, 3]


def states():
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, 4, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def decoder_of(pooling):
    torch.manual_seed(1)
    decoder = PooledLinear(4, 5, pooling=pooling).double()
    for parameter in decoder.parameters():
        nn.init.normal_(parameter)
    return decoder


def pooled_by_loop(decoder, pooling, rows):
    if pooling == "max":
        return torch.stack([max(row[f] for row in rows) for f in range(4)])
    powers = [1.0] * len(rows)
    if pooling == "attention":
        powers = [math.exp(float(decoder.head.query[0] @ row)) for row in rows]
    return sum(power * row for power, row in zip(powers, rows, strict=True)) / sum(powers)


@pytest.mark.parametrize("pooling", ["mean", "max", "attention"])
@torch.no_grad()
def test_equal_to_loop(pooling):
    decoder, (hidden, mask) = decoder_of(pooling), states()
    hidden[~mask] = 1e3  # what stands in padding must not matter
    found = decoder(hidden, mask)
    for note, length in enumerate(LENGTHS):
        dense = decoder.dense
        rows = [torch.tanh(dense.weight @ hidden[note, s] + dense.bias) for s in range(length)]
        expected = decoder.head.weight @ pooled_by_loop(decoder, pooling, rows) + decoder.bias
        torch.testing.assert_close(found[note], expected, rtol=0, atol=1e-12)


@torch.no_grad()
def test_one_chunk_is_the_same_under_all():
    hidden, mask = states()
    weights = decoder_of("mean").state_dict()
    found = []
    for pooling in ("mean", "max", "attention"):
        decoder = decoder_of(pooling)
        decoder.load_state_dict(weights, strict=False)
        found.append(decoder(hidden[:, :1], mask[:, :1]))
    assert torch.allclose(found[0], found[1], atol=1e-12)
    assert torch.allclose(found[0], found[2], atol=1e-12)


@pytest.mark.parametrize("pooling", ["mean", "max", "attention"])
def test_every_weight_learns(pooling):
    decoder, (hidden, mask) = decoder_of(pooling), states()
    decoder(hidden, mask).square().sum().backward()
    for name, parameter in decoder.named_parameters():
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_parameters_and_words():
    decoder = PooledLinear(768, 50)  # BERT's pooler, and one linear layer
    assert sum(p.numel() for p in decoder.parameters()) == 768 * 769 + 769 * 50
    assert not hasattr(decoder, "attend")
    with pytest.raises(ValueError, match="pooling must"):
        PooledLinear(4, 5, pooling="first")
