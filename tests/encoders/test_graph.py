"""GraphEncoder against graphs that are written out as matrices."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from skmedcode.encoders import GraphEncoder
from skmedcode.encoders._graph import nodes

NOTES = [[5, 7, 5, 9, 7, 2, 5], [4], [3, 3, 3], [1, 8, 1, 1, 8]]  # 1 is unknown


def padded(notes, extra=2):
    length = max(map(len, notes)) + extra
    ids = torch.tensor([note + [0] * (length - len(note)) for note in notes])
    return ids, ids != 0


def by_matrix(encoder, words, note):
    """The states of one note by its adjacency matrix, from the vectors of its words."""
    names = [("?", t) if word == 1 else word for t, word in enumerate(note)]
    distinct = sorted(set(names), key=str)
    edges = torch.zeros(len(distinct), len(distinct), dtype=torch.float64)
    for t, one in enumerate(names):
        for s, other in enumerate(names):
            if abs(t - s) <= encoder.window:
                edges[distinct.index(one), distinct.index(other)] += 1
    assert torch.equal(edges, edges.T)
    own = [[t for t, name in enumerate(names) if name == node] for node in distinct]
    hidden = torch.stack([words[places].mean(0) for places in own])
    scale = torch.diag(edges.sum(1) ** -0.5)
    for layer in encoder.layers:
        hidden = torch.relu(scale @ edges @ scale @ hidden @ layer.weight.T + layer.bias)
    return torch.stack([hidden[distinct.index(name)] for name in names])


def compare(notes, known=True, **params):
    encoder = GraphEncoder(4, hidden_size=6, **params).double()
    for layer in encoder.layers:
        nn.init.normal_(layer.bias)
    ids, mask = padded(notes)
    words = torch.randn(*ids.shape, 4, dtype=torch.float64)  # as dropout leaves them, all differ
    hidden, found_mask = encoder(words, mask, ids if known else None)
    assert hidden.shape == (*ids.shape, encoder.out_features)
    assert torch.equal(found_mask, mask) and (hidden[~mask] == 0).all()
    for row, note in enumerate(notes):
        own = note if known else range(2, 2 + len(note))
        expected = by_matrix(encoder, words[row, : len(note)], list(own))
        torch.testing.assert_close(hidden[row, : len(note)], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("params", [{}, {"window": 1, "n_layers": 1}, {"window": 2, "n_layers": 3}])
def test_equal_to_matrix(params, known):
    torch.manual_seed(0)
    compare(NOTES, known=known, **params)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=12), min_size=1, max_size=3))
def test_equal_to_matrix_on_any_notes(notes):
    compare(notes, window=2)


def test_nodes():
    ids, mask = padded(NOTES)
    for note, own, real in zip(ids.tolist(), nodes(ids).tolist(), mask.tolist(), strict=True):
        assert all(0 <= node < len(note) for node in own)
        for t, one in enumerate(note):
            for s, other in enumerate(note):
                if real[t] and real[s]:
                    assert (own[t] == own[s]) == (one == other and (one != 1 or t == s))


@pytest.mark.parametrize("known", [True, False])
def test_gradients_reach_all_weights_and_no_padding(known):
    torch.manual_seed(0)
    encoder = GraphEncoder(4, hidden_size=6).double()
    ids, mask = padded(NOTES)
    words = torch.randn(*ids.shape, 4, dtype=torch.float64, requires_grad=True)
    encoder(words, mask, ids if known else None)[0].sin().sum().backward()
    assert all((weight.grad != 0).any() for weight in encoder.parameters())
    assert (words.grad[~mask] == 0).all() and (words.grad[mask] != 0).any(-1).all()


def test_length_of_ids_does_not_matter():
    """int32, as notes are read, gives what int64 does."""
    torch.manual_seed(0)
    encoder = GraphEncoder(4, hidden_size=6)
    ids, mask = padded(NOTES)
    words = torch.randn(*ids.shape, 4)
    assert torch.equal(encoder(words, mask, ids)[0], encoder(words, mask, ids.int())[0])


@pytest.mark.parametrize("name", ["window", "n_layers"])
def test_numbers_are_checked(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        GraphEncoder(4, **{name: 0})
