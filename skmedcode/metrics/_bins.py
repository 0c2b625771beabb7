"""Probabilities in bins: gold cells, probabilities and cells of each, counted block by block."""

import numbers

import numpy as np

from skmedcode.metrics._counts import BLOCK, positive_scores, row_blocks


def bin_sums(y_true, y_prob, n_bins, strategy):
    """Add up gold cells and probabilities of all cells, by bin.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_prob : ndarray of shape (n_notes, n_codes)
    n_bins : int
    strategy : {"uniform", "quantile"}

    Returns
    -------
    gold, expected, counts : ndarrays of shape (n_bins,)
    """
    edges = _edges(y_prob, n_bins, strategy)
    expected, counts = np.zeros(n_bins), np.zeros(n_bins, dtype=np.int64)
    for rows in row_blocks(y_prob.shape):
        block = y_prob[rows].ravel()
        places = edges.searchsorted(block)
        expected += np.bincount(places, weights=block, minlength=n_bins)
        counts += np.bincount(places, minlength=n_bins)
    places = edges.searchsorted(positive_scores(y_true, y_prob))
    return np.bincount(places, minlength=n_bins), expected, counts


def bin_sums_per_code(y_true, y_prob, codes, n_bins, strategy):
    """Add up gold cells and probabilities of each code by bins of its own.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_prob : ndarray of shape (n_notes, n_codes)
    codes : ndarray of int
        Columns to look at.
    n_bins : int
    strategy : {"uniform", "quantile"}

    Yields
    ------
    gold, expected : ndarrays of shape (n_some, n_bins)
        Of some codes, in their order.
    """
    y_true = y_true.tocsc()
    step = max(1, BLOCK // len(y_prob))
    for start in range(0, len(codes), step):
        some = codes[start : start + step]
        gold, expected = np.zeros((2, len(some), n_bins))
        for place, code in enumerate(some):
            column = np.ascontiguousarray(y_prob[:, code])
            bins = _edges(column, n_bins, strategy).searchsorted(column)
            notes = y_true.indices[y_true.indptr[code] : y_true.indptr[code + 1]]
            gold[place] = np.bincount(bins[notes], minlength=n_bins)
            expected[place] = np.bincount(bins, weights=column, minlength=n_bins)
        yield gold, expected


def _edges(y_prob, n_bins, strategy):
    """Inner edges of the bins, (n_bins - 1,), in the probabilities' own precision."""
    if isinstance(n_bins, bool) or not isinstance(n_bins, numbers.Integral):
        raise TypeError(f"n_bins must be an int; got {n_bins!r}. Pass for example 15.")
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1; got {n_bins}. Pass for example 15.")
    shares = np.linspace(0, 1, n_bins + 1)[1:-1]
    if strategy == "uniform":
        return shares.astype(y_prob.dtype)
    if strategy != "quantile":
        raise ValueError(
            f"strategy must be 'uniform' or 'quantile'; got {strategy!r}. Pass one of the two."
        )
    return np.quantile(y_prob, shares).astype(y_prob.dtype)
