"""Coding metrics on thousands of resamples at once, from what each note or code contributes.

A resample is a row of ``counts``, shape (n_resamples, n_notes): how often each note is in it.
"""

import warnings
from functools import partial

import numpy as np
import scipy.sparse as sp
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode import metrics
from skmedcode.metrics._counts import predicted_cells
from skmedcode.metrics._hierarchical import extend
from skmedcode.metrics._ranks import GoldRanks
from skmedcode.metrics._validation import check_k


def needs_threshold(metric):
    """Whether a metric is of predictions: the F1 and hierarchical scores are."""
    return isinstance(metric, str) and metric.startswith(("f1_", "hierarchical_"))


def on_resamples(metric, y_true, y_score, threshold=None, nodes=None):
    """Prepare a metric for resampling.

    Parameters
    ----------
    metric : callable or str
        ``metric(y_true, y_score)``, or a scorer's name.
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)
        Scores; or, for a metric of predictions without a threshold, a csr_array of predictions.
    threshold : float or ndarray of shape (n_codes,), default=None
        For metrics of predictions.
    nodes : csr_array of shape (n_codes, n_nodes), default=None
        For hierarchical metrics, from `skmedcode.metrics._hierarchy.node_table`.

    Returns
    -------
    values : callable
        From counts, (n_resamples, n_notes), to values, (n_resamples,).
    """
    if callable(metric):
        return partial(_again, metric, y_true.toarray(), y_score)
    if metric.endswith("_auc"):
        return partial(_again, getattr(metrics, metric), y_true, y_score)
    if not needs_threshold(metric):
        return _mean_over_notes(metric, y_true, y_score)
    y_pred = y_score if threshold is None else predicted_cells(y_score, threshold)
    if metric.startswith("hierarchical_"):
        return _hierarchical(metric, *extend((y_true, y_pred), nodes))
    return _f1(metric, y_true, y_pred)


def _hierarchical(metric, gold, predicted):
    hits, gold, predicted = (table.sum(axis=1) for table in _cells(gold, predicted))
    parts = {"precision": (hits, predicted), "recall": (hits, gold)}
    above, below = parts.get(metric.rpartition("_")[2], (2 * hits, gold + predicted))
    return partial(_ratio, above, below, 0.0)


def _f1(metric, y_true, y_pred):
    tables = _cells(y_true, y_pred)
    if metric == "f1_micro":
        hits, gold, predicted = (table.sum(axis=1) for table in tables)
        return partial(_ratio, 2 * hits, gold + predicted, 0.0)
    tables = [table.T.tocsr() for table in tables]
    return partial(_from_codes, {"f1_macro": _macro, "f1_macro_caml": _caml}[metric], tables)


def _mean_over_notes(metric, y_true, y_score):
    name, at, k = metric.rpartition("_at_")
    ranks = GoldRanks(y_true, y_score)
    if at:
        values = getattr(ranks, f"{name}_at_k")(check_k(int(k), y_true.shape[1]))
    else:
        values = getattr(ranks, metric.removeprefix("mean_"))()
    counted = ~np.isnan(values)
    return partial(_ratio, np.where(counted, values, 0), counted.astype(float), np.nan)


def _ratio(numerator, denominator, otherwise, counts):
    """Ratio of sums over notes."""
    above, below = counts @ numerator, counts @ denominator
    return np.divide(above, below, out=np.full(len(counts), otherwise), where=below > 0)


def _from_codes(average, tables, counts):
    """Average over codes; tables are transposed, (n_codes, n_notes)."""
    return average(*(table @ counts.T for table in tables))  # each (n_codes, n_resamples)


def _macro(hits, gold, predicted):
    f1 = 2 * hits / np.maximum(gold + predicted, 1)
    present = gold > 0
    return f1.sum(axis=0, where=present) / np.maximum(present.sum(axis=0), 1)


def _caml(hits, gold, predicted):
    precision = (hits / (predicted + 1e-10)).mean(axis=0)
    recall = (hits / (gold + 1e-10)).mean(axis=0)
    total = precision + recall
    return np.divide(2 * precision * recall, total, out=np.zeros(len(total)), where=total > 0)


def _again(function, y_true, y_score, counts):
    """Calculate the metric anew on the notes of each resample."""
    notes = np.arange(y_true.shape[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedMetricWarning)  # NaN is dealt with at the end
        drawn = (np.repeat(notes, row.astype(int)) for row in counts)
        return np.array([float(function(y_true[rows], y_score[rows])) for rows in drawn])


def _cells(y_true, y_pred):
    return [sp.csr_array(table) for table in (y_true.multiply(y_pred), y_true, y_pred)]
