"""Counting cells and scores, block by block: millions of scores are never copied whole."""

import numpy as np
import scipy.sparse as sp

BLOCK = 1 << 20  # scores held at once; a few megabytes stay in the processor's cache


def row_blocks(shape):
    """Yield slices of rows that hold about `BLOCK` cells each.

    Parameters
    ----------
    shape : tuple (n_notes, n_codes)
    """
    n_notes, n_codes = shape
    step = max(1, BLOCK // n_codes)
    for start in range(0, n_notes, step):
        yield slice(start, min(start + step, n_notes))


def count_below(y_score, values):
    """Count, for each value, the scores below it and the scores not above it.

    Parameters
    ----------
    y_score : ndarray of shape (n_notes, n_codes)
    values : ndarray of shape (n_values,), ascending (then lookups stay in the cache)

    Returns
    -------
    below, not_above : ndarrays of int64, shape (n_values,)
    """
    below = np.zeros(len(values), dtype=np.int64)
    not_above = np.zeros(len(values), dtype=np.int64)
    for rows in row_blocks(y_score.shape):
        block = np.sort(y_score[rows], axis=None)
        below += block.searchsorted(values, "left")
        not_above += block.searchsorted(values, "right")
    return below, not_above


def positive_scores(y_true, y_score):
    """Return the scores of all gold codes, in the storage order of ``y_true``.

    Parameters
    ----------
    y_true : csr_array or csc_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    scores : ndarray of shape (n_positives,)
    """
    major = np.repeat(np.arange(len(y_true.indptr) - 1), np.diff(y_true.indptr))
    if y_true.format == "csr":
        return y_score[major, y_true.indices]
    return y_score[y_true.indices, major]


def count_cells(y_true, y_pred):
    """Count the true positives, the gold and the predicted notes of each code.

    Parameters
    ----------
    y_true, y_pred : csr_array of shape (n_notes, n_codes)

    Returns
    -------
    hits, n_gold, n_predicted : ndarrays of int, shape (n_codes,)
    """
    tables = (y_true.multiply(y_pred).tocsr(), y_true, y_pred)
    return [np.bincount(table.indices, minlength=table.shape[1]) for table in tables]


def predicted_cells(y_score, threshold):
    """Return where scores reach a threshold, without a dense table of all cells.

    Parameters
    ----------
    y_score : ndarray of shape (n_notes, n_codes)
    threshold : float or ndarray of shape (n_codes,)

    Returns
    -------
    y_pred : csr_array of int64, shape (n_notes, n_codes)
    """
    blocks = (y_score[rows] >= threshold for rows in row_blocks(y_score.shape))
    return sp.vstack([sp.csr_array(block, dtype=np.int64) for block in blocks], format="csr")
