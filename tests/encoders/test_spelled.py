"""SpelledEncoder by loops over characters and words, with LSTM cells."""

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.encoders import SpelledEncoder

WORDS = [[3, 4, 5], [6], [7, 2]]  # characters; a word's number is its place, from 1
NOTES = [[[1, 2, 2], [3]], [[3, 1]]]  # notes of segments of words


def encoder(dropout=0.0):
    torch.manual_seed(0)
    return SpelledEncoder(9, character_size=4, word_size=5, hidden_size=6, dropout=dropout).double()


def cell_of(layer):
    cell = nn.LSTMCell(layer.input_size, layer.hidden_size).double()
    for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        getattr(cell, name).data = getattr(layer, f"{name}_l0").data
    return cell


def by_loop(encoder, words, notes):
    """The state of each segment; every word is spelled anew wherever it stands."""
    spelling, reading = cell_of(encoder.spelling), cell_of(encoder.reading)
    states = []
    for note in notes:
        for segment in note:
            state = None
            for word in segment:
                inner = None
                for character in words[word - 1]:
                    inner = spelling(encoder.characters.weight[character][None], inner)
                state = reading(inner[0], state)
            states.append(state[0][0])
    return torch.stack(states)


def layout(extra=0):
    """Padded by hand, with more padding than needed."""
    ids = torch.tensor([[1, 2, 2, 3], [3, 1, 0, 0]])
    ids = nn.functional.pad(ids, (0, extra))
    width = ids.shape[1]
    words = [torch.tensor([[3, 4, 5], [6, 0, 0]]), torch.tensor([[7, 2, 0, 0]])]
    first = torch.tensor([[1, 2, 3], [4, 0, 0]])
    second = torch.tensor([[width + 1, width + 2, 0, 0]])
    return ids, words, [first, second]


@pytest.mark.parametrize("extra", [0, 3])
def test_states_are_those_of_a_loop(extra):
    model = encoder()
    torch.testing.assert_close(model(*layout(extra)), by_loop(model, WORDS, NOTES))


def test_the_paper_has_305900_weights_a_side():
    model = SpelledEncoder(70)
    assert sum(parameter.numel() for parameter in model.parameters()) == 305_900


def test_gradients_reach_every_weight_and_are_those_of_the_loop():
    model = encoder()
    weights = torch.randn(3, 6, dtype=torch.float64)
    (model(*layout()) * weights).sum().backward()
    found = [parameter.grad.clone() for parameter in model.parameters()]
    assert all((gradient != 0).any() for gradient in found)
    embedded = model.characters.weight.detach().clone().requires_grad_()
    model.characters.weight = nn.Parameter(embedded)
    (by_loop(model, WORDS, NOTES) * weights).sum().backward()
    expected = model.characters.weight.grad
    np.testing.assert_allclose(found[0], expected, atol=1e-12)


def test_forget_gates_start_open():
    model = encoder()
    for layer in (model.spelling, model.reading):
        bias = (layer.bias_ih_l0 + layer.bias_hh_l0).chunk(4)
        assert [part.unique().tolist() for part in bias] == [[0.0], [1.0], [0.0], [0.0]]
        for gate in layer.weight_hh_l0.chunk(4):
            unit = torch.eye(len(gate), dtype=gate.dtype)
            torch.testing.assert_close(gate @ gate.T, unit, rtol=0, atol=1e-5)


def test_words_are_dropped_in_training_alone():
    model = encoder(dropout=0.5)
    assert not torch.equal(model(*layout()), model(*layout()))
    model.eval()
    torch.testing.assert_close(model(*layout()), by_loop(model, WORDS, NOTES))
