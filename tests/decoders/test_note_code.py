"""NoteCodeInteraction against the whole (notes, codes, length) interaction."""

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import NoteCodeInteraction
from skmedcode.layers import TitleVectors

LENGTHS = [6, 1, 3]
TITLES = [[2, 3], [], [5], [7, 7, 1], [4]]


def states():
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(3, 6, 4, generator=generator, dtype=torch.float64)
    return hidden, torch.arange(6) < torch.tensor(LENGTHS)[:, None]


def decoder_of(with_titles, mean):
    titles = None
    if with_titles:
        titles = TitleVectors(nn.Embedding(9, 6).double(), TITLES, 4)
    return NoteCodeInteraction(4, 5, titles=titles, mean=mean).double()


def plain_form(decoder, hidden, mask):
    """S = E Hᵀ, M = S H, z = p . (w * M) + b, with the interaction in full."""
    hidden = hidden * mask.unsqueeze(-1)
    codes = decoder.codes
    if decoder.titles is not None:  # code 1 has no title word: its vector is the one learnt row
        rows = list(decoder.titles())
        rows[1] = decoder.codes[0]
        codes = torch.stack(rows)
    interaction = torch.einsum("cd,ntd->nct", codes, hidden)
    messages = torch.einsum("nct,ntd->ncd", interaction, hidden)
    if decoder.mean:
        messages = messages / mask.sum(1)[:, None, None]
    return torch.einsum("d,cd,ncd->nc", decoder.projection, decoder.weight, messages) + decoder.bias


def by_loop(decoder, hidden, mask):
    codes = decoder.code_embeddings().detach().numpy()
    weight, bias = decoder.weight.detach().numpy(), decoder.bias.detach().numpy()
    projection, hidden = decoder.projection.detach().numpy(), hidden.detach().numpy()
    logits = np.zeros((len(hidden), len(codes)))
    for note, words in enumerate(hidden):
        real = [word for word, is_real in zip(words, mask[note], strict=True) if is_real]
        for code, vector in enumerate(codes):
            message = np.zeros(len(vector))
            for word in real:
                edge = sum(e * h for e, h in zip(vector, word, strict=True))
                message += edge * word
            if decoder.mean:
                message /= len(real)
            product = projection * weight[code] * message
            logits[note, code] = sum(product) + bias[code]
    return logits


forms = pytest.mark.parametrize("mean", [False, True], ids=["sum", "mean"])
sources = pytest.mark.parametrize("with_titles", [False, True], ids=["learnt", "titles"])


@forms
@sources
def test_equal_to_loop(with_titles, mean):
    decoder = decoder_of(with_titles, mean)
    hidden, mask = states()
    found = decoder(hidden, mask).detach()
    np.testing.assert_allclose(found, by_loop(decoder, hidden, mask), rtol=0, atol=1e-12)


@forms
@sources
def test_gradients_equal_to_the_plain_form(with_titles, mean):
    decoder = decoder_of(with_titles, mean)
    hidden, mask = states()
    leaves = [hidden.requires_grad_(), *decoder.parameters()]
    found, expected = decoder(hidden, mask), plain_form(decoder, hidden, mask)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)
    ours = torch.autograd.grad(found.sin().sum(), leaves)
    theirs = torch.autograd.grad(expected.sin().sum(), leaves)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-12)


@forms
@sources
def test_attend_adds_up_to_the_logit(with_titles, mean):
    decoder = decoder_of(with_titles, mean)
    hidden, mask = states()
    for codes in ([0, 1, 2, 3, 4], [3], [4, 0, 4]):
        added = decoder.attend(hidden, mask, torch.tensor(codes))
        assert added.shape == (3, len(codes), 6)
        logits = (decoder(hidden, mask) - decoder.bias)[:, codes]
        torch.testing.assert_close(added.sum(-1), logits, rtol=0, atol=1e-12)
        assert (added.transpose(1, 2)[~mask] == 0).all()


@forms
def test_attend_equal_to_loop(mean):
    decoder = decoder_of(True, mean)
    hidden, mask = states()
    found = decoder.attend(hidden, mask, torch.tensor([2])).detach()
    vector, weight = decoder.code_embeddings()[2], decoder.weight[2]
    for note, length in enumerate(LENGTHS):
        for t in range(length):
            word = hidden[note, t]
            expected = (vector @ word) * ((decoder.projection * weight) @ word)
            expected = expected / length if mean else expected
            torch.testing.assert_close(found[note, 0, t], expected.detach(), rtol=0, atol=1e-12)


@forms
def test_long_notes_weigh_more_only_in_the_sum(mean):
    decoder = decoder_of(False, mean)
    hidden, mask = states()
    hidden, mask = hidden[:1], mask[:1]
    once = decoder(hidden, mask) - decoder.bias
    twice = decoder(hidden.repeat(1, 2, 1), mask.repeat(1, 2)) - decoder.bias
    torch.testing.assert_close(twice, once * (1 if mean else 2), rtol=0, atol=1e-12)


def test_parameters():
    learnt, titled = decoder_of(False, False), decoder_of(True, False)
    names = {"codes", "weight", "projection", "bias"}
    assert {name for name, _ in learnt.named_parameters()} == names
    assert titled.codes.shape == (1, 4)
    whole = TitleVectors(nn.Embedding(9, 6), [[2]] * 5, 4)
    assert NoteCodeInteraction(4, 5, titles=whole).codes is None
    assert sum(p.numel() for p in learnt.parameters()) == 2 * 5 * 4 + 4 + 5
    assert NoteCodeInteraction.is_distribution is False


def test_code_embeddings():
    learnt, titled = decoder_of(False, False), decoder_of(True, False)
    assert learnt.code_embeddings() is learnt.codes
    titles = titled.titles()
    assert (titles[1] == 0).all()
    found = titled.code_embeddings()
    torch.testing.assert_close(found[[0, 2, 3, 4]], titles[[0, 2, 3, 4]])
    torch.testing.assert_close(found[1], titled.codes[0])
