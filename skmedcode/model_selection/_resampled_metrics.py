"""Coding metrics on thousands of resamples at once, from what each note or code contributes.

A resample is a row of ``counts``, shape (n_resamples, n_notes): how often each note is in it.
"""

import warnings
from functools import partial

import numpy as np
import scipy.sparse as sp
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode import metrics
from skmedcode.metrics._validation import check_indicator


def needs_threshold(metric):
    """Whether a metric is of predictions: only the F1 scores are."""
    return isinstance(metric, str) and metric.startswith("f1_")


def on_resamples(metric, y_true, y_score, threshold=None):
    """Prepare a metric for resampling.

    Parameters
    ----------
    metric : callable or str
        ``metric(y_true, y_score)``, or a scorer's name.
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)
    threshold : float
        For F1 scores.

    Returns
    -------
    values : callable
        From counts, (n_resamples, n_notes), to values, (n_resamples,).
    """
    if callable(metric):
        return partial(_again, metric, y_true.toarray(), y_score)
    if metric.endswith("_auc"):
        return partial(_again, getattr(metrics, metric), y_true, y_score)
    if needs_threshold(metric):
        tables = _hits_gold_predicted(y_true, y_score >= threshold)
        if metric == "f1_micro":
            hits, gold, predicted = (table.sum(axis=1) for table in tables)
            return partial(_ratio, 2 * hits, gold + predicted, 0.0)
        tables = [table.T.tocsr() for table in tables]
        return partial(_from_codes, {"f1_macro": _macro, "f1_macro_caml": _caml}[metric], tables)
    return _mean_over_notes(metric, y_true, y_score)


def _mean_over_notes(metric, y_true, y_score):
    name, at, k = metric.rpartition("_at_")
    function = getattr(metrics, f"{name}_at_k" if at else metric)
    function = partial(function, k=int(k)) if at else function
    counted = np.ones(y_true.shape[0], dtype=bool)
    if name != "precision":  # the others leave out notes without a gold code
        counted = np.diff(y_true.indptr) > 0
    values = np.zeros(len(counted))
    # The metric itself tells what a note contributes: its value for this note alone.
    for row in np.flatnonzero(counted):
        values[row] = function(y_true[[row]], y_score[[row]])
    return partial(_ratio, values, counted.astype(float), np.nan)


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


def _hits_gold_predicted(y_true, y_pred):
    y_pred = check_indicator(y_pred, "y_pred")
    return [sp.csr_array(table) for table in (y_true.multiply(y_pred), y_true, y_pred)]
