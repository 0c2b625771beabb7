"""HierarchicalEncoder one sentence at a time."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.encoders import HierarchicalEncoder
from skmedcode.encoders._sentences import lay_out

NOTES = [[0, 0, 0, 1, 2, 2, 2, 2, 2, 2], [0], [0, 0, 4, 4, 9]]  # the sentence of each word


def padded(notes, extra=2):
    length = max(map(len, notes)) + extra
    sentences = torch.tensor([note + [0] * (length - len(note)) for note in notes])
    mask = torch.arange(length) < torch.tensor([len(note) for note in notes])[:, None]
    return sentences, mask


def spans(note, size):
    """Start and end of each sentence, those that are too long cut."""
    found, start = [], 0
    for t in range(1, len(note) + 1):
        if t == len(note) or note[t] != note[t - 1] or t - start == size:
            found.append((start, t))
            start = t
    return found


def in_both_directions(layer, words):
    there, _ = layer.forwards(words[None])
    back, _ = layer.backwards(words.flip(0)[None])
    return torch.cat([there[0], back[0].flip(0)], dim=-1)


def by_loop(encoder, words, note):
    states, vectors = [], []
    for start, end in spans(note, encoder.segment_length):
        own = in_both_directions(encoder.over_words, words[start:end])
        scores = torch.tanh(own @ encoder.attention.weight.T + encoder.attention.bias)
        weights = torch.softmax(scores @ encoder.query, dim=0)
        states.append(own)
        vectors.append(weights @ own)
    above = in_both_directions(encoder.over_sentences, torch.stack(vectors))
    rows = [
        torch.cat([own, above[number].expand(len(own), -1)], dim=-1)
        for number, own in enumerate(states)
    ]
    onwards, backwards = [0, 1, 2, 6, 7, 8], [3, 4, 5, 9, 10, 11]  # three units a direction
    return torch.cat(rows)[:, onwards + backwards]


def compare(notes, known=True, size=4, cell="gru"):
    encoder = HierarchicalEncoder(4, hidden_size=3, cell=cell, segment_length=size).double()
    sentences, mask = padded(notes)
    words = torch.randn(*mask.shape, 4, dtype=torch.float64)
    hidden, found_mask = encoder(words, mask, sentences if known else None)
    assert hidden.shape == (*mask.shape, encoder.out_features)
    assert torch.equal(found_mask, mask) and (hidden[~mask] == 0).all()
    for row, note in enumerate(notes):
        own = note if known else [0] * len(note)
        expected = by_loop(encoder, words[row, : len(note)], own)
        torch.testing.assert_close(hidden[row, : len(note)], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("size", [1, 4, 30])
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_equal_to_loop(cell, size, known):
    torch.manual_seed(0)
    compare(NOTES, known=known, size=size, cell=cell)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), min_size=1, max_size=4))
def test_equal_to_loop_on_any_notes(lengths):
    compare([[k for k, n in enumerate(own) for _ in range(n)] for own in lengths])


def test_rows_are_cut_into_rectangles_of_similar_length():
    generator = torch.Generator().manual_seed(0)
    sentences = (torch.rand(20, 60, generator=generator) < 0.2).cumsum(1)
    mask = torch.arange(60) < torch.randint(5, 61, (20, 1), generator=generator)
    layout = lay_out(mask, sentences, 30)
    widths = [part.shape[1] for part in layout.parts]
    assert len(widths) == 4 and widths == sorted(widths, reverse=True) and widths[-1] < 4
    real = torch.cat([part[part != 0] for part in layout.parts])
    assert real.sort().values.tolist() == (1 + mask.flatten().nonzero().squeeze(1)).tolist()
    assert sum(part.numel() for part in layout.parts) < 2.5 * mask.sum()


def test_gradients_reach_all_weights_and_no_padding():
    torch.manual_seed(0)
    encoder = HierarchicalEncoder(4, hidden_size=3).double()
    sentences, mask = padded(NOTES)
    words = torch.randn(*mask.shape, 4, dtype=torch.float64, requires_grad=True)
    encoder(words, mask, sentences)[0].sin().sum().backward()
    assert all((weight.grad != 0).all() for weight in encoder.parameters())
    assert (words.grad[~mask] == 0).all() and (words.grad[mask] != 0).all()


def test_the_number_of_a_sentence_does_not_matter():
    torch.manual_seed(0)
    encoder = HierarchicalEncoder(4, hidden_size=3)
    sentences, mask = padded(NOTES)
    words = torch.randn(*mask.shape, 4)
    hidden, _ = encoder(words, mask, sentences)
    assert torch.equal(encoder(words, mask, (3 * sentences + 5).int())[0], hidden)


def test_numbers_are_checked():
    with pytest.raises(ValueError, match="segment_length must be at least 1, got 0"):
        HierarchicalEncoder(4, segment_length=0)
