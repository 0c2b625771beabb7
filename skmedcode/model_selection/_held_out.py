"""Scores of notes that the estimator that gives them has not seen."""

import numbers

import numpy as np
from scipy.special import logit
from sklearn.base import clone
from sklearn.utils import _safe_indexing
from sklearn.utils.parallel import Parallel, delayed
from sklearn.utils.validation import _check_method_params, _num_samples

from skmedcode.model_selection._checks import random_state_of
from skmedcode.model_selection._group_kfold import MultilabelStratifiedGroupKFold
from skmedcode.model_selection._kfold import MultilabelStratifiedKFold
from skmedcode.model_selection._train_test_split import multilabel_train_test_split
from skmedcode.utils._quiet_errors import call_quietly
from skmedcode.utils._responses import as_table
from skmedcode.utils._validation import check_number, shown

SURE = 16.0  # logits; float32 tells no probability from 1 beyond
RESPONSES = {
    "auto": ["predict_proba", "decision_function"],
    "predict_proba": ["predict_proba"],
    "decision_function": ["decision_function"],
}


def make_splits(cv, X, y, target, groups, split_params, random_state):
    """Row numbers of what is trained on and what is held out.

    Parameters
    ----------
    cv : int, float, splitter or iterable of (train, test)
    X, y : as ``fit`` got them
    target : Target
    groups : array-like of shape (n_notes,) or None
        For an int or a float.
    split_params : dict
        For a splitter.
    random_state : int, RandomState or None
        For an int or a float.

    Returns
    -------
    list of (train, test)
    """
    n_notes = target.truth.shape[0]
    labels = y if target.is_binary else target.truth
    if isinstance(cv, numbers.Real) and not isinstance(cv, bool):
        seed = random_state_of(random_state).randint(2**31 - 1)
        if not isinstance(cv, numbers.Integral):
            check_number(cv, "cv", low=0, high=1, open_low=True)
            return [_one_split(cv, labels, n_notes, groups, seed)]
        check_number(cv, "cv", numbers.Integral, low=2)
        if groups is not None:
            folds = MultilabelStratifiedGroupKFold(cv, shuffle=True, random_state=seed)
            return list(folds.split(np.zeros(n_notes), labels, groups))
        folds = MultilabelStratifiedKFold(cv, shuffle=True, random_state=seed)
        return list(folds.split(np.zeros(n_notes), labels))
    if hasattr(cv, "split") and not isinstance(cv, str):
        return list(cv.split(X, y, **split_params))
    try:
        splits = [(_rows(train), _rows(test)) for train, test in cv]
        if not splits:
            raise ValueError
        return splits
    except (TypeError, ValueError):
        raise TypeError(
            "cv must be 'prefit', a number of folds, a share of notes to hold out, a splitter such "
            f"as MultilabelStratifiedKFold(5), or pairs of row numbers; got {shown(cv)}."
        ) from None


def held_out_scores(estimator, X, y, target, splits, ask, fit_params, n_jobs):
    """Score held-out notes by clones that were fitted on the others.

    Parameters
    ----------
    estimator : estimator
    X, y : as ``fit`` got them
    target : Target
    splits : list of (train, test)
    ask : callable
        ``ask(estimator, X, target)`` -> scores, such as `code_scores`.
    fit_params : dict
    n_jobs : int or None

    Returns
    -------
    rows : ndarray of int of shape (n_held_out,)
    scores : ndarray of shape (n_held_out, n_codes)
    """
    scores = Parallel(n_jobs=n_jobs)(
        delayed(_one_fold)(clone(estimator), X, y, target, split, ask, fit_params)
        for split in splits
    )
    return np.concatenate([test for _, test in splits]), np.concatenate(scores)


def fit_quietly(estimator, X, y, fit_params):
    """Fit; errors quote no note."""
    return call_quietly("The estimator", "be fitted", X, estimator.fit, X, y, **fit_params)


def code_scores(estimator, X, target, methods, as_logits=False):
    """What a fitted estimator says of each note and code.

    Parameters
    ----------
    estimator : estimator
    X : as in ``fit``
    target : Target
        Whose form and number of codes the estimator has learnt.
    methods : list of str
        Of which the first that the estimator has is asked.
    as_logits : bool, default=False
        Whether probabilities become logits, from -16 to 16.

    Returns
    -------
    ndarray of shape (n_notes, n_codes)
    """
    n_codes = 1 if target.is_binary else len(target.classes)
    method = first_method(estimator, methods)
    answer = respond(estimator, method, X)
    scores = table_of(estimator, answer, X, target)
    n_notes = _num_samples(X)
    if scores.shape != (n_notes, n_codes):
        raise ValueError(
            f"estimator must give scores of shape (n_notes, n_codes) = {(n_notes, n_codes)}; "
            f"{type(estimator).__name__} gave {scores.shape}. Pass one that takes an indicator of "
            "several codes, such as OneVsRestClassifier(...)."
        )
    if scores.dtype not in (np.float32, np.float64):
        scores = scores.astype(np.float64)
    if not np.isfinite(scores).all():
        raise ValueError(
            f"estimator must give finite scores; {type(estimator).__name__} gave NaN or infinity. "
            "For a network, try a smaller lr."
        )
    if as_logits and method == "predict_proba":
        with np.errstate(divide="ignore"):  # 0 and 1 are as far as any
            scores = np.clip(logit(scores), -SURE, SURE)
    return scores


def respond(estimator, method, X):
    """The answer of an estimator's method; errors quote no note."""
    return call_quietly("The estimator", "score notes", X, getattr(estimator, method), X)


def table_of(estimator, answer, X, target):
    """An answer of a fitted estimator about some notes, one column a code."""

    def predict():
        return respond(estimator, "predict", _safe_indexing(X, [0]))

    n_codes = 1 if target.is_binary else len(target.classes)
    present = target.classes[1] if target.is_binary else 1
    return as_table(answer, getattr(estimator, "classes_", None), n_codes, predict, present)


def first_method(estimator, methods):
    """The first of some methods that an estimator has."""
    for method in methods:
        if hasattr(estimator, method):
            return method
    raise TypeError(
        f"estimator must have {' or '.join(methods)}; {type(estimator).__name__} has not. Choose "
        "another estimator, or one that is told to give probabilities."
    )


def _one_fold(estimator, X, y, target, split, ask, fit_params):
    train, test = split
    params = _check_method_params(X, fit_params, indices=train)
    fit_quietly(estimator, _safe_indexing(X, train), _safe_indexing(y, train), params)
    return ask(estimator, _safe_indexing(X, test), target)


def _one_split(share, labels, n_notes, groups, seed):
    return multilabel_train_test_split(
        np.arange(n_notes), stratify=labels, groups=groups, test_size=share, random_state=seed
    )


def _rows(rows):
    rows = np.asarray(rows)
    return np.flatnonzero(rows) if rows.dtype == bool else rows
