"""What members say about notes that they have not seen."""

import numpy as np
from joblib import Parallel, delayed
from sklearn.utils import _safe_indexing

from skmedcode.ensemble._linear import NOT_FITTED
from skmedcode.ensemble._member_logits import member_logits
from skmedcode.ensemble._members import fit_member, fitted_codes
from skmedcode.utils._processes import process_count


def out_of_fold(
    members,
    X,
    Y,
    splits,
    n_jobs=None,
    sample_weight=None,
    evidence=None,
    classes=None,
    groups=None,
):
    """Score every note by members that were fitted without it.

    Whether a code has enough notes to be fitted is decided by the notes of each fold's own
    training part. Counts over all notes would tell about the held-out ones.

    Parameters
    ----------
    members : list of (name, estimator)
        Cloned, never changed.
    X : list, array or Series of str, or a matrix
    Y : array or sparse matrix of shape (n_notes, n_codes)
        Passed on to the members as it is, row by row.
    splits : iterable of (train, test) row numbers
        Every row is in one test part.
    n_jobs : int, default=None
        Processes over pairs of member and fold.
    sample_weight : ndarray of shape (n_notes,), default=None
    evidence : list of n_notes lists of (code, start, end), default=None
    classes : ndarray of shape (n_codes,), default=None
        Names of the codes, to check those of the members against.
    groups : array-like of shape (n_notes,), default=None
        Patients, for the members that hold out notes of their own.

    Returns
    -------
    dict of name to (scores, fitted)
        ``scores``, float32 of shape (n_notes, n_codes), are logits; a code that a member could not
        know in a fold has -12. ``fitted``, bool of shape (n_folds, n_codes), tells which it knew.

    Raises
    ------
    ValueError
        If some row is in no test part or in several.
    RuntimeError
        If a member fails; the message names it and the fold.
    """
    Y = Y.tocsr() if hasattr(Y, "tocsr") else np.asarray(Y)
    groups = None if groups is None else np.asarray(groups)
    splits = [(np.asarray(train), np.asarray(test)) for train, test in splits]
    _check_splits(splits, Y.shape[0])
    tasks = [(k, name, member) for name, member in members for k in range(len(splits))]
    found = {
        name: (
            np.full(Y.shape, NOT_FITTED, dtype=np.float32),
            np.zeros((len(splits), Y.shape[1]), dtype=bool),
        )
        for name, _ in members
    }
    # A generator, so that each result is placed before the next one comes.
    results = Parallel(n_jobs=process_count(n_jobs), return_as="generator")(
        delayed(_one_fold)(
            *(name, member, X, Y, splits[k], sample_weight, evidence, classes),
            *(_fold_name(k, splits), groups),
        )
        for k, name, member in tasks
    )
    for (k, name, _), (scores, fitted) in zip(tasks, results, strict=True):
        found[name][0][splits[k][1]] = scores
        found[name][1][k] = fitted
    return found


def known_logits(name, member, X, fitted, classes=None, fold=None):
    """Logits of a member, with -12 for the codes that it could not know."""
    scores = member_logits(name, member, X, len(fitted), classes, fold)
    if not fitted.all():
        # OneVsRestClassifier scores a code that it never saw 0, which is even odds.
        scores = scores.copy()
        scores[:, ~fitted] = NOT_FITTED
    return scores


def _one_fold(name, member, X, Y, split, sample_weight, evidence, classes, fold, groups):
    train, test = split
    weight = None if sample_weight is None else sample_weight[train]
    if weight is not None and not weight.any():
        raise ValueError(f"sample_weight must not be zero for all training notes of {fold}.")
    notes, codes = _safe_indexing(X, train), Y[train]
    marked = None if evidence is None else [evidence[row] for row in train]
    own = None if groups is None else groups[train]
    fitted_member = fit_member(name, member, notes, codes, weight, marked, fold, own)
    fitted = fitted_codes(fitted_member, codes)
    held_out = _safe_indexing(X, test)
    return known_logits(name, fitted_member, held_out, fitted, classes, fold), fitted


def _fold_name(number, splits):
    return f"fold {number + 1} of {len(splits)}"


def _check_splits(splits, n_notes):
    times = np.zeros(n_notes, dtype=int)
    for train, test in splits:
        if max(train.max(initial=0), test.max(initial=0)) >= n_notes or len(train) == 0:
            raise ValueError(f"cv must give rows below {n_notes}, and some to train on.")
        if np.isin(train, test).any():
            raise ValueError("cv must hold out notes that it does not train on.")
        np.add.at(times, test, 1)
    if (times != 1).any():
        row = int(np.flatnonzero(times != 1)[0])
        raise ValueError(
            f"cv must hold out every note exactly once; row {row} is held out {times[row]} times. "
            "Use KFold, GroupKFold or another splitter that partitions the notes."
        )
