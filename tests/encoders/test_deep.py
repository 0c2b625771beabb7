"""Layers of one encoder, each connection against the loop that its name says."""

import pytest
import torch

from skmedcode.encoders import (
    ConvEncoder,
    DenseEncoder,
    HighwayEncoder,
    InjectedEncoder,
    ResidualEncoder,
    StackedEncoder,
)

KINDS = [StackedEncoder, InjectedEncoder, DenseEncoder, ResidualEncoder, HighwayEncoder]
MASK = torch.arange(7) < torch.tensor([[7], [3], [1]])
WORDS = torch.randn(3, 7, 4, generator=torch.Generator().manual_seed(0)) * MASK.unsqueeze(-1)


def layer(width):
    return ConvEncoder(width, num_filters=5, kernel_size=3)


def made(kind, depth=3):
    torch.manual_seed(0)
    return kind(4, layer, depth=depth).double()


def expected(encoder, words, kind):
    """One note without padding, layer after layer."""
    mask = torch.ones(1, len(words), dtype=torch.bool)
    below, states = words[None], [words[None]]
    for number, own in enumerate(encoder.layers):
        read = below
        if kind is InjectedEncoder and number:
            read = torch.cat([words[None], below], -1)
        if kind is DenseEncoder:
            read = torch.cat(states, -1)
        hidden, _ = own(read, mask)
        if kind in (ResidualEncoder, HighwayEncoder):
            short = encoder.shortcuts[number](below)
        if kind is ResidualEncoder:
            hidden = short + hidden
        if kind is HighwayEncoder:
            share = torch.sigmoid(encoder.gates[number](below))
            hidden = share * hidden + (1 - share) * short
        below = hidden
        states.append(hidden)
    return (torch.cat(states[1:], -1) if kind is DenseEncoder else below)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_equal_to_loop_without_padding(kind):
    encoder, words = made(kind), WORDS.double()
    hidden, mask = encoder(words, MASK)
    assert torch.equal(mask, MASK) and hidden.shape == (3, 7, encoder.out_features)
    for note, length in enumerate(MASK.sum(1).tolist()):
        own = expected(encoder, words[note, :length], kind)
        torch.testing.assert_close(hidden[note, :length], own, rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("depth", [1, 2])
def test_every_weight_has_a_gradient(kind, depth):
    encoder = made(kind, depth)
    encoder(WORDS.double(), MASK)[0].square().sum().backward()
    assert all(p.grad is not None and p.grad.any() for p in encoder.parameters())


@pytest.mark.parametrize("kind", KINDS)
def test_meta_device(kind):
    encoder = made(kind).to("meta")
    hidden, mask = encoder(WORDS.double().to("meta"), MASK.to("meta"))
    hidden.sum().backward()
    assert hidden.is_meta and mask.is_meta
    assert all(p.grad.is_meta for p in encoder.parameters())


def test_widths():
    assert made(StackedEncoder).out_features == 5
    assert made(DenseEncoder).out_features == 15
    assert [own.weight.shape[1] for own in made(InjectedEncoder).layers] == [4, 9, 9]
    assert [own.weight.shape[1] for own in made(DenseEncoder).layers] == [4, 9, 14]


def test_highway_lets_the_words_pass_at_first():
    encoder = made(HighwayEncoder, depth=1)
    assert (encoder.gates[0].bias == -1).all()


def test_a_state_more_than_words_is_refused():
    torch.manual_seed(0)
    encoder = StackedEncoder(4, lambda width: ConvEncoder(width, num_filters=5, kernel_size=4))
    with pytest.raises(ValueError, match="one state a word where layers are connected; got 8"):
        encoder(WORDS, MASK)
