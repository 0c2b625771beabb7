"""The metrics as scikit-learn scorers, right also for one and two codes."""

import re
from functools import partial

import numpy as np

from skmedcode.metrics._auc import macro_auc, micro_auc
from skmedcode.metrics._f1 import f1_macro, f1_macro_caml, f1_micro
from skmedcode.metrics._hierarchical import (
    hierarchical_f1,
    hierarchical_precision,
    hierarchical_recall,
)
from skmedcode.metrics._ndcg import ndcg_at_k
from skmedcode.metrics._r_precision import r_precision
from skmedcode.metrics._ranking import mean_average_precision, precision_at_k, recall_at_k
from skmedcode.utils._responses import as_table

_OF_SCORES = {
    "micro_auc": micro_auc,
    "macro_auc": macro_auc,
    "mean_average_precision": mean_average_precision,
    "r_precision": r_precision,
}
_OF_PREDICTIONS = {"f1_micro": f1_micro, "f1_macro": f1_macro, "f1_macro_caml": f1_macro_caml}
_OF_HIERARCHY = {
    "hierarchical_f1": hierarchical_f1,
    "hierarchical_precision": hierarchical_precision,
    "hierarchical_recall": hierarchical_recall,
}
_AT_K = {"precision_at_": precision_at_k, "recall_at_": recall_at_k, "ndcg_at_": ndcg_at_k}
ANY_K = "precision_at_K, recall_at_K and ndcg_at_K take any K"


def get_scorer(name, *, hierarchy="category"):
    """Get a coding metric as a scorer, for ``scoring=`` in cross-validation and search.

    Parameters
    ----------
    name : str or list of str
        A name from `get_scorer_names`; ``precision_at_K``, ``recall_at_K`` and ``ndcg_at_K`` take
        any K. A list gives one scorer of several metrics that asks the estimator for its scores
        and its predictions only once; name the metric that decides in ``refit=``.
    hierarchy : "category", CodeSystem or mapping, default="category"
        What stands above a code, for `hierarchical_f1` and its sides. Codes have the names of a
        DataFrame's columns, else of the estimator's ``classes_``.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y)`` -> float, or a dict of floats for a list of names. Greater
        is better. It can be pickled.

    Raises
    ------
    ValueError
        If a name is unknown.

    See Also
    --------
    coding_report : All metrics of one prediction.

    Notes
    -----
    F1 and hierarchical scores use ``predict``; the others ``decision_function``, where there is
    one (its values do not tie as probabilities near 1 do), else ``predict_proba``, in whichever
    multi-label form: one array, or a list of one array per code.

    scikit-learn's own ``make_scorer`` guesses the task from ``classes_``: with one code it
    turns the scores upside down, with two it takes one column of ``predict_proba``. Scorers
    from here go by the shape of ``y``.

    ``OneVsRestClassifier`` gives codes without a positive in training the decision value 0,
    above most others, so it ranks them first. Leave such codes out before comparing with it.

    References
    ----------
    https://scikit-learn.org/stable/modules/model_evaluation.html

    Examples
    --------
    >>> from sklearn.datasets import make_multilabel_classification
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.multiclass import OneVsRestClassifier
    >>> from skmedcode.metrics import get_scorer
    >>> X, Y = make_multilabel_classification(n_labels=2, random_state=0)
    >>> coder = OneVsRestClassifier(LogisticRegression())
    >>> scores = cross_val_score(coder, X, Y, scoring=get_scorer("precision_at_1"), cv=3)
    >>> scores.shape
    (3,)
    """
    if isinstance(name, list | tuple):
        return _CodingScorers(list(name), hierarchy)
    return _CodingScorer(name, hierarchy)


def get_scorer_names():
    """List scorer names; ``precision_at_K`` and its like exist for any other K too.

    Returns
    -------
    names : list of str
        Sorted; each is accepted by `get_scorer`.

    Examples
    --------
    >>> from skmedcode.metrics import get_scorer_names
    >>> get_scorer_names()[:3]
    ['f1_macro', 'f1_macro_caml', 'f1_micro']
    """
    at_k = [f"{at}{k}" for at in _AT_K for k in (5, 8, 15)]
    return sorted([*_OF_SCORES, *_OF_PREDICTIONS, *_OF_HIERARCHY, *at_k])


class _CodingScorer:
    """One metric as a scorer. It keeps little more than the name, so a pickle is a few bytes."""

    def __init__(self, name, hierarchy):
        _metric(name)  # fails now if the name is unknown, not after the first fit
        self.name = name
        self.hierarchy = hierarchy

    def __call__(self, estimator, X, y):
        return _evaluate([self.name], self.hierarchy, estimator, X, y)[self.name]

    def __repr__(self):
        return _as_call(self.name, self.hierarchy)

    def _accept_sample_weight(self):
        # GridSearchCV.fit(sample_weight=...) asks each of several scorers.
        return False


class _CodingScorers:
    """Several metrics as one scorer that returns a dict."""

    def __init__(self, names, hierarchy):
        for name in names:
            _metric(name)
        self.names = names
        self.hierarchy = hierarchy

    def __call__(self, estimator, X, y):
        return _evaluate(self.names, self.hierarchy, estimator, X, y)

    def __repr__(self):
        return _as_call(self.names, self.hierarchy)

    _accept_sample_weight = _CodingScorer._accept_sample_weight


def _as_call(name, hierarchy):
    other = "" if isinstance(hierarchy, str) else f", hierarchy=<{type(hierarchy).__name__}>"
    return f"get_scorer({name!r}{other})"


def _metric(name):
    """Return the function (y_true, output) of a name, and what gives its output."""
    name = str(name)
    if name in _OF_SCORES:
        return _OF_SCORES[name], _scores
    if name in _OF_PREDICTIONS or name in _OF_HIERARCHY:
        return (_OF_PREDICTIONS | _OF_HIERARCHY)[name], _predictions
    match = re.fullmatch(r"(precision_at_|recall_at_|ndcg_at_)([1-9]\d*)", name)
    if match:
        return partial(_AT_K[match[1]], k=int(match[2])), _scores
    raise ValueError(
        f"name must be a scorer's name; got {name!r}. Known: {', '.join(get_scorer_names())}; "
        f"{ANY_K}."
    )


def _evaluate(names, hierarchy, estimator, X, y):
    """Return {name: value}, with each of the estimator's methods called at most once."""
    y = y if hasattr(y, "shape") else np.asarray(y, dtype=object)  # objects: ragged lists too
    if len(y.shape) == 1:
        y = np.asarray(y).reshape(-1, 1)  # one code
    n_codes = y.shape[1]
    outputs, values = {}, {}
    for name in names:
        metric, source = _metric(name)
        if source not in outputs:
            outputs[source] = source(estimator, X, n_codes)
        options = {}
        if name in _OF_HIERARCHY:
            options = {"hierarchy": hierarchy, "code_names": getattr(estimator, "classes_", None)}
        values[name] = metric(y, outputs[source], **options)
    return values


def _predictions(estimator, X, n_codes):
    predicted = estimator.predict(X)
    return predicted.reshape(-1, 1) if predicted.ndim == 1 else predicted  # (n_notes, n_codes)


def _scores(estimator, X, n_codes):
    """Return one score per note and code, from whichever form the estimator offers."""
    if hasattr(estimator, "decision_function"):
        return as_table(estimator.decision_function(X), None, 0)
    if not hasattr(estimator, "predict_proba"):
        raise AttributeError(
            "estimator must have decision_function or predict_proba for this scorer; got "
            f"{type(estimator).__name__}. Use an F1 scorer, which needs predict only."
        )
    return as_table(estimator.predict_proba(X), getattr(estimator, "classes_", None), n_codes)
