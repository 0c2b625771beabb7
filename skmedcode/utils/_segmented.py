"""Notes as segments of spelled words, laid out for a network."""

from dataclasses import dataclass, replace

import numpy as np

from skmedcode.utils._sequences import PADDING, TokenSequences

MOST_PARTS = 4  # rectangles of one layout
LEAST_ROWS = 32  # of a rectangle


@dataclass(frozen=True, eq=False)
class SegmentedSequences(TokenSequences):
    """Ragged ids of words that are spelled out, in segments.

    Parameters
    ----------
    flat, offsets
        As in :class:`TokenSequences`; an id is a row of ``spelling``.
    spelling : ndarray of int32 of shape (n_words, max_chars)
        Characters of each distinct word, 0 at padding. Row 0 is no word.
    segment : ndarray of int32 of shape (n_tokens_of_all_notes,)
        The number of each word's segment within its note, from 0 and without gaps.
    """

    spelling: np.ndarray = None
    segment: np.ndarray = None

    def inputs(self, rows):
        """What a network reads of some notes; see :meth:`TokenSequences.inputs`.

        Returns
        -------
        own : dict
            ``ids`` (n, length) are rows of ``words``, counted from 1; ``mask``; ``place``
            (n, length), the segment of each word, counted from 1 within the note; ``order``
            (n, n_segments), the rows of ``segments`` that make up a note, counted from 1.
        shared : dict
            ``words``, a list of (n_words, n_chars), the characters of each distinct word;
            ``which`` (n_words,), their ids; ``segments``, a list of (n_segments, n_words), the
            positions of each segment's words in the flattened ids, counted from 1. Rows of similar
            length share an array, so that little of it is padding.
        """
        rows = np.asarray(rows)
        ids, mask = self.pad(rows)
        distinct, found = np.unique(ids[mask], return_inverse=True)
        spelled, row_of_word = self._spelled(distinct)
        ids[mask] = row_of_word[found]
        place = np.zeros_like(ids)
        place[mask] = 1 + np.concatenate([self.segment_of(row) for row in rows])
        segments, order = _segments(place, mask)
        own = {"ids": ids, "mask": mask, "place": place, "order": order}
        return own, spelled | {"segments": segments}

    def joined(self, parts):
        """Sequences that are each made of several of these; their segments stay apart."""
        plain, segment = super().joined(parts), []
        for rows in parts:
            past = 0
            for row in rows:
                segment.append(past + self.segment_of(row))
                past = segment[-1].max(initial=past - 1) + 1
        return replace(
            self, flat=plain.flat, offsets=plain.offsets, segment=np.concatenate(segment)
        )

    def segment_of(self, i):
        """The number of each word's segment in one note."""
        return self.segment[self.offsets[i] : self.offsets[i + 1]]

    def about(self, words):
        """The ``words`` and ``which`` of :meth:`inputs` for some words; 0 is left out."""
        return self._spelled(words[words != PADDING])[0]

    def _spelled(self, ids):
        words, row_of_word = rectangles(self.spelling[ids])
        which = np.empty(len(ids), dtype=np.int64)
        which[row_of_word - 1] = ids
        return {"words": words, "which": [which]}, row_of_word


def rectangles(matrix):
    """Cut right-padded rows into a few arrays of rows of similar length.

    Parameters
    ----------
    matrix : integer ndarray of shape (n_rows, width)
        0 is padding, on the right alone.

    Returns
    -------
    parts : list of ndarrays of shape (n_rows_of_the_part, width_of_the_part)
        The shortest rows first.
    place : ndarray of int32 of shape (n_rows,)
        Where each row stands in the parts, one after the other, counted from 1.
    """
    lengths = (matrix != 0).sum(axis=1)
    order = np.argsort(lengths, kind="stable")
    place = np.empty(len(matrix), dtype=np.int32)
    place[order] = np.arange(1, len(matrix) + 1)
    n_parts = int(np.clip(len(matrix) // LEAST_ROWS, 1, MOST_PARTS))
    parts = [matrix[own, : max(lengths[own].max(), 1)] for own in np.array_split(order, n_parts)]
    return parts, place


def _segments(place, mask):
    """The layout of segments, and which of them make up each note."""
    notes, _ = np.nonzero(mask)
    positions = 1 + np.flatnonzero(mask)
    numbers = place[mask]
    starts = np.flatnonzero(np.diff(numbers, prepend=0) | np.diff(notes, prepend=-1))
    lengths = np.diff(starts, append=len(positions))
    filled = np.arange(lengths.max()) < lengths[:, None]
    matrix = np.zeros(filled.shape, dtype=np.int64)
    matrix[filled] = positions
    segments, row = rectangles(matrix)
    order = np.zeros((len(mask), place.max()), dtype=np.int64)
    order[notes[starts], numbers[starts] - 1] = row
    return segments, order
