"""Sub-words put together to the words of a note."""

import unicodedata

import numpy as np

JOINERS = "\u00ad\u200c\u200d"  # the soft hyphen, and what joins or parts letters


def word_spans(text, pieces):
    """The word to which each piece belongs.

    Two pieces are of one word where they touch between two letters or digits, or overlap, whatever
    the tokenizer calls a word. Accents, vowel signs and soft hyphens are part of their word, also
    where the tokenizer drops them.

    Parameters
    ----------
    text : str
    pieces : list of n_pieces (start, end)
        In the order of the text.

    Returns
    -------
    ndarray of int of shape (n_pieces, 2)
        Start and end of the words, without the spaces around them.
    """
    spans = np.array([_stripped(text, *piece) for piece in pieces], dtype=int).reshape(-1, 2)
    first = 0
    for i in range(1, len(spans) + 1):
        if i < len(spans) and _joined(text, spans[i - 1], spans[i]):
            continue
        spans[first:i, 0], spans[first:i, 1] = spans[first:i, 0].min(), spans[first:i, 1].max()
        first = i
    return spans


def _joined(text, left, right):
    (first, end), (start, stop) = left, right
    if start < end:
        return True
    return first < end and start < stop and all(map(_in_word, text[end - 1 : start + 1]))


def _in_word(character):
    if character.isalnum() or character == "_" or character in JOINERS:
        return True
    return unicodedata.category(character)[0] == "M"


def _stripped(text, start, end):
    """The span without spaces at its ends; one of spaces alone as it is."""
    inside = text[start:end]
    if not inside.strip():
        return start, end
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
