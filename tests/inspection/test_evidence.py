"""Evidence words: the strongest first, only those that speak for the code."""

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import LabelAttention, NoteCodeInteraction
from skmedcode.encoders import ConvEncoder
from skmedcode.inspection import METHODS, note_evidence, word_evidence
from skmedcode.inspection._evidence import _whole_words
from skmedcode.module import EncoderDecoder

IDS = np.array([3, 7, 7, 2, 9, 1], dtype=np.int32)
WORDS = [(6 * t, 6 * t + 5, f"word{t}") for t in range(6)]
every_method = pytest.mark.parametrize("method", METHODS)


def build(decoder=LabelAttention, kernel_size=3):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return EncoderDecoder(
            nn.Embedding(20, 5, padding_idx=0),
            ConvEncoder(5, num_filters=4, kernel_size=kernel_size),
            decoder(4, 6),
            dropout=0.5,
        )


@every_method
@pytest.mark.parametrize("kernel_size", [3, 4])
def test_scores_of_one_note(method, kernel_size):
    module = build(kernel_size=kernel_size).eval()
    scores = note_evidence(module, IDS, np.array([4, 1]), method)
    ids = torch.from_numpy(IDS)[None]
    expected = METHODS[method](module, ids, ids != 0, torch.tensor([4, 1]))[0]
    assert isinstance(scores, np.ndarray)
    assert scores.shape == (2, 6)
    np.testing.assert_allclose(scores, expected.numpy(), rtol=0, atol=1e-6)
    if method == "attention":
        np.testing.assert_allclose(scores.sum(axis=1), 1, rtol=0, atol=1e-6)


@every_method
def test_dropout_is_off(method):
    module = build().train()
    first = note_evidence(module, IDS, [0], method)
    np.testing.assert_array_equal(note_evidence(module.train(), IDS, [0], method), first)


@every_method
@pytest.mark.parametrize("top_k", [1, 3, 100])
@pytest.mark.parametrize("decoder", [LabelAttention, NoteCodeInteraction])
def test_order_and_sign(decoder, method, top_k):
    module, codes = build(decoder), np.array([5, 0, 2])
    scores = note_evidence(module, IDS, codes, method)
    evidence = word_evidence(module, IDS, WORDS, codes, method, top_k)
    assert len(evidence) == 3
    for row, found in zip(scores, evidence, strict=True):
        ranked = sorted(range(6), key=lambda t: -row[t])  # stable: equal words as in the note
        expected = [(*WORDS[t], float(row[t])) for t in ranked[:top_k] if row[t] > 0]
        assert found == expected
        assert all(type(score) is float and score > 0 for *_, score in found)


def test_words_against_a_code_are_left_out():
    module = build(NoteCodeInteraction)
    scores = note_evidence(module, IDS, np.arange(6), "attention")
    assert (scores < 0).any()
    evidence = word_evidence(module, IDS, WORDS, np.arange(6), "attention", 100)
    assert [len(row) for row in evidence] == (scores > 0).sum(axis=1).tolist()


@every_method
def test_no_codes(method):
    assert word_evidence(build(), IDS, WORDS, np.array([], dtype=int), method, 5) == []


def test_one_word():
    (row,) = word_evidence(build(), np.array([1]), [(0, 0, "")], np.array([2]), "attention", 5)
    assert row == [(0, 0, "", 1.0)]


def test_pieces_of_a_word_are_one_word():
    words = [(0, 4, "hypo"), (0, 4, "hypo"), (5, 5, ""), (5, 5, ""), (6, 7, "x"), (0, 4, "hypo")]
    scores = np.array([[1.0, 2.0, 4.0, 8.0, 16.0, 32.0]])
    merged, sums = _whole_words(words, scores)
    assert [word for *_, word in merged] == ["hypo", "", "", "x", "hypo"]
    assert sums.tolist() == [[3.0, 4.0, 8.0, 16.0, 32.0]]


def test_spaces_are_no_evidence():
    words = [*WORDS[:2], (9, 10, "\n"), (11, 11, ""), *WORDS[4:]]
    for row in word_evidence(build(), IDS, words, np.arange(3), "attention", len(IDS) - 2):
        assert [word for *_, word, _ in row if not word.strip()] == []
        assert len(row) == len(IDS) - 2
