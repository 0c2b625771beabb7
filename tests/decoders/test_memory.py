"""The condensed memory against a loop over notes, hops and slots."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from skmedcode.decoders import CondensedMemory
from skmedcode.decoders import _memory as memory_module
from skmedcode.decoders._memory import familiarity
from skmedcode.layers import MemorySlots

KEYS, VALUES = [[2, 3, 4], [5], [6, 7], [8, 2]], [[9], [5, 6], [7], [3]]
FORMS = [
    {},
    {"condensation": "average", "query": "mean"},
    {"condensation": None, "transform": False},
    {"hops": 1, "query": "mean", "transform": False},
    {"hops": 5},
]


def made(n_codes=3, width=9, seed=0, order=None, **options):
    torch.manual_seed(seed)
    embedding = nn.Embedding(10, width, padding_idx=0)
    keys, values = ([rows[i] for i in order or range(len(rows))] for rows in (KEYS, VALUES))
    decoder = CondensedMemory(width, n_codes, MemorySlots(embedding, keys, values), **options)
    with torch.no_grad():
        for parameter in decoder.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return decoder.double()


def softmax(scores):
    powers = np.exp(np.asarray(scores) - np.max(scores))
    return powers / powers.sum()


def slow_logits(decoder, words, hops, condensation, transform, query):
    """One note, number by number, and its attention."""
    table = decoder.slots.keys.embedding.weight.detach().numpy()
    keys = [np.mean([table[i] for i in ids], axis=0) for ids in KEYS]
    values = [np.mean([table[i] for i in ids], axis=0) for ids in VALUES]
    if query == "mean":
        state = sum(words) / len(words)
    else:
        known = [
            math.log(sum(math.exp(10 * k @ w / np.linalg.norm(k)) for k in keys)) for w in words
        ]
        state = 10 * sum(a * w for a, w in zip(softmax(known), words, strict=True))
    states, attention = [state], []
    for hop in range(hops):
        weights = softmax([key @ states[-1] for key in keys])
        attention.append(weights)
        new = states[-1] + sum(p * v for p, v in zip(weights, values, strict=True))
        states.append(decoder.transform[hop].detach().numpy() @ new if transform else new)
    if condensation is None:
        read = states[-1]
    elif condensation == "average":
        share = [2.0 ** -max(hops - j + 1, 1) for j in range(hops + 1)]
        share[0] = 2.0**-hops
        read = sum(a * s for a, s in zip(share, states, strict=True))
    else:
        read = list(states[-1])
        for i, down in enumerate(decoder.condense, start=1):
            read += list(down.detach().numpy() @ states[hops - i])
    weight, bias = decoder.weight.detach().numpy(), decoder.bias.detach().numpy()
    return [w @ np.array(read) + b for w, b in zip(weight, bias, strict=True)], attention


@pytest.mark.parametrize("options", FORMS)
def test_logits_and_attention_by_a_slow_loop(options):
    decoder = made(**options)
    hidden, lengths = torch.randn(2, 5, 9, dtype=torch.float64), [5, 2]
    mask = torch.tensor([[True] * 5, [True] * 2 + [False] * 3])
    usual = {"hops": 3, "condensation": "concat", "transform": True, "query": "known_words"}
    logits, attention = decoder(hidden, mask), decoder.attend_slots(hidden, mask)
    for note, length in enumerate(lengths):
        words = [hidden[note, t].numpy() for t in range(length)]
        expected, weights = slow_logits(decoder, words, **usual | options)
        np.testing.assert_allclose(logits[note].detach(), expected, atol=1e-10)
        np.testing.assert_allclose(attention[note].detach(), weights, atol=1e-10)


@pytest.mark.parametrize("width", [1, 2, 9, 500])
@pytest.mark.parametrize("hops", [1, 3, 6])
def test_condensed_states_are_narrower_than_two(width, hops):
    decoder = CondensedMemory(width, 2, MemorySlots(nn.Embedding(10, width), KEYS), hops=hops)
    narrow = [width // 2**i for i in range(1, hops + 1)]
    assert [tuple(d.shape) for d in decoder.condense] == [(n, width) for n in narrow if n]
    assert decoder.weight.shape == (2, width + sum(narrow))
    assert decoder.weight.shape[1] < 2 * width
    assert decoder(torch.randn(1, 4, width), torch.ones(1, 4, dtype=torch.bool)).shape == (1, 2)


@pytest.mark.parametrize("condensation", ["average", None])
def test_other_forms_have_no_further_weights(condensation):
    decoder = made(condensation=condensation, transform=False)
    assert {name for name, _ in decoder.named_parameters()} == {
        "slots.keys.embedding.weight",
        "weight",
        "bias",
    }
    assert decoder.weight.shape == (3, 9)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 6),
    st.integers(0, 4),
    st.permutations(range(4)),
    st.sampled_from(FORMS),
    st.integers(0, 100),
)
def test_neither_padding_nor_the_order_of_slots_and_words_matters(
    length, padding, order, options, seed
):
    decoder, shuffled = made(seed=seed, **options), made(seed=seed, order=order, **options)
    hidden = torch.randn(1, length, 9, dtype=torch.float64)
    mask = torch.ones(1, length, dtype=torch.bool)
    expected = decoder(hidden, mask)
    junk = torch.full((1, padding, 9), 50.0, dtype=torch.float64)
    words = torch.randperm(length)
    padded = torch.cat([hidden[:, words], junk], dim=1)
    wide = torch.cat([mask, torch.zeros(1, padding, dtype=torch.bool)], dim=1)
    torch.testing.assert_close(decoder(padded, wide), expected, rtol=0, atol=1e-12)
    torch.testing.assert_close(shuffled(hidden, mask), expected, rtol=0, atol=1e-12)
    attention = decoder.attend_slots(hidden, mask)
    torch.testing.assert_close(
        shuffled.attend_slots(hidden, mask), attention[..., list(order)], rtol=0, atol=1e-12
    )
    torch.testing.assert_close(attention.sum(-1), torch.ones_like(attention[..., 0]))


def test_many_slots_are_compared_in_parts(monkeypatch):
    torch.manual_seed(0)
    hidden = torch.randn(2, 3, 4, requires_grad=True)
    keys = torch.randn(7, 4, requires_grad=True)
    whole = familiarity(hidden, keys)
    expected = torch.autograd.grad(whole.square().sum(), [hidden, keys])
    monkeypatch.setattr(memory_module, "SLOTS_AT_ONCE", 2)
    parts = familiarity(hidden, keys)
    torch.testing.assert_close(parts, whole)
    torch.testing.assert_close(torch.autograd.grad(parts.square().sum(), [hidden, keys]), expected)


def test_codes_start_at_their_words():
    start = torch.eye(3, 9)
    slots = MemorySlots(nn.Embedding(10, 9), KEYS)
    decoder = CondensedMemory(9, 3, slots, start=start)
    assert (decoder.weight[:, :9] - 2 * start).abs().max() < 1
    assert torch.equal(decoder.bias, torch.zeros(3))
    assert torch.equal(decoder.transform, torch.eye(9).expand(3, 9, 9))


def test_an_empty_slot_is_never_read():
    torch.manual_seed(0)
    decoder = CondensedMemory(8, 3, MemorySlots(nn.Embedding(10, 8), [[2, 3], [], [4]]))
    hidden, mask = torch.randn(2, 5, 8), torch.ones(2, 5, dtype=torch.bool)
    attention = decoder.attend_slots(hidden, mask)
    assert (attention[..., 1] == 0).all()
    torch.testing.assert_close(attention.sum(-1), torch.ones(2, 3))
    bare = CondensedMemory(8, 3, MemorySlots(nn.Embedding(10, 8), [[], []]))
    assert torch.isfinite(bare(hidden, mask)).all()


@pytest.mark.parametrize("wrong", [{"condensation": "sum"}, {"query": "max"}, {"hops": 0}])
def test_unknown_forms_are_refused(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        made(**wrong)
