"""How far a score may be trusted that comes from so many notes."""

from typing import NamedTuple

import numpy as np

from skmedcode.metrics._validation import (
    check_indicator,
    check_threshold,
    check_truth_and_predictions,
    check_truth_and_scores,
)
from skmedcode.model_selection import _comparison_checks as checks
from skmedcode.model_selection._bootstrap import draw_counts, interval
from skmedcode.model_selection._checks import random_state_of
from skmedcode.model_selection._resampled_metrics import needs_threshold, on_resamples


class ScoreInterval(NamedTuple):
    """A score and its confidence interval.

    Parameters
    ----------
    score : float
    low, high : float
    """

    score: float
    low: float
    high: float


def bootstrap_interval(
    y_true,
    y_score,
    *,
    metric="mean_average_precision",
    threshold=None,
    hierarchy="category",
    code_names=None,
    groups=None,
    n_resamples=2000,
    confidence_level=0.95,
    random_state=None,
):
    """Confidence interval of a metric, by drawing notes or patients again and again.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        What the metric takes: probabilities or logits; for F1 and hierarchical scores without a
        ``threshold`` the predicted codes, 0 or 1, which may be sparse.
    metric : str, callable or list of str, default="mean_average_precision"
        A name that `skmedcode.metrics.get_scorer` knows, or ``metric(y_true, y_score)`` of two
        arrays -> float. Several names share their draws.
    threshold : float or array-like of shape (n_codes,), default=None
        For F1 and hierarchical scores: a code is predicted where ``y_score >= threshold``. None
        takes ``y_score`` for the predictions.
    hierarchy : "category", CodeSystem or mapping, default="category"
        For hierarchical scores, as in `skmedcode.metrics.hierarchical_f1`.
    code_names : sequence of length n_codes, default=None
        For hierarchical scores; the columns of a DataFrame come first.
    groups : array-like of shape (n_notes,), default=None
        The patient of each note. Patients are drawn then, each with all notes: several notes of
        one patient tell less than as many patients.
    n_resamples : int, default=2000
        How many times to draw.
    confidence_level : float, default=0.95
        Between 0 and 1.
    random_state : int, RandomState or None, default=None
        Seed. None draws a fresh one and leaves numpy's global generator as it was.

    Returns
    -------
    interval : named tuple of score, low and high, or dict of them
        The metric of the notes themselves, and the ends of its interval. For a list of names a
        dict from name to such a tuple.

    Raises
    ------
    ValueError
        If there are fewer than two notes or patients, shapes differ, ``y_true`` is not binary, a
        score is not finite, a name is unknown, a threshold is missing, or the metric is undefined
        for these notes.
    TypeError
        If ``n_resamples`` is no int.

    See Also
    --------
    compare_coders : Whether one coder is better than another. Two intervals that overlap do not
        say that neither is.

    Notes
    -----
    The interval is the percentile interval. Other test notes are its only source of chance; that
    another seed would have trained another coder is not in it.

    It suits means over notes and micro averages. Metrics that average over codes (macro F1, macro
    AUC) take the codes that a resample has; rare ones are often missing, so that the whole
    interval may lie off the score. Resamples in which the metric is undefined are left out.

    F1, hierarchical scores and means over notes are calculated for all resamples at once. AUC and
    callables are calculated anew for each: seconds at 50 codes, hours at thousands of notes and
    codes.

    References
    ----------
    Efron, Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall 1993.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import bootstrap_interval
    >>> rng = np.random.RandomState(0)
    >>> y_true = rng.rand(80, 10) < 0.3
    >>> y_score = y_true + rng.normal(size=(80, 10))
    >>> score, low, high = bootstrap_interval(y_true, y_score, random_state=0)
    >>> round(score, 3), round(low, 3), round(high, 3)
    (0.698, 0.651, 0.745)

    Each patient has four notes here, so there is less to go by:

    >>> patients = np.arange(80) // 4
    >>> names = ["f1_micro", "r_precision"]
    >>> found = bootstrap_interval(
    ...     y_true, y_score, metric=names, threshold=0.5, groups=patients, random_state=0
    ... )
    >>> found["f1_micro"].low < found["f1_micro"].score < found["f1_micro"].high
    True
    """
    names = metric if isinstance(metric, list | tuple) else [metric]
    metrics = [checks.check_metric(name) for name in names]
    tables = [_table(each, y_true, y_score, threshold) for each in metrics]
    truth = check_indicator(y_true)
    units, _ = checks.check_units(groups, truth.shape[0])
    checks.check_numbers(n_resamples, confidence_level)
    cut = None if threshold is None else check_threshold(threshold, truth.shape[1])
    values = [
        on_resamples(
            each, truth, table, cut, checks.check_nodes(each, y_true, hierarchy, code_names)
        )
        for each, table in zip(metrics, tables, strict=True)
    ]
    resampled = np.empty((len(values), n_resamples))
    rng = random_state_of(random_state)
    for rows, counts in draw_counts(units, n_resamples, truth.shape[1], rng):
        resampled[:, rows] = [value(counts) for value in values]
    own = np.ones((1, len(units)))
    found = {
        name: _interval(name, float(value(own)[0]), drawn, confidence_level)
        for name, value, drawn in zip(names, values, resampled, strict=True)
    }
    return found if isinstance(metric, list | tuple) else found[metric]


def _table(metric, y_true, y_score, threshold):
    """Return the scores, or the predictions where a metric takes these and there is no cut."""
    if threshold is not None or not needs_threshold(metric):
        return check_truth_and_scores(y_true, y_score)[1]
    try:
        return check_truth_and_predictions(y_true, y_score)[1]
    except ValueError as error:
        raise ValueError(
            f"y_score must be predictions, 0 or 1, for {metric} without threshold: {error} "
            "Or pass threshold=."
        ) from error


def _interval(name, score, drawn, confidence_level):
    drawn = drawn[np.isfinite(drawn)]
    if not (np.isfinite(score) and len(drawn)):
        raise ValueError(
            f"metric must be defined for these notes; got {score} for {name!r}. See that y_true "
            "has gold codes, or choose another metric."
        )
    return ScoreInterval(score, *interval(drawn, confidence_level))
