"""Values of some (note, code) pairs, and how events are gathered into them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class PairTable:
    """A few values for each of some (note, code) pairs; all others have none.

    Parameters
    ----------
    keys : ndarray of int64 of shape (n_pairs,)
        ``row * n_codes + code``, sorted, each once.
    values : ndarray of float32 of shape (n_pairs, n_values)
    n_codes : int

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.ranking._table import PairTable
    >>> table = PairTable(np.array([2, 5]), np.array([[0.5], [1]], dtype=np.float32), n_codes=4)
    >>> table.at(np.array([1, 2, 5])).tolist()  # code 1 and 2 of note 0, code 1 of note 1
    [[0.0], [0.5], [1.0]]
    """

    keys: np.ndarray
    values: np.ndarray
    n_codes: int

    def at(self, keys):
        """Values of some pairs, (n_asked,) -> (n_asked, n_values); 0 where there is none."""
        result = np.zeros((len(keys), self.values.shape[1]), dtype=np.float32)
        if len(self.keys):
            place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = self.keys[place] == keys
            result[found] = self.values[place[found]]
        return result


def group_starts(keys):
    """Where each run of equal keys starts, for sorted keys."""
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(first)


def largest(keys, scores):
    """The largest score of each key: sorted keys, each once, and its score."""
    order = np.argsort(keys, kind="stable")
    keys, scores = keys[order], scores[order]
    starts = group_starts(keys)
    if not len(starts):
        return keys, scores
    return keys[starts], np.maximum.reduceat(scores, starts)


def merged(tables):
    """Tables of one value a pair side by side, as one PairTable."""
    keys = np.unique(np.concatenate([table.keys for table in tables]))
    values = np.hstack([table.at(keys) for table in tables])
    return PairTable(keys, values, tables[0].n_codes)


def in_blocks(stems, n_codes, make, size):
    """The table of many notes, made block by block.

    Parameters
    ----------
    stems : Stems
    n_codes : int
    make : callable
        From the stems of some notes to their PairTable.
    size : int
        Notes a block.

    Returns
    -------
    PairTable
    """
    parts = []
    for first in range(0, max(len(stems), 1), size):
        rows = np.arange(first, min(first + size, len(stems)))
        part = make(stems if len(rows) == len(stems) else stems.take(rows))
        parts.append((part.keys + first * n_codes, part.values))
    keys, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return PairTable(keys, values, n_codes)


def expanded(starts, lengths):
    """Numbers ``start, start + 1, ...`` of several runs, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
