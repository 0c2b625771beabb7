"""Concepts that something else has found in notes, as tokens behind the words."""

import numbers
import re
from collections import Counter
from collections.abc import Mapping

import numpy as np

from skmedcode.utils._quiet_errors import call_on_notes
from skmedcode.utils._sequences import TokenSequences

GIVES = (
    "concepts must give, for a note, a list of names (str) or of (name, start, end) with places in "
    "the note's characters"
)


def concept_token(name):
    """The entry of the vocabulary that stands for a concept."""
    return f"[{name}]"


def concept_name(token):
    """The concept behind an entry of the vocabulary, None for a word."""
    return token[1:-1] if len(token) > 2 and token[0] == "[" and token[-1] == "]" else None


def check_concepts(concepts):
    """Refuse what can find no concept."""
    if concepts is not None and not isinstance(concepts, Mapping) and not callable(concepts):
        raise TypeError(
            "concepts must be None, a function from a note to the names of its concepts, or a "
            f"mapping of phrase to name; got {type(concepts).__name__}."
        )


def find_concepts(find, notes):
    """The concepts of each note.

    Parameters
    ----------
    find : callable
        Gives the concepts of a note.
    notes : list of str

    Returns
    -------
    list of n_notes lists of (name, start, end)
        Each name once a note, where it is given first; without a place it stands behind the text.

    Raises
    ------
    ValueError, TypeError
        If the function fails, or gives something else. No text of a note is shown.
    """
    rows = enumerate(notes)
    return [_checked(call_on_notes("concepts", find, n, row), n, row) for row, n in rows]


def frequent_concepts(found, least):
    """The entries of the vocabulary for concepts that enough notes have, in their order."""
    count = Counter(name for own in found for name, *_ in own)
    return sorted(concept_token(name) for name, n_notes in count.items() if n_notes >= least)


def with_concepts(sequences, found, vocabulary):
    """Sequences with each note's known concepts behind its words; others are left out."""
    tokens = [[concept_token(name) for name, *_ in own] for own in found]
    ids = [[vocabulary[token] for token in own if token in vocabulary] for own in tokens]
    counts = np.array([len(own) for own in ids], dtype=np.int64)
    places = np.repeat(sequences.offsets[1:], counts)
    flat = np.insert(sequences.flat, places, [number for own in ids for number in own])
    return TokenSequences.from_lengths(flat, sequences.lengths + counts)


def words_alone(vocabulary):
    """A vocabulary without its concepts."""
    return {word: i for word, i in vocabulary.items() if concept_name(word) is None}


def named_vectors(vectors, vocabulary, tokens):
    """Vectors in which concepts start at the words of their names.

    Parameters
    ----------
    vectors : ndarray of shape (n_tokens, width)
        Changed in place.
    vocabulary : dict of str to int
    tokens : iterable of str
        Entries of the vocabulary; a concept whose name has no known word stays where it is.

    Returns
    -------
    ndarray of shape (n_tokens, width)
    """
    for token in tokens:
        words = re.findall(r"\w+", concept_name(token) or "")
        spelled = [word if word in vocabulary else word.lower() for word in words]
        rows = [vocabulary[word] for word in spelled if word in vocabulary]
        mean = vectors[rows].sum(axis=0)
        norm = np.linalg.norm(mean)
        if norm > 0:
            vectors[vocabulary[token]] = mean / norm
    return vectors


def _checked(found, note, row):
    """What was given for one note, in one form."""
    where = f"for the note in row {row} it gave"
    if isinstance(found, (str, bytes)) or not np.iterable(found):
        raise TypeError(f"{GIVES}; {where} one {type(found).__name__}. A note without any has [].")
    result = {}
    for item in call_on_notes("concepts", list, found, row):  # a generator runs here
        name, start, end = item if _is_triple(item) else (item, len(note), len(note))
        if not isinstance(name, str) or not name.strip():
            raise TypeError(f"{GIVES}; {where} a {type(name).__name__}, or an empty name.")
        if not 0 <= start <= end <= len(note):
            raise ValueError(f"{GIVES}; {where} a place outside of the note.")
        result.setdefault(name, (name, int(start), int(end)))
    return list(result.values())


def _is_triple(item):
    own = isinstance(item, (tuple, list)) and len(item) == 3
    return own and all(isinstance(place, numbers.Integral) for place in item[1:])
