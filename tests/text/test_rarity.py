"""How rare words are, against counting."""

import numpy as np

from skmedcode.text import rarity, words_of_notes
from skmedcode.utils._sequences import TokenSequences


def test_equal_to_counting():
    notes, titles = [[2, 3, 2], [3, 1], [3, 4]], [[3, 5, 5], [], [3]]
    flat = np.concatenate(notes)
    sequences = TokenSequences.from_lengths(flat, [len(note) for note in notes])
    found = rarity(words_of_notes(sequences, 7), [np.array(ids, dtype=int) for ids in titles])
    for word in range(2, 7):
        count = sum(word in text for text in notes + titles)
        expected = max(np.log((1 + 6) / (1 + count)), 0.02)
        np.testing.assert_allclose(found[word], expected, rtol=1e-6)
    assert found.dtype == np.float32
    assert found[5] == found[2] > found[3] > 0  # a word that is twice in one text counts once
