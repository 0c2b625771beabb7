"""TitleQueryAttention: LAAT's attention with queries that are given."""

import math

import pytest
import torch

from skmedcode.decoders import StructuredAttention, TitleQueryAttention

LENGTHS = [6, 1, 3]
START = torch.tensor([[1.0, 2.0, -1.0], [0.0, 0.0, 0.0], [0.5, 0.0, 3.0], [2.0, 1.0, 1.0]])


def states():
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, 5, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def decoder_of(**options):
    torch.manual_seed(1)
    decoder = TitleQueryAttention(5, 4, attention_size=3, **options).double()
    torch.nn.init.normal_(decoder.projection_bias)
    return decoder


@pytest.mark.parametrize("full_precision", [False, True])
def test_without_titles_it_is_laat(full_precision):
    ours = decoder_of()
    torch.nn.init.zeros_(ours.projection_bias)
    theirs = StructuredAttention(5, 4, attention_size=3, full_precision=full_precision).double()
    theirs.load_state_dict(ours.state_dict(), strict=False)
    hidden, mask = states()
    torch.testing.assert_close(ours(hidden, mask), theirs(hidden, mask), rtol=0, atol=1e-14)
    codes = torch.tensor([2, 0])
    torch.testing.assert_close(
        ours.attend(hidden, mask, codes), theirs.attend(hidden, mask, codes), rtol=0, atol=1e-14
    )
    assert torch.equal(ours.code_embeddings(), theirs.code_embeddings())


@pytest.mark.parametrize("freeze", [False, True])
@pytest.mark.parametrize("described", [[0, 2, 3], [3], [], [0, 1, 2, 3]])
@torch.no_grad()
def test_equal_to_loop(described, freeze):
    decoder, (hidden, mask) = decoder_of(described=described, start=START, freeze=freeze), states()
    found, queries = decoder(hidden, mask), decoder.code_embeddings()
    for code in (0, 2, 3):
        assert torch.equal(queries[code], START[code].double())
    assert queries[1].abs().sum() > 0  # at chance, never zero: that would attend to all alike
    for note, length in enumerate(LENGTHS):
        keys = [
            torch.tanh(decoder.projection @ hidden[note, t] + decoder.projection_bias)
            for t in range(length)
        ]
        for code in range(4):
            powers = [math.exp(float(queries[code] @ key)) for key in keys]
            mean = sum(p * hidden[note, t] for t, p in enumerate(powers)) / sum(powers)
            expected = decoder.weight[code] @ mean + decoder.bias[code]
            torch.testing.assert_close(found[note, code], expected, rtol=0, atol=1e-12)
            attention = decoder.attend(hidden, mask, torch.tensor([code]))[note, 0]
            expected = torch.tensor(powers, dtype=torch.float64) / sum(powers)
            torch.testing.assert_close(attention[:length], expected, rtol=0, atol=1e-12)


def step(decoder):
    """One step of an optimizer that also shrinks weights."""
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=0.1, weight_decay=0.5)
    decoder(*states()).square().sum().backward()
    assert all(weight.grad.abs().sum() > 0 for weight in decoder.parameters())
    optimizer.step()
    return decoder.code_embeddings().detach()


@pytest.mark.parametrize("described", [[0, 2], [0, 1, 2, 3]])
def test_frozen_queries_stay_and_the_others_learn(described):
    decoder = decoder_of(described=described, start=START, freeze=True)
    before = decoder.code_embeddings().detach().clone()
    after = step(decoder)
    for code in range(4):
        assert torch.equal(before[code], after[code]) == (code in described)
    again = decoder_of(described=described, freeze=True)  # as loading makes it
    again.load_state_dict(decoder.state_dict())
    assert torch.equal(again.code_embeddings(), after)


def test_queries_learn_where_they_are_not_frozen():
    decoder = decoder_of(described=[0, 2, 3], start=START)
    before = decoder.code_embeddings().detach().clone()
    assert (before != step(decoder)).any(dim=1).all()


def test_runs_on_meta():
    with torch.device("meta"):
        decoder = TitleQueryAttention(5, 4, attention_size=3)
        found = decoder(torch.empty(2, 6, 5), torch.ones(2, 6, dtype=torch.bool))
    assert found.is_meta
    assert found.shape == (2, 4)
