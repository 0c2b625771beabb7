"""Characters of words as numbers."""

import numpy as np

from skmedcode.text import ALPHABET, spell


def test_the_alphabet_has_70_rows_with_padding_and_others():
    assert len(ALPHABET) + 2 == 70
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_words_are_spelled_and_cut():
    expected = [[2, 3, 4], [28, 2, 0], [1, 0, 0], [1, 2, 0]]
    np.testing.assert_array_equal(spell(["abcd", "0a", "", "字a"], ALPHABET, 3), expected)


def test_capitals_and_accents_are_left_off_unless_the_alphabet_has_them():
    same = spell(["Ünal", "unal", "UNAL"], ALPHABET, 5)
    assert (same == same[0]).all()
    own = spell(["ñ", "n", "N"], "nñN", 1)
    np.testing.assert_array_equal(own, [[3], [2], [4]])
