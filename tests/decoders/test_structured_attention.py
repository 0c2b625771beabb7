"""StructuredAttention code by code."""

import math

import pytest
import torch
from torch import nn

from skmedcode.decoders import StructuredAttention
from skmedcode.layers import TitleVectors

LENGTHS = [6, 1, 3]
TITLES = [[2, 3], [], [5], [7, 7, 1]]


def states(width=4):
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, width, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def decoder_of(attention_size, titles=False):
    titles = TitleVectors(nn.Embedding(9, 5), TITLES, 4) if titles else None
    decoder = StructuredAttention(4, 4, attention_size=attention_size, titles=titles).double()
    for parameter in decoder.parameters():
        nn.init.normal_(parameter)
    return decoder


@torch.no_grad()
def by_loop(decoder, hidden, mask):
    """Logits and attention, a code and a note at a time."""
    titles = torch.zeros_like(decoder.weight)
    if decoder.titles is not None:
        titles = nn.functional.normalize(decoder.titles(), dim=-1)
    logits, attention = torch.zeros(3, 4).double(), torch.zeros(3, 4, 6).double()
    for note, code in ((note, code) for note in range(3) for code in range(4)):
        query = decoder.queries[code] + 3 * decoder.projection @ titles[code]
        real = range(LENGTHS[note])
        keys = [torch.tanh(decoder.projection @ hidden[note, t]) for t in real]
        powers = [math.exp(float(query @ key)) for key in keys]
        mean = sum(power * hidden[note, t] for t, power in enumerate(powers)) / sum(powers)
        logits[note, code] = (decoder.weight[code] + titles[code]) @ mean + decoder.bias[code]
        attention[note, code, : len(powers)] = torch.tensor(powers, dtype=torch.float64) / sum(
            powers
        )
    return logits, attention


@pytest.mark.parametrize("titles", [False, True])
@pytest.mark.parametrize("attention_size", [None, 3, 7])
def test_equal_to_loop(attention_size, titles):
    decoder, (hidden, mask) = decoder_of(attention_size, titles), states()
    logits, attention = by_loop(decoder, hidden, mask)
    torch.testing.assert_close(decoder(hidden, mask), logits, rtol=0, atol=1e-12)
    for codes in ([0, 1, 2, 3], [2], [3, 1, 1]):
        found = decoder.attend(hidden, mask, torch.tensor(codes))
        torch.testing.assert_close(found, attention[:, codes], rtol=0, atol=1e-12)
    assert decoder.code_embeddings().shape == (4, attention_size or 4)


def test_gradients_equal_to_a_plain_softmax():
    decoder, (hidden, mask) = decoder_of(7), states()
    leaves = [hidden.requires_grad_(), *decoder.parameters()]
    found = torch.autograd.grad(decoder(hidden, mask).sin().sum(), leaves)
    attention = decoder.attend(hidden, mask, torch.arange(4))
    logits = torch.einsum("nct,ntd,cd->nc", attention, hidden, decoder.weight) + decoder.bias
    expected = torch.autograd.grad(logits.sin().sum(), leaves)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-12)


def test_start():
    """An orthogonal projection leaves the angles between codes and words as they are."""
    start = nn.functional.normalize(torch.randn(30, 40, dtype=torch.float64), dim=-1)
    decoder = StructuredAttention(40, 30, start=start.float()).double()
    words = torch.randn(9, 40, dtype=torch.float64)
    scores = (decoder.queries @ decoder.projection) @ words.T
    noise = scores - 6 * start @ words.T
    assert noise.std() < 0.5 < 5 < scores.std()
    assert (decoder.weight - 2 * start).abs().max() < 0.2


def test_start_by_chance():
    decoder = StructuredAttention(40, 30, attention_size=20)
    shapes = {name: tuple(parameter.shape) for name, parameter in decoder.named_parameters()}
    assert shapes == {
        "projection": (20, 40),
        "queries": (30, 20),
        "weight": (30, 40),
        "bias": (30,),
    }
    for parameter in (decoder.projection, decoder.queries, decoder.weight):
        assert 0.025 < parameter.std() < 0.035


def test_full_precision_under_autocast():
    """Where scores are large, rounding them to bfloat16 gives other logits."""
    decoder = decoder_of(None).float()
    hidden, mask = (x.float() if x.is_floating_point() else x for x in states())
    with torch.no_grad():
        decoder.queries.mul_(30)
        exact = decoder(hidden, mask)
        with torch.autocast("cpu", torch.bfloat16):
            rounded = decoder(hidden, mask)
            decoder.full_precision = True
            full = decoder(hidden, mask)
            assert torch.allclose(decoder(hidden.bfloat16(), mask), exact, rtol=0.1, atol=0.3)
    assert full.dtype == torch.float32
    assert torch.equal(full, exact)
    assert not torch.allclose(rounded.float(), exact, rtol=1e-3)
