"""At which rank of its note each gold code stands; metrics of the ranking follow from that alone.

Codes are ranked by (-score, column): codes with equal scores rank by column, on every machine.
"""

import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics._counts import BLOCK


class GoldRanks:
    """Ranks of the gold codes, and what each note contributes to the metrics of the ranking.

    Every method gives one value a note, NaN where the note has none.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Attributes
    ----------
    n_gold : ndarray of int, shape (n_notes,)
        Gold codes of each note.
    note, code, rank : ndarrays of int, shape (n_positives,)
        Of each gold code; the best rank is 1.

    Examples
    --------
    >>> import numpy as np, scipy.sparse as sp
    >>> from skmedcode.metrics._ranks import GoldRanks
    >>> ranks = GoldRanks(sp.csr_array([[1, 0, 1]]), np.array([[3.0, 2.0, 2.0]]))
    >>> ranks.rank
    array([1, 3])
    >>> ranks.recall_at_k(2)
    array([0.5])
    """

    def __init__(self, y_true, y_score):
        self.n_gold = np.diff(y_true.indptr)
        self.note = np.repeat(np.arange(y_true.shape[0]), self.n_gold)
        self.code = y_true.indices
        self.rank = _ranks(y_score, self.note, self.code)

    def of_codes(self, inside):
        """The same ranks, of some codes only; ``inside`` is (n_codes,) of bool."""
        other, kept = object.__new__(GoldRanks), inside[self.code]
        other.note, other.code, other.rank = self.note[kept], self.code[kept], self.rank[kept]
        other.n_gold = np.bincount(other.note, minlength=len(self.n_gold))
        return other

    def precision_at_k(self, k):
        """Share of gold codes among the k best."""
        return self._sum(self.rank <= k) / k

    def recall_at_k(self, k):
        """Share of the gold codes that are among the k best."""
        return _divide(self._sum(self.rank <= k), self.n_gold)

    def ndcg_at_k(self, k):
        """Discounted gain of the k best, divided by the largest that there can be."""
        discount = 1 / np.log2(np.arange(2, k + 2))
        found = self.rank <= k
        gain = np.zeros(len(self.rank))
        gain[found] = discount[self.rank[found] - 1]
        ideal = np.append(0.0, discount.cumsum())[np.minimum(self.n_gold, k)]
        return np.divide(self._sum(gain), ideal, out=np.zeros(len(ideal)), where=ideal > 0)

    def r_precision(self):
        """Share of gold codes among as many best codes as the note has gold codes."""
        return _divide(self._sum(self.rank <= self.n_gold[self.note]), self.n_gold)

    def average_precision(self, n_relevant=None):
        """Mean, over the gold codes, of the precision at the rank of each."""
        order = np.lexsort((self.rank, self.note))
        first = np.cumsum(self.n_gold) - self.n_gold
        place = np.arange(1, len(order) + 1) - first[self.note]  # among the note's gold codes
        sums = self._sum(place / self.rank[order])
        return _divide(sums, self.n_gold if n_relevant is None else n_relevant)

    def _sum(self, values):
        """Sum over the gold codes of each note."""
        return np.bincount(self.note, weights=values, minlength=len(self.n_gold))


def mean_over_notes(values, name):
    """Mean of the values that there are; NaN, with a warning, if there are none."""
    defined = ~np.isnan(values)
    if not defined.any():
        message = f"{name} needs a note with a gold code in y_true. It is NaN here."
        warnings.warn(message, UndefinedMetricWarning, stacklevel=3)
        return float("nan")
    return float(values[defined].mean())


def _ranks(y_score, note, code):
    """Count the codes that stand before each gold code; rows are compared, never sorted."""
    n_codes = y_score.shape[1]
    columns, rank = np.arange(n_codes), np.empty(len(note), dtype=np.int64)
    step = max(1, BLOCK // n_codes)
    for start in range(0, len(note), step):
        part = slice(start, start + step)
        rows, own = y_score[note[part]], code[part, None]  # (n, n_codes), (n, 1)
        score = np.take_along_axis(rows, own, axis=1)
        before = np.count_nonzero(rows > score, axis=1)
        tied = np.flatnonzero(np.count_nonzero(rows >= score, axis=1) > before + 1)
        same = (rows[tied] == score[tied]) & (columns < own[tied])
        before[tied] += np.count_nonzero(same, axis=1)
        rank[part] = before + 1
    return rank


def _divide(above, below):
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
