"""TitleAttention against a loop over codes, title words and words of the note."""

import math

import pytest
import torch
from torch import nn

from skmedcode.decoders import TitleAttention, _title_attention
from skmedcode.layers import TitleWords

LENGTHS = [6, 1, 3]
TITLES = [[2, 3, 2], [], [5], [3, 5, 4, 8]]
N_WORDS = 9


def decoder_of(titles=TITLES):
    torch.manual_seed(0)
    embedding = nn.Embedding(N_WORDS, 4).double()
    rarity = 0.5 + torch.rand(N_WORDS)
    decoder = TitleAttention(4, len(titles), TitleWords(embedding, titles, 4, rarity)).double()
    for name in ("word_slope", "rarity_slope", "slope"):
        nn.init.normal_(getattr(decoder, name), std=0.3)
    return decoder


def states(decoder):
    """Words of the note, some of them those of titles, some of them twice."""
    ids = torch.tensor([[2, 5, 5, 6, 7, 1], [3, 0, 0, 0, 0, 0], [8, 4, 6, 0, 0, 0]])
    generator = torch.Generator().manual_seed(0)
    noise = 0.1 * torch.randn(3, 6, 4, generator=generator, dtype=torch.float64)
    return decoder.title_words.embedding(ids).detach() + noise, ids != 0


def slow_told(decoder, word):
    vector, rarity = decoder.title_words.embedding.weight[word], decoder.title_words.rarity[word]
    slope = float(vector @ decoder.word_slope + decoder.rarity_slope * rarity.log())
    return float(rarity) ** 2 * math.exp(slope)


def slow_likeness(decoder, word, states):
    """``exp(20 (cos(e_w, h_t) - 1))`` for each word of the note."""
    vector = decoder.title_words.embedding.weight[word]
    cosines = [float(vector @ state / vector.norm() / state.norm()) for state in states]
    return [math.exp(20 * (cosine - 1)) for cosine in cosines]


def presence(likeness):
    total = sum(likeness)
    return min(total, 1) + 0.3 * max(math.log(total), 0)


@torch.no_grad()
def slow_logit(decoder, states, title):
    found = total = 0
    mean = torch.zeros(4, dtype=torch.float64)
    for word in set(title):
        told = slow_told(decoder, word)
        found += told * presence(slow_likeness(decoder, word, states))
        total += told
        mean += math.sqrt(told) * decoder.title_words.embedding.weight[word]
    if not title:
        return float(decoder.offset)
    prior = float(decoder.slope @ mean / mean.norm())
    return float(decoder.scale) * found / total**0.6 + prior + float(decoder.offset)


@pytest.mark.parametrize("at_once", [2**24, 1])
@torch.no_grad()
def test_equal_to_loop(at_once, monkeypatch):
    monkeypatch.setattr(_title_attention, "NUMBERS_AT_ONCE", at_once)
    decoder = decoder_of()
    hidden, mask = states(decoder)
    found = decoder(hidden, mask)
    for note, length in enumerate(LENGTHS):
        for code, title in enumerate(TITLES):
            expected = slow_logit(decoder, hidden[note, :length], title)
            torch.testing.assert_close(float(found[note, code]), expected, rtol=0, atol=1e-9)


def test_blocks_of_words_have_the_same_gradients(monkeypatch):
    decoder = decoder_of()
    hidden, mask = states(decoder)
    leaves = [hidden.requires_grad_(), *decoder.parameters()]
    whole = torch.autograd.grad(decoder(hidden, mask).sin().sum(), leaves)
    monkeypatch.setattr(_title_attention, "NUMBERS_AT_ONCE", 1)
    blocks = torch.autograd.grad(decoder(hidden, mask).sin().sum(), leaves)
    for one, other in zip(whole, blocks, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-10)
        assert one.abs().sum() > 0


@torch.no_grad()
def test_attention_equal_to_loop():
    decoder = decoder_of()
    hidden, mask = states(decoder)
    for note, length in enumerate(LENGTHS):
        for code, title in enumerate(TITLES):
            expected = torch.zeros(6, dtype=torch.float64)
            weights = []
            for word in set(title):
                likeness = slow_likeness(decoder, word, hidden[note, :length])
                weights.append(slow_told(decoder, word) * presence(likeness) + 1e-9)
                shares = torch.tensor(likeness, dtype=torch.float64) / sum(likeness)
                expected[:length] += weights[-1] * shares
            expected = expected / sum(weights) if title else mask[note].double() / length
            found = decoder.attend(hidden, mask, torch.tensor([code]))[note, 0]
            torch.testing.assert_close(found, expected, rtol=0, atol=1e-6)


@torch.no_grad()
def test_codes_of_each_note():
    decoder = decoder_of()
    hidden, mask = states(decoder)
    codes = torch.tensor([[0, 3], [1, 2], [3, 3]])
    found = decoder.attend(hidden, mask, codes)
    for note, own in enumerate(codes):
        torch.testing.assert_close(found[note], decoder.attend(hidden, mask, own)[note])
    torch.testing.assert_close(found.sum(-1), torch.ones(3, 2, dtype=torch.float64))
    assert (found.transpose(1, 2)[~mask] == 0).all()


@torch.no_grad()
def test_order_of_words_and_padding_do_not_matter():
    decoder = decoder_of()
    hidden, mask = states(decoder)
    expected = decoder(hidden, mask)
    wider = torch.cat([hidden, torch.randn(3, 4, 4, dtype=torch.float64)], dim=1)
    wider_mask = torch.cat([mask, torch.zeros(3, 4, dtype=torch.bool)], dim=1)
    torch.testing.assert_close(decoder(wider, wider_mask), expected, rtol=0, atol=1e-12)
    order = torch.randperm(10)
    moved = decoder(wider[:, order], wider_mask[:, order])
    torch.testing.assert_close(moved, expected, rtol=0, atol=1e-12)


@torch.no_grad()
def test_a_word_tells_most_where_it_stands_itself():
    decoder = decoder_of([[2], [5]])
    nn.init.zeros_(decoder.slope)
    words = decoder.title_words.embedding.weight
    note = words[[2, 6]].unsqueeze(0)
    mask = torch.ones(1, 2, dtype=torch.bool)
    has, lacks = decoder(note, mask)[0]
    again = decoder(words[[2, 2, 6]].unsqueeze(0), torch.ones(1, 3, dtype=torch.bool))[0, 0]
    assert lacks < has < again
    assert decoder.attend(note, mask, torch.tensor([0]))[0, 0, 0] > 0.9


@torch.no_grad()
def test_further_titles():
    decoder = decoder_of(TITLES[:2])
    hidden, mask = states(decoder)
    before = decoder(hidden, mask)
    decoder.add_titles([*TITLES[2:], TITLES[0]])
    after = decoder(hidden, mask)
    torch.testing.assert_close(after[:, :2], before)
    torch.testing.assert_close(after[:, 4], before[:, 0])
    assert decoder.code_embeddings().shape == (5, 4)


def test_runs_on_meta():
    decoder = decoder_of().to("meta")
    hidden = torch.empty(2, 6, 4, device="meta", dtype=torch.float64)
    mask = torch.ones(2, 6, dtype=torch.bool, device="meta")
    found = decoder(hidden, mask)
    found.sum().backward()
    assert found.is_meta
    assert found.shape == (2, 4)
    asked = torch.zeros(3, dtype=torch.long, device="meta")
    assert decoder.attend(hidden, mask, asked).shape == (2, 3, 6)


def test_needs_titles():
    with pytest.raises(ValueError, match="code_descriptions must be given"):
        TitleAttention(4, 3)
