"""Notes as sentences of stems, with the place of each word in its note."""

import re
from dataclasses import dataclass

import numpy as np

from skmedcode.persistence import SavedPart

# A word, or the end of a sentence: a stop before a space (not the one in "2.5"), or a new line.
PIECE = re.compile(r"([^\W_]+)|[.;:!?](?=\s|$)|\n")
UNKNOWN = -1
N_LETTERS = 8


@dataclass(frozen=True, eq=False)
class Stems:
    """The words of some notes, one after the other.

    Parameters
    ----------
    ids : ndarray of int32 of shape (n_words,)
        Number of each word's stem; -1 where it is unknown.
    words : ndarray of int32 of shape (n_words,)
        Number of the whole word; -1 where it is unknown.
    sentence : ndarray of int32 of shape (n_words,)
        Number of each word's sentence; it grows from note to note.
    offsets : ndarray of int64 of shape (n_notes + 1,)
        The words of note i are ``offsets[i]:offsets[i + 1]``.
    starts, ends : ndarray of int32 of shape (n_words,)
        Place of each word in the text of its note.
    """

    ids: np.ndarray
    words: np.ndarray
    sentence: np.ndarray
    offsets: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def __len__(self):
        return len(self.offsets) - 1

    @property
    def notes(self):
        """Row of each word's note, an array of shape (n_words,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def take(self, rows):
        """The same for some notes."""
        rows = np.asarray(rows, dtype=np.int64)
        lengths = np.diff(self.offsets)[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(offsets[-1]) + np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        sentence = self.sentence[places]
        if len(sentence):  # numbered anew, so that they still grow where rows are not in order
            new = np.diff(sentence, prepend=sentence[0]) != 0
            new[offsets[:-1][lengths > 0]] = True
            sentence = np.cumsum(new).astype(np.int32)
        columns = (self.ids, self.words, self.starts, self.ends)
        ids, words, starts, ends = (column[places] for column in columns)
        return Stems(ids, words, sentence, offsets, starts, ends)


class StemReader(SavedPart):
    """Read notes as stems: the first letters of each word, in small letters.

    Cutting words needs no rules of a language. Words and stems are numbered as they come until the
    reader is closed; from then on new ones are unknown.

    Parameters
    ----------
    n_letters : int, default=8
        Letters that are kept of a word.

    Attributes
    ----------
    n_stems, n_words : int

    Examples
    --------
    >>> from skmedcode.ranking._stems import StemReader
    >>> reader = StemReader(n_letters=6)
    >>> stems = reader.read(["Renal failures. Renal failure"])
    >>> stems.ids.tolist(), stems.sentence.tolist()
    ([0, 1, 0, 1], [0, 0, 1, 1])
    """

    _saved_attributes = ("n_letters", "_open", "_tables")

    def __init__(self, n_letters=N_LETTERS):
        self.n_letters = n_letters
        self._stems, self._words = {}, {}
        self._open = True

    @property
    def n_stems(self):
        """Stems so far."""
        return len(self._stems)

    @property
    def n_words(self):
        """Words so far."""
        return len(self._words)

    def close(self, stems=None, words=None):
        """Number no more words, and forget those that nobody needs.

        Parameters
        ----------
        stems, words : collection of int, default=None
            Numbers to keep; None keeps all. Notes hold names and other words that occur once, which
            a fitted coder has no use for and should not carry around.

        Returns
        -------
        self
        """
        self._open = False
        if stems is not None:
            kept = set(stems)
            self._stems = {stem: i for stem, i in self._stems.items() if i in kept}
        if words is not None:
            kept = set(words)
            self._words = {word: i for word, i in self._words.items() if i[1] in kept}
        return self

    def read(self, notes):
        """Return the stems of some texts as :class:`Stems`."""
        tables, number, look_up = [np.empty((0, 5), dtype=np.int32)], 0, self._numbers
        for note in notes:
            rows = []
            for piece in PIECE.finditer(note):
                if piece[1] is None:
                    number += 1
                else:
                    rows.append((*look_up(piece[1].lower()), number, *piece.span()))
            number += 1
            tables.append(np.array(rows, dtype=np.int32).reshape(-1, 5))  # lists of all are large
        lengths = [len(table) for table in tables[1:]]
        offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
        columns = np.ascontiguousarray(np.concatenate(tables).T)
        ids, words, sentence, starts, ends = columns
        return Stems(ids, words, sentence, offsets, starts, ends)

    @property
    def _tables(self):
        """Stems and words with their numbers, in few plain values."""
        stems, words = self._stems.items(), self._words.items()
        ids = np.array([number for _, number in stems], dtype=np.int64)
        pairs = np.array([numbers for _, numbers in words], dtype=np.int64).reshape(-1, 2)
        return {
            "stems": " ".join(stem for stem, _ in stems),
            "stem_ids": ids,
            "words": " ".join(word for word, _ in words),
            "word_ids": pairs,
        }

    @_tables.setter
    def _tables(self, tables):
        stems, words = tables["stems"].split(), tables["words"].split()
        self._stems = dict(zip(stems, tables["stem_ids"].tolist(), strict=True))
        pairs = [tuple(pair) for pair in tables["word_ids"].tolist()]
        self._words = dict(zip(words, pairs, strict=True))

    def _numbers(self, word):
        """Numbers of a word's stem and of the word."""
        known = self._words.get(word)
        if known is not None:
            return known
        stem = word[: self.n_letters]
        if not self._open:
            return self._stems.get(stem, UNKNOWN), UNKNOWN
        numbers = self._stems.setdefault(stem, len(self._stems)), len(self._words)
        self._words[word] = numbers
        return numbers
