"""What a comparison of coders accepts."""

import numbers
from collections.abc import Mapping

import numpy as np

from skmedcode.metrics import get_scorer, get_scorer_names
from skmedcode.metrics._hierarchy import names_of_codes, node_table
from skmedcode.metrics._scorers import ANY_K
from skmedcode.metrics._validation import check_truth_and_scores
from skmedcode.model_selection._groups import check_groups


def check_scores(y_true, scores):
    """Return, for each model, a list of score tables (n_notes, n_codes), one per seed."""
    if not isinstance(scores, Mapping):
        raise TypeError(
            f"scores must be a mapping of model names to scores; got {type(scores).__name__}. "
            "Pass for example {'old': old_scores, 'new': new_scores}."
        )
    if len(scores) < 2:
        raise ValueError(
            f"scores must hold at least two models; got {len(scores)}. "
            "For one model alone use coding_report."
        )
    return {
        name: [_check_table(y_true, table, name) for table in _seeds(tables)]
        for name, tables in scores.items()
    }


def check_reference(reference, names):
    """Return the name of the reference; None means the first."""
    names = list(names)
    if reference is None:
        return names[0]
    if reference not in names:
        raise ValueError(
            f"reference must be a model in scores; got {reference!r}. "
            f"Choose one of {', '.join(map(repr, names))}."
        )
    return reference


def check_metric(metric):
    """Return the metric, a callable or a known name."""
    if callable(metric):
        return metric
    try:
        get_scorer(str(metric))
    except ValueError:
        raise ValueError(
            f"metric must be a callable or a scorer's name; got {metric!r}. Known: "
            f"{', '.join(get_scorer_names())}; {ANY_K}."
        ) from None
    return str(metric)


def check_nodes(metric, y_true, hierarchy, code_names):
    """Return what stands above each code, for a hierarchical metric; None for others."""
    if not (isinstance(metric, str) and metric.startswith("hierarchical_")):
        return None
    return node_table(names_of_codes(y_true, code_names), hierarchy)


def check_thresholds(thresholds, name, n_seeds):
    """Return one threshold for each seed of a model."""
    if not isinstance(thresholds, Mapping) or name not in thresholds:
        raise ValueError(
            f"thresholds must map each model to its threshold, since F1 is of predictions; got "
            f"none for {name!r}. Tune one on validation notes with best_f1_threshold."
        )
    own = thresholds[name]
    own = list(own) if np.ndim(own) == 1 else [own] * n_seeds
    if len(own) != n_seeds or not all(map(_is_number, own)):
        raise ValueError(
            f"thresholds[{name!r}] must be a number, or {n_seeds} of them, one per seed; got "
            f"{thresholds[name]!r}. Give each seed its own, in the order of scores[{name!r}]."
        )
    return own


def check_units(groups, n_notes):
    """Return what is drawn, as a number for each note, and how many groups, None without."""
    units, n_groups = np.arange(n_notes), None
    if groups is not None:
        units, n_groups = check_groups(groups, n_notes)
    if units.max() < 1:
        raise ValueError(
            f"y_true and groups must leave at least two {'notes' if groups is None else 'groups'} "
            "to draw from; got one. Compare on more of them."
        )
    return units, n_groups


def check_numbers(n_resamples, confidence_level):
    """Check the size of the bootstrap and the level of its intervals."""
    if isinstance(n_resamples, bool) or not isinstance(n_resamples, numbers.Integral):
        raise TypeError(f"n_resamples must be an int; got {n_resamples!r}. Pass for example 2000.")
    if n_resamples < 1:
        raise ValueError(f"n_resamples must be at least 1; got {n_resamples}. 2000 is usual.")
    if not isinstance(confidence_level, numbers.Real) or not 0 < confidence_level < 1:
        raise ValueError(
            f"confidence_level must be between 0 and 1; got {confidence_level!r}. "
            "Pass for example 0.95."
        )


def _seeds(tables):
    several = isinstance(tables, list | tuple) and getattr(next(iter(tables), 0), "ndim", 0) == 2
    if several or getattr(tables, "ndim", 0) == 3:
        return list(tables)
    return [tables]


def _is_number(value):
    return isinstance(value, numbers.Real) and not np.isnan(value)


def _check_table(y_true, table, name):
    try:
        return check_truth_and_scores(y_true, table)[1]
    except (ValueError, TypeError) as error:
        raise type(error)(f"scores[{name!r}]: {error}") from error
