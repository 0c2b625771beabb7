"""Whether one coder is better than another, or the notes just happen to suit it."""

import numpy as np

from skmedcode.metrics._validation import check_indicator
from skmedcode.model_selection import _comparison_checks as checks
from skmedcode.model_selection._bootstrap import draw_counts, summarize
from skmedcode.model_selection._checks import random_state_of
from skmedcode.model_selection._comparison import CoderComparison, ComparisonRow
from skmedcode.model_selection._resampled_metrics import needs_threshold, on_resamples


def compare_coders(
    y_true,
    scores,
    *,
    metric="mean_average_precision",
    thresholds=None,
    reference=None,
    hierarchy="category",
    code_names=None,
    groups=None,
    n_resamples=2000,
    confidence_level=0.95,
    random_state=None,
):
    """Compare coders on the same notes by a paired bootstrap.

    Notes are drawn with replacement, again and again, and all coders are scored on the same
    draws: the spread of their difference tells what other notes could have shown.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    scores : mapping of str to array-like of shape (n_notes, n_codes), or to a list of them
        Name of each model -> its probabilities or logits for the same notes. A list, or an
        array of shape (n_seeds, n_notes, n_codes), holds one model trained with several seeds:
        in each resample the metric is averaged over them.
    metric : str or callable, default="mean_average_precision"
        A name that `skmedcode.metrics.get_scorer` knows, or ``metric(y_true, y_score)`` of two
        arrays -> float, greater is better.
    thresholds : mapping of str to float or list of float, default=None
        Needed by F1 and hierarchical scores, ignored by others. A code is predicted where its
        score is at least the model's threshold; a list has one threshold for each seed. Tune them
        on validation notes, for example with `skmedcode.metrics.best_f1_threshold`.
    reference : str, default=None
        The model that the others are compared with. None takes the first.
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
        Of the intervals, between 0 and 1.
    random_state : int, RandomState or None, default=None
        Seed. None draws a fresh one and leaves numpy's global generator as it was.

    Returns
    -------
    comparison : CoderComparison
        Prints as a table. Iterating gives a named tuple for each model, the reference first:
        ``model``, ``score``, ``difference`` (score minus that of the reference), ``low`` and
        ``high`` (its confidence interval) and ``p_value``; ``comparison["name"]`` gives one,
        ``pandas.DataFrame(list(comparison))`` all.

    Raises
    ------
    ValueError
        If there are fewer than two models or notes, shapes differ, ``y_true`` is not binary, a
        score is not finite, a name is unknown, thresholds are missing, or the metric is
        undefined for these notes.
    TypeError
        If ``scores`` is no mapping, or ``n_resamples`` no int.

    See Also
    --------
    bootstrap_interval : How far a score of one coder may be trusted.
    skmedcode.metrics.coding_report : All metrics of one coder.

    Notes
    -----
    The interval is the percentile interval of the resampled differences. The p-value is
    two-sided: the share of resamples whose difference is as far from the observed one as that
    is from 0, the observed counted among them; so it is at least ``1 / (n_resamples + 1)``.
    It is not corrected for the number of models.

    What varies is the notes. Training with another seed varies too: pass several seeds of each
    model, else a lucky one may pass for a better model.

    Resamples in which the metric is undefined are left out. Metrics that average over codes
    take those that a resample has; rare codes are often missing, so scores scatter more.

    F1, hierarchical scores and means over notes are calculated for all resamples at once. AUC and
    callables are calculated anew for each: seconds at 50 codes, hours at thousands of notes and
    codes.

    References
    ----------
    Efron, Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall 1993.

    Berg-Kirkpatrick, Burkett, Klein, "An Empirical Investigation of Statistical Significance in
    NLP", EMNLP 2012.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import compare_coders
    >>> rng = np.random.RandomState(0)
    >>> y_true = rng.rand(80, 10) < 0.3
    >>> scores = {
    ...     "old": y_true + rng.normal(size=(80, 10)),
    ...     "other": y_true + rng.normal(size=(80, 10)),
    ...     "new": y_true + rng.normal(scale=0.5, size=(80, 10)),
    ... }
    >>> comparison = compare_coders(y_true, scores, random_state=0)
    >>> comparison
    mean_average_precision, 80 notes, 2000 resamples, against 'old'
    model   score  difference      95% interval       p
    old     0.698
    other   0.674      -0.024  [-0.091, +0.038]   0.471
    new     0.883      +0.185  [+0.122, +0.244]  <0.001
    >>> comparison["new"].p_value < 0.001
    True
    """
    truth, metric = check_indicator(y_true), checks.check_metric(metric)
    tables = checks.check_scores(y_true, scores)
    reference = checks.check_reference(reference, tables)
    units, n_groups = checks.check_units(groups, truth.shape[0])
    checks.check_numbers(n_resamples, confidence_level)
    nodes = checks.check_nodes(metric, y_true, hierarchy, code_names)
    values = _prepare(metric, truth, tables, thresholds, nodes)
    observed = values(np.ones((1, len(units))))  # (n_models, 1)
    resampled = np.empty((len(tables), n_resamples))
    rng = random_state_of(random_state)
    for rows, counts in draw_counts(units, n_resamples, truth.shape[1], rng):
        resampled[:, rows] = values(counts)
    rows = _rows(list(tables), reference, observed[:, 0], resampled, confidence_level)
    name = metric if isinstance(metric, str) else getattr(metric, "__name__", repr(metric))
    return CoderComparison(rows, name, len(units), n_groups, n_resamples, confidence_level)


def _prepare(metric, y_true, tables, thresholds, nodes):
    """Return the function counts (n_resamples, n_notes) -> values (n_models, n_resamples)."""
    models = []
    for name, seeds in tables.items():
        cuts = [None] * len(seeds)
        if needs_threshold(metric):
            cuts = checks.check_thresholds(thresholds, name, len(seeds))
        pairs = zip(seeds, cuts, strict=True)
        models.append([on_resamples(metric, y_true, table, cut, nodes) for table, cut in pairs])

    def values(counts):
        return np.array([np.mean([seed(counts) for seed in seeds], axis=0) for seeds in models])

    return values


def _rows(names, reference, observed, resampled, confidence_level):
    """Return a row for each model, the reference first."""
    base = names.index(reference)
    differences, spread = observed - observed[base], resampled - resampled[base]
    order = [base, *(model for model in range(len(names)) if model != base)]
    rows = []
    for model in order:
        drawn = spread[model][np.isfinite(spread[model])]
        if not (np.isfinite(observed[model]) and len(drawn)):
            raise ValueError(
                f"metric must be defined for these notes; got {observed[model]} for "
                f"{names[model]!r}. See that y_true has gold codes, or choose another metric."
            )
        interval = summarize(differences[model], drawn, confidence_level)
        score, difference = float(observed[model]), float(differences[model])
        rows.append(ComparisonRow(names[model], score, difference, *interval))
    return tuple(rows)
