"""RecurrentEncoder one word at a time."""

import pytest
import torch

from skmedcode.encoders import RecurrentEncoder

LENGTHS = [6, 1, 3]


def example(extra=2):
    generator = torch.Generator().manual_seed(0)
    embedded = torch.randn(3, 6 + extra, 4, generator=generator, dtype=torch.float64)
    mask = torch.arange(6 + extra) < torch.tensor(LENGTHS)[:, None]
    return embedded, mask  # padding is not even zero


def lstm_states(layer, words):
    """Hidden states after each word, by the equations of an LSTM."""
    size = layer.hidden_size
    hidden = cell = torch.zeros(size, dtype=torch.float64)
    states = []
    for word in words:
        gates = layer.weight_ih_l0 @ word + layer.bias_ih_l0
        gates = gates + layer.weight_hh_l0 @ hidden + layer.bias_hh_l0
        i, f, g, o = gates.split(size)
        cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
        hidden = o.sigmoid() * cell.tanh()
        states.append(hidden)
    return torch.stack(states)


def gru_states(layer, words):
    size = layer.hidden_size
    hidden = torch.zeros(size, dtype=torch.float64)
    states = []
    for word in words:
        r, z, n = (layer.weight_ih_l0 @ word + layer.bias_ih_l0).split(size)
        r_, z_, n_ = (layer.weight_hh_l0 @ hidden + layer.bias_hh_l0).split(size)
        r, z = (r + r_).sigmoid(), (z + z_).sigmoid()
        hidden = z * hidden + (1 - z) * (n + r * n_).tanh()
        states.append(hidden)
    return torch.stack(states)


def by_loop(encoder, states, words):
    found = states(encoder.forwards, words)
    if encoder.backwards is None:
        return found
    return torch.cat([found, states(encoder.backwards, words.flip(0)).flip(0)], dim=-1)


@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize(("cell", "states"), [("lstm", lstm_states), ("gru", gru_states)])
def test_equal_to_loop(cell, states, bidirectional):
    encoder = RecurrentEncoder(4, hidden_size=5, cell=cell, bidirectional=bidirectional).double()
    embedded, mask = example()
    embedded.requires_grad_()
    hidden, found_mask = encoder(embedded, mask)
    assert hidden.shape[-1] == encoder.out_features == (10 if bidirectional else 5)
    assert torch.equal(found_mask, mask)
    assert (hidden[~mask] == 0).all()
    loops = [by_loop(encoder, states, embedded[i, :n]) for i, n in enumerate(LENGTHS)]
    for note, expected in enumerate(loops):
        torch.testing.assert_close(hidden[note, : len(expected)], expected, rtol=0, atol=1e-12)
    leaves = [embedded, *encoder.parameters()]
    ours = torch.autograd.grad(hidden.sin().sum(), leaves)
    theirs = torch.autograd.grad(torch.cat(loops).sin().sum(), leaves)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-12)
    assert (ours[0][~mask] == 0).all()  # nothing has read padding


def test_each_direction_has_its_own_weights():
    encoder = RecurrentEncoder(4, hidden_size=5)
    assert not torch.equal(encoder.forwards.weight_ih_l0, encoder.backwards.weight_ih_l0)
    count = sum(parameter.numel() for parameter in encoder.parameters())
    assert count == 2 * (4 * 5 * (4 + 5) + 2 * 4 * 5)
