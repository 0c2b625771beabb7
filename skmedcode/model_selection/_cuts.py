"""Thresholds from scores of held-out notes, by exact searches."""

import numpy as np

from skmedcode.metrics._counts import BLOCK, positive_scores, row_blocks
from skmedcode.metrics._threshold import between, gold_cuts, last_maximum, midway


def highest_recall(y_true, y_score, precision):
    """The threshold with the highest recall among those with a precision.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)
    precision : float
        At least this, over all cells at once.

    Returns
    -------
    threshold : float
        With the highest precision that there is, where none has as much.
    recall, reached : float
        Recall and precision of the threshold.
    """
    cuts, hits, given = gold_cuts(y_true, y_score)
    precisions = hits / given
    enough = np.flatnonzero(precisions >= precision)
    # The lowest cut finds most; where none is good enough, the lowest of the most precise.
    best = enough[0] if len(enough) else int(np.argmax(precisions))
    return midway(cuts[best], y_score), float(hits[best] / hits[0]), float(precisions[best])


def highest_precision(y_true, y_score, recall):
    """The threshold with the highest precision among those with a recall.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)
    recall : float
        At least this, over all cells at once.

    Returns
    -------
    threshold : float
        Among equally precise ones the lowest, which finds most.
    precision, reached : float
        Precision and recall of the threshold.
    """
    cuts, hits, given = gold_cuts(y_true, y_score)
    enough = hits >= recall * hits[0]  # always so at the first
    best = int(np.argmax(np.where(enough, hits / given, -1)))
    return midway(cuts[best], y_score), float(hits[best] / given[best]), float(hits[best] / hits[0])


def candidate_cuts(y_true, y_score, n_cuts):
    """Some of the cuts worth trying, ascending: equally many gold cells lie between them.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)
    n_cuts : int
        At most; all where there are no more.

    Returns
    -------
    ndarray
    """
    cuts, _, _ = gold_cuts(y_true, y_score)
    if len(cuts) <= n_cuts:
        return cuts
    gold = np.sort(positive_scores(y_true, y_score))
    return np.unique(gold[np.linspace(0, len(gold) - 1, n_cuts).round().astype(int)])


def cuts_per_code(y_true, y_score):
    """The threshold of each code with its own best F1, and how many gold notes decide it.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    thresholds : ndarray of float64 of shape (n_codes,)
        Midway to the next lower score; among equally good ones the highest; 0 for codes without a
        gold note.
    counts : ndarray of int of shape (n_codes,)
    """
    n_notes, n_codes = y_true.shape
    y_true = y_true.tocsc()
    counts = np.diff(y_true.indptr)
    gold = positive_scores(y_true, y_score)
    thresholds, present = np.zeros(n_codes), np.flatnonzero(counts)
    step = max(1, BLOCK // n_notes)
    for start in range(0, len(present), step):
        codes = present[start : start + step]
        columns = np.ascontiguousarray(y_score[:, codes].T)  # (codes, n_notes)
        columns.sort(axis=1)
        for code, column in zip(codes, columns, strict=True):
            own = np.sort(gold[y_true.indptr[code] : y_true.indptr[code + 1]])
            cuts, first = np.unique(own, return_index=True)
            below = column.searchsorted(cuts)
            f1 = 2 * (len(own) - first) / (n_notes - below + len(own))
            best = last_maximum(f1)
            lower = column[below[best] - 1] if below[best] else -np.inf
            thresholds[code] = between(lower, cuts[best])
    return thresholds, counts


def shrink(own, counts, common, prior_count):
    """Draw the values of rare codes towards the common one.

    Parameters
    ----------
    own : ndarray of shape (n_codes,)
    counts : ndarray of int of shape (n_codes,)
        Gold notes of each code.
    common : float
    prior_count : float
        A code with this many gold notes lies midway.

    Returns
    -------
    ndarray of shape (n_codes,)
        ``(n_c * own_c + m * common) / (n_c + m)``, and the common value where ``n_c = 0``.
    """
    weight = shares(counts, prior_count)
    return np.where(weight > 0, weight * own + (1 - weight) * common, common)


def shares(counts, prior_count):
    """How much a code's own value counts: ``n_c / (n_c + m)``, 0 without a gold note."""
    return counts / np.maximum(counts + prior_count, np.finfo(float).tiny)


def f1_at_each_k(y_true, y_score):
    """Micro F1 of giving each note its k best codes, for each k from 1 to all codes.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    ndarray of shape (n_codes,)
    """
    n_notes, n_codes = y_true.shape
    found = np.zeros(n_codes, dtype=np.int64)  # gold codes at each rank
    for rows in row_blocks(y_score.shape):
        order = np.argsort(-y_score[rows], axis=1, kind="stable")
        found += np.take_along_axis(y_true[rows].toarray(), order, axis=1).sum(axis=0)
    k = np.arange(1, n_codes + 1)
    return 2 * found.cumsum() / (n_notes * k + y_true.nnz)
