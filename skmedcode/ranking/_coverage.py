"""How much of a code's title or synonyms a note has."""

import numpy as np
from scipy import sparse

from skmedcode.persistence import SavedPart
from skmedcode.ranking._table import PairTable, in_blocks, largest, merged

BLOCK = 500  # notes at a time: each sentence meets many terms
LEAST = 0.25  # a smaller share of a term tells nothing


class TitleCoverage(SavedPart):
    """Share of the best term of a code that a note has, in one sentence and in all of it.

    Parameters
    ----------
    terms : TitleTerms
    n_codes : int
    least : float, default=0.25
        Smaller shares count as none, which keeps the table small.

    Examples
    --------
    >>> from skmedcode.ranking._coverage import TitleCoverage
    >>> from skmedcode.ranking._stems import StemReader
    >>> from skmedcode.ranking._terms import TitleTerms
    >>> reader = StemReader()
    >>> terms = TitleTerms([["Renal failure"], ["Renal colic"]], reader)
    >>> stems = reader.read(["A renal cyst. Heart failure."])
    >>> (100 * TitleCoverage(terms, n_codes=2).table(stems).values).round().tolist()
    [[58.0, 58.0, 100.0], [42.0, 42.0, 42.0]]
    """

    n_values = 3
    _saved_attributes = ("terms", "n_codes", "least")

    def __init__(self, terms, n_codes, least=LEAST):
        self.terms = terms
        self.n_codes = n_codes
        self.least = least

    def table(self, stems):
        """Coverage by words in a sentence, by stems in one, by words in the note; a PairTable."""
        return in_blocks(stems, self.n_codes, self._block, BLOCK)

    def _block(self, stems):
        return merged(
            [
                self._shares(stems, stems.words, self.terms.words, stems.sentence),
                self._shares(stems, stems.ids, self.terms.stems, stems.sentence),
                self._shares(stems, stems.words, self.terms.words, stems.notes),
            ]
        )

    def _shares(self, stems, ids, weights, unit):
        """The best share of a term in one unit of text, for each pair of note and code."""
        known = (ids >= 0) & (ids < weights.shape[1])
        n_units = int(unit[-1]) + 1 if len(unit) else 0
        note_of = np.zeros(n_units, dtype=np.int64)
        note_of[unit] = stems.notes
        cells = (unit[known], ids[known])
        shape = (n_units, weights.shape[1])
        has = sparse.coo_array((np.ones(known.sum(), np.float32), cells), shape=shape).tocsr()
        has.data[:] = 1
        shares = (has @ weights.T).tocoo()
        high = shares.data >= self.least
        keys = note_of[shares.row[high]] * self.n_codes + self.terms.code[shares.col[high]]
        keys, best = largest(keys, shares.data[high])
        return PairTable(keys, best[:, None], self.n_codes)
