"""Figures for codes that are rare, and codes that are frequent, in training."""

from itertools import pairwise

import numpy as np

TITLES = {
    "n_codes": "codes",
    "n_codes_present": "present",
    "n_gold": "gold",
    "f1_micro": "micro F1",
    "f1_macro": "macro F1",
    "macro_auc": "macro AUC",
}


def frequency_bins(train_counts, bins, n_codes, names=None):
    """Sort codes by how many training notes have them.

    Parameters
    ----------
    train_counts : array-like of int, shape (n_codes,)
    bins : sequence of int
        Lowest count of each bin, ascending; below the first is one bin more.
    n_codes : int
    names : sequence, default=None
        The codes in order; counts that bear names must have the same.

    Returns
    -------
    inside : dict of str to ndarray of bool, shape (n_codes,)
        Label, such as "1-9" or ">= 50" -> the codes of the bin; empty bins are left out.

    Examples
    --------
    >>> from skmedcode.metrics._frequency_bins import frequency_bins
    >>> frequency_bins([0, 3, 80], bins=(1, 10, 50), n_codes=3)
    {'0': array([ True, False, False]),
     '1-9': array([False,  True, False]),
     '>= 50': array([False, False,  True])}
    """
    counts, edges = check_train_counts(train_counts, n_codes, names), _check_edges(bins)
    bounds = [0, *edges]
    labels = [f"{a}-{b - 1}" if b - a > 1 else f"{a}" for a, b in pairwise(bounds)]
    labels.append(f">= {edges[-1]}")
    place = np.searchsorted(edges, counts, side="right")  # (n_codes,)
    masks = {label: place == number for number, label in enumerate(labels)}
    return {label: inside for label, inside in masks.items() if inside.any()}


def bin_figures(inside, cells, auc, ranks, k):
    """Return the figures of the codes of one bin.

    Parameters
    ----------
    inside : ndarray of bool, shape (n_codes,)
    cells : hits, n_gold, n_predicted, each an ndarray of shape (n_codes,)
    auc : ndarray of shape (n_codes,)
        NaN where it is undefined.
    ranks : GoldRanks
    k : int or None
        For recall at k, where the codes of all bins compete for the k places.

    Returns
    -------
    figures : dict of str to int or float
        NaN where the bin has no gold code.
    """
    hits, n_gold, n_predicted = (count[inside] for count in cells)
    present = n_gold > 0
    f1 = 2 * hits[present] / (n_gold + n_predicted)[present]
    recall = {} if k is None else {f"recall_at_{k}": ranks.of_codes(inside).recall_at_k(k)}
    figures = {
        "n_codes": int(inside.sum()),
        "n_codes_present": int(present.sum()),
        "n_gold": int(n_gold.sum()),
        "f1_micro": float("nan"),
        "f1_macro": _mean(f1),
        "macro_auc": _mean(auc[inside]),
        **{name: _mean(values) for name, values in recall.items()},
    }
    if present.any():
        figures["f1_micro"] = float(2 * hits.sum() / (n_gold.sum() + n_predicted.sum()))
    return figures


def _mean(values):
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")


def bin_table(figures_of_bins):
    """Lay out the figures of all bins as text, a line each."""
    first = next(iter(figures_of_bins.values()))
    titles = [TITLES.get(name, name.replace("recall_at_", "recall@")) for name in first]
    widths = [max(len(title) + 2, 8) for title in titles]
    lines = ["training notes" + "".join(map(str.rjust, titles, widths))]
    for label, figures in figures_of_bins.items():
        cells = map(str.rjust, map(_cell, figures.values()), widths)
        lines.append(label.ljust(14) + "".join(cells))
    return "\n".join(lines)


def _cell(value):
    if isinstance(value, int):
        return str(value)
    return "-" if np.isnan(value) else f"{value:.3f}"


def check_train_counts(train_counts, n_codes, names=None):
    """Return the numbers of training notes as an array, (n_codes,).

    ``names``, of the codes in order, are those that counts with names must have too.
    """
    ours = getattr(train_counts, "index", None)  # a Series, or a list with its method
    if names is not None and hasattr(ours, "__len__") and list(ours) != list(names):
        raise ValueError(
            "train_counts must have y_true's codes in the same order; got other names. "
            "Align them: train_counts[y_true.columns], or pass train_counts.to_numpy()."
        )
    counts = np.asarray(train_counts)
    whole = counts.dtype.kind in "biuf" and (counts >= 0).all() and (counts % 1 == 0).all()
    if counts.shape != (n_codes,) or not whole:
        raise ValueError(
            f"train_counts must be {n_codes} whole numbers of at least 0, one per code; got shape "
            f"{counts.shape} of {counts.dtype}. Pass np.asarray(Y_train.sum(axis=0)).ravel()."
        )
    return counts


def _check_edges(bins):
    edges = np.atleast_1d(np.asarray(bins))
    fits = edges.ndim == 1 and len(edges) and edges.dtype.kind in "iu"
    if not fits or edges[0] < 1 or (np.diff(edges) <= 0).any():
        raise ValueError(
            f"bins must be ascending whole numbers of at least 1; got {bins!r}. "
            "Pass for example bins=(1, 10, 50)."
        )
    return edges.tolist()
