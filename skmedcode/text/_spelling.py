"""Words as the numbers of their characters."""

import functools
import unicodedata

import numpy as np

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
OTHER = 1  # a character that is not in the alphabet
FIRST_CHARACTER = 2


def spell(words, alphabet, max_chars):
    """Number the characters of words.

    A character that the alphabet lacks is read without its accent and in lower case where that
    helps ("Ü" as "u"), else as one number for all others.

    Parameters
    ----------
    words : sequence of str
    alphabet : str
        Characters, numbered from 2.
    max_chars : int
        Characters after this many are left out.

    Returns
    -------
    ndarray of int32 of shape (n_words, max_chars)
        0 at padding. A word without characters is one unknown character.
    """
    number = functools.cache(functools.partial(_number, alphabet))
    spelled = np.zeros((len(words), max_chars), dtype=np.int32)
    for row, word in enumerate(words):
        numbers = [number(character) for character in word[:max_chars]] or [OTHER]
        spelled[row, : len(numbers)] = numbers
    return spelled


def _number(alphabet, character):
    plain = unicodedata.normalize("NFKD", character)[0]
    for form in (character, character.lower(), plain, plain.lower()):
        place = alphabet.find(form)
        if place >= 0:
            return place + FIRST_CHARACTER
    return OTHER
