"""LabelAttention code by code."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import LabelAttention
from skmedcode.layers import TitleVectors

LENGTHS = [6, 1, 3]
TITLES = [[2, 3], [], [5], [7, 7, 1]]


def states(width=4):
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, width, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def titles_of(width=4):
    return TitleVectors(nn.Embedding(9, 5).double(), TITLES, width).double()


def by_loop(decoder, hidden, mask):
    """Logits and attention as nested Python loops over floats."""
    queries = decoder.queries.detach().numpy().copy()
    weight = decoder.weight.detach().numpy().copy()
    if decoder.titles is not None:
        for code, title in enumerate(decoder.titles().detach().numpy()):
            length = math.sqrt(sum(x * x for x in title))
            unit = title / length if length else title
            queries[code] += 3 * unit
            weight[code] += unit
    hidden = hidden.detach().numpy()
    attention = np.zeros((len(hidden), len(queries), hidden.shape[1]))
    logits = decoder.bias.detach().numpy() + np.zeros((len(hidden), len(queries)))
    for note, words in enumerate(hidden):
        for code, query in enumerate(queries):
            real = np.flatnonzero(mask[note])
            powers = [math.exp(float(query @ words[t])) for t in real]
            for t, power in zip(real, powers, strict=True):
                attention[note, code, t] = power / sum(powers)
                logits[note, code] += attention[note, code, t] * float(weight[code] @ words[t])
    return logits, attention


@pytest.mark.parametrize("titles", [None, titles_of], ids=["learnt", "titles"])
def test_equal_to_loop(titles):
    decoder = LabelAttention(4, 4, titles=titles and titles()).double()
    hidden, mask = states()
    logits, attention = by_loop(decoder, hidden, mask)
    np.testing.assert_allclose(decoder(hidden, mask).detach(), logits, rtol=0, atol=1e-12)
    for codes in ([0, 1, 2, 3], [2], [3, 1, 1]):
        found = decoder.attend(hidden, mask, torch.tensor(codes)).detach()
        np.testing.assert_allclose(found, attention[:, codes], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found.sum(-1), 1, rtol=0, atol=1e-12)


@pytest.mark.parametrize("titles", [None, titles_of], ids=["learnt", "titles"])
def test_gradients_equal_to_a_plain_softmax(titles):
    decoder = LabelAttention(4, 4, titles=titles and titles()).double()
    hidden, mask = states()
    leaves = [hidden.requires_grad_(), *decoder.parameters()]
    found = torch.autograd.grad(decoder(hidden, mask).sin().sum(), leaves)
    attention = decoder.attend(hidden, mask, torch.arange(4))
    weight = decoder.weight
    if decoder.titles is not None:
        weight = weight + nn.functional.normalize(decoder.titles(), dim=-1)
    logits = torch.einsum("nct,ntd,cd->nc", attention, hidden, weight) + decoder.bias
    expected = torch.autograd.grad(logits.sin().sum(), leaves)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-12)
        assert torch.isfinite(ours).all()  # also for the code whose title is empty


def test_code_embeddings_are_the_queries():
    plain = LabelAttention(4, 4)
    assert plain.code_embeddings() is plain.queries
    decoder = LabelAttention(4, 4, titles=titles_of()).double()
    difference = decoder.code_embeddings() - decoder.queries
    lengths = torch.linalg.vector_norm(difference, dim=-1)
    expected = torch.tensor([3.0, 0, 3, 3], dtype=torch.float64)
    torch.testing.assert_close(lengths, expected, rtol=0, atol=1e-6)


def test_is_a_distribution():
    assert LabelAttention.is_distribution is True


def test_parameters():
    decoder = LabelAttention(40, 30)
    assert {name for name, _ in decoder.named_parameters()} == {"queries", "weight", "bias"}
    bound = (6 / 70) ** 0.5
    for parameter in (decoder.queries, decoder.weight):
        assert parameter.shape == (30, 40)
        assert 0.98 * bound < parameter.abs().max() <= bound
    assert decoder.bias.abs().max() <= 40**-0.5


def test_one_code():
    decoder = LabelAttention(4, 1).double()
    hidden, mask = states()
    assert decoder(hidden, mask).shape == (3, 1)
    np.testing.assert_allclose(
        decoder(hidden, mask).detach(), by_loop(decoder, hidden, mask)[0], rtol=0, atol=1e-12
    )


def test_start():
    """On top of the random numbers, 6 times in the queries and twice in the output."""
    start = torch.nn.functional.normalize(torch.randn(30, 40), dim=-1)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        plain = LabelAttention(40, 30)
        torch.manual_seed(0)
        started = LabelAttention(40, 30, start=start)
    torch.testing.assert_close(started.queries, plain.queries + 6 * start)
    torch.testing.assert_close(started.weight, plain.weight + 2 * start)
    assert torch.equal(started.bias, plain.bias)
    assert started.queries.requires_grad
    assert set(started.state_dict()) == set(plain.state_dict())
