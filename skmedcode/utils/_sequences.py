"""Token ids of many notes in one flat array: nothing is padded beyond a batch."""

from dataclasses import dataclass, field, replace

import numpy as np

PADDING = 0
UNKNOWN = 1
FIRST_WORD = 2


@dataclass(frozen=True, eq=False)
class TokenSequences:
    """Ragged token ids: note ``i`` is ``flat[offsets[i]:offsets[i + 1]]``.

    Parameters
    ----------
    flat : ndarray of int32 of shape (n_tokens_of_all_notes,)
    offsets : ndarray of int64 of shape (n_notes + 1,)
    values : ndarray of float32 of shape (n_tokens_of_all_notes,), default=None
        Weights of the tokens, where they come from a document-term matrix.
    beside : dict of str to ndarray of shape (n_tokens_of_all_notes,), default={}
        What a network reads of each token besides, 0 where there is none.
    patient : ndarray of float32 of shape (n_notes, n_features), default=None
        What is known of each note's patient besides, where notes come in a table.

    Examples
    --------
    >>> sequences = TokenSequences.from_padded(np.array([[4, 5, 0], [7, 0, 0]]))
    >>> sequences.lengths
    array([2, 1])
    >>> sequences.pad([1, 0])[0]
    array([[7, 0],
           [4, 5]], dtype=int32)
    """

    flat: np.ndarray
    offsets: np.ndarray
    values: np.ndarray | None = None
    beside: dict = field(default_factory=dict)
    patient: np.ndarray | None = None

    @classmethod
    def from_lengths(cls, flat, lengths, values=None):
        """Build from the flat ids and the number of tokens of each note."""
        offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return cls(np.asarray(flat, dtype=np.int32), offsets, values)

    @classmethod
    def from_padded(cls, ids):
        """Build from a right-padded matrix, 0 being padding."""
        real = ids != PADDING
        return cls.from_lengths(ids[real], real.sum(axis=1))

    def __len__(self):
        return len(self.offsets) - 1

    @property
    def lengths(self):
        """Number of tokens of each note, shape (n_notes,)."""
        return np.diff(self.offsets)

    def __getitem__(self, i):
        """Token ids of one note."""
        return self.flat[self.offsets[i] : self.offsets[i + 1]]

    def values_of(self, i):
        """Weights of one note's tokens, or None."""
        return None if self.values is None else self.values[self.offsets[i] : self.offsets[i + 1]]

    def map(self, table):
        """Replace each id by ``table[id]``; ids past the table become unknown."""
        known = self.flat < len(table)
        flat = np.where(known, table[np.where(known, self.flat, UNKNOWN)], UNKNOWN)
        return TokenSequences(flat.astype(np.int32), self.offsets, self.values, self.beside)

    def joined(self, parts):
        """Sequences that are each made of several of these, without their weights.

        Parameters
        ----------
        parts : list of non-empty integer arrays
            Which sequences, one after the other.
        """
        flat = np.concatenate([self[row] for row in np.concatenate(parts)])
        return self.from_lengths(flat, [self.lengths[rows].sum() for rows in parts])

    def without_empty(self):
        """Give each empty note one unknown token, so that every note has a position."""
        empty = np.flatnonzero(self.lengths == 0)
        if not len(empty):
            return self
        places = self.offsets[empty]
        flat = np.insert(self.flat, places, UNKNOWN)
        values = None if self.values is None else np.insert(self.values, places, 1)
        filled = TokenSequences.from_lengths(flat, np.maximum(self.lengths, 1), values)
        return filled.with_beside(
            **{name: np.insert(own, places, 0) for name, own in self.beside.items()}
        )

    def with_beside(self, **beside):
        """The same tokens with more that a network reads of each."""
        return replace(self, beside=self.beside | beside)

    def inputs(self, rows):
        """What a network reads of some notes.

        Parameters
        ----------
        rows : array-like of int of shape (n,)

        Returns
        -------
        own : dict of str to ndarray of n rows
            ``ids`` and ``mask`` of :meth:`pad`, ``values`` and ``patient`` where there are any, and
            what is ``beside`` the tokens by its names, in the layout of the ids.
        shared : dict of str to list of ndarrays
            What is no row a note.
        """
        ids, mask = self.pad(rows)
        own = {"ids": ids, "mask": mask}
        if self.values is not None:
            own["values"] = self.pad_values(rows)
        if self.patient is not None:
            own["patient"] = self.patient[rows]
        own |= {name: self._pad_like(array, rows, mask) for name, array in self.beside.items()}
        return own, {}

    def about(self, words):
        """What a network needs to know of words besides their ids, a dict of lists of ndarrays."""
        return {}

    def pad(self, rows=None):
        """Pad some notes to the longest of them.

        Parameters
        ----------
        rows : array-like of int of shape (n,), default=None
            Which notes, in which order; None means all.

        Returns
        -------
        ids : ndarray of int32 of shape (n, length)
        mask : ndarray of bool of shape (n, length)
            True at tokens, False at padding.
        """
        rows = np.arange(len(self)) if rows is None else np.asarray(rows)
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        mask = np.arange(max(lengths.max(initial=0), 1)) < lengths[:, None]
        ids = np.zeros(mask.shape, dtype=np.int32)
        if mask.any():
            ids[mask] = np.concatenate([self[row] for row in rows])
        return ids, mask

    def pad_values(self, rows):
        """Weights in the layout of :meth:`pad`, 0 at padding; ndarray of float32."""
        return self._pad_like(np.asarray(self.values, np.float32), rows, self.pad(rows)[1])

    def _pad_like(self, array, rows, mask):
        padded = np.zeros(mask.shape, dtype=array.dtype)
        spans = [slice(self.offsets[row], self.offsets[row + 1]) for row in rows]
        padded[mask] = np.concatenate([array[span] for span in spans])
        return padded
