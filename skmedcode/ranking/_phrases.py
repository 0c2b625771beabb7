"""Phrases of one to three stems inside a sentence, as a document-term matrix."""

import numpy as np
from scipy import sparse

from skmedcode.persistence import SavedPart

BITS = 21  # a phrase is one int64 of three stem numbers, each of 21 bits
LONGEST = 3
BLOCK = 2000


class PhraseTable(SavedPart):
    """The phrases of some notes that are neither too rare nor too common.

    Parameters
    ----------
    min_df : int, default=2
        Notes that must have a phrase.
    max_share : float, default=0.35
        Share of the notes that may have it.

    Attributes
    ----------
    keys_ : ndarray of int64 of shape (n_phrases,)
        The phrases, sorted; :func:`stems_of` reads them.

    Examples
    --------
    >>> from skmedcode.ranking._phrases import PhraseTable, stems_of
    >>> from skmedcode.ranking._stems import StemReader
    >>> stems = StemReader().read(["acute renal failure", "renal failure", "acute", "none", "no"])
    >>> table = PhraseTable(max_share=1.0).fit(stems)
    >>> stems_of(table.keys_).tolist()  # acute, renal, failure, renal failure
    [[0, -1, -1], [1, -1, -1], [2, -1, -1], [1, 2, -1]]
    >>> table.counts(stems).toarray()[1].tolist()
    [0.0, 1.0, 1.0, 1.0]
    """

    _saved_attributes = ("min_df", "max_share", "keys_")

    def __init__(self, min_df=2, max_share=0.35):
        self.min_df = min_df
        self.max_share = max_share

    def fit(self, stems):
        """Find the phrases of :class:`Stems`."""
        found = []
        for part in blocks(stems):
            notes, keys, _, _ = phrase_places(part)
            order = np.lexsort((notes, keys))
            notes, keys = notes[order], keys[order]
            first = np.ones(len(keys), dtype=bool)  # of a phrase in a note
            first[1:] = (np.diff(keys) != 0) | (np.diff(notes) != 0)
            found.append(keys[first])
        keys, df = np.unique(np.concatenate(found), return_counts=True)
        most = max(self.max_share * len(stems), self.min_df)
        self.keys_ = keys[(df >= self.min_df) & (df <= most)]
        return self

    def counts(self, stems):
        """How often each note has each phrase, a csr_array of float32 (n_notes, n_phrases)."""
        return sparse.vstack([self._counts(part) for part in blocks(stems)], format="csr")

    def _counts(self, stems):
        notes, keys, _, _ = phrase_places(stems)
        column, known = self.find(keys)
        cells = (notes[known], column[known])
        shape = (len(stems), len(self.keys_))
        return sparse.coo_array((np.ones(known.sum(), np.float32), cells), shape=shape).tocsr()

    def find(self, keys):
        """Columns of some phrases, and whether they have one."""
        if not len(self.keys_):
            return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
        column = np.minimum(np.searchsorted(self.keys_, keys), len(self.keys_) - 1)
        return column, self.keys_[column] == keys


def blocks(stems):
    """The Stems of some thousand notes at a time."""
    for first in range(0, max(len(stems), 1), BLOCK):
        rows = np.arange(first, min(first + BLOCK, len(stems)))
        yield stems if len(rows) == len(stems) else stems.take(rows)


def phrase_places(stems):
    """Every phrase of known stems where it stands.

    Parameters
    ----------
    stems : Stems

    Returns
    -------
    notes, keys, first, last : ndarrays of int of shape (n_places,)
        Row of the note, the phrase, and its first and last word among all words.
    """
    ids, sentence, row = stems.ids.astype(np.int64), stems.sentence, stems.notes
    known = (ids >= 0) & (ids < 2**BITS - 1)
    parts, key, good = [], np.zeros(len(ids), dtype=np.int64), np.ones(len(ids), dtype=bool)
    for size in range(LONGEST):
        n_places = max(len(ids) - size, 0)
        last = np.arange(n_places) + size
        key = key[:n_places] | (ids[last] + 1) << (BITS * size)
        good = good[:n_places] & known[last] & (sentence[:n_places] == sentence[last])
        place = np.flatnonzero(good)
        parts.append((row[place], key[place], place, place + size))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def stems_of(keys):
    """Stem numbers of phrases, (n_phrases,) -> (n_phrases, 3); -1 after a phrase's end."""
    keys = np.asarray(keys, dtype=np.int64)[:, None]
    return ((keys >> (BITS * np.arange(LONGEST))) & (2**BITS - 1)) - 1
