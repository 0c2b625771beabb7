"""What all mixtures of members need: the mean, the folds, the checks of what was passed."""

import numbers

import numpy as np
from sklearn.model_selection import GroupKFold, KFold

from skmedcode.ensemble._members import takes_evidence
from skmedcode.utils._groups import check_groups
from skmedcode.utils._spans import check_evidence
from skmedcode.utils._validation import check_number


def mean_logits(scores):
    """Mean of several arrays of logits.

    Parameters
    ----------
    scores : list of arrays of shape (n_notes, n_codes)

    Returns
    -------
    ndarray of float32 of shape (n_notes, n_codes)
    """
    total = np.array(scores[0], dtype=np.float32)
    for other in scores[1:]:
        total += other
    total /= len(scores)
    return total


def check_threshold(threshold):
    """Refuse a threshold that is neither "auto" nor a probability."""
    if isinstance(threshold, str):
        if threshold != "auto":
            raise ValueError('threshold must be "auto" or a probability; got another word.')
        return
    check_number(threshold, "threshold", low=0, high=1)


def known_evidence(evidence, n_notes, members, classes):
    """Gold evidence of the codes that are learnt, for the members that take it.

    Parameters
    ----------
    evidence : sequence of n_notes lists of (code, start, end, ...), or None
    n_notes : int
    members : list of (name, estimator)
    classes : ndarray of shape (n_codes,)

    Returns
    -------
    list of n_notes lists of (code, int, int), or None
    """
    if evidence is None:
        return None
    rows, known = check_evidence(evidence, n_notes), set(classes.tolist())
    kept = [[item for item in own if item[0] in known] for own in rows]
    if any(rows) and not any(kept):
        raise ValueError(
            "evidence must name codes as Y does: none of its codes was found. Compare them with "
            "code_names, or Y's columns."
        )
    if not any(takes_evidence(member) for _, member in members):
        raise TypeError(
            "evidence needs a member that learns from it, such as AttentionCoder() by itself, not "
            "within a pipeline; there is none. Leave evidence out."
        )
    return kept


def _rows(rows):
    """Row numbers, of a mask too."""
    rows = np.asarray(rows)
    return np.flatnonzero(rows) if rows.dtype == bool else rows


def folds(cv, notes, targets, random, groups=None):
    """Row numbers of every fold.

    Parameters
    ----------
    cv : int, splitter or iterable of (train, test)
    notes : sequence of length n_notes
    targets : array or sparse matrix of shape (n_notes, n_codes)
    random : RandomState
        Shuffles the folds of an int.
    groups : array-like of shape (n_notes,), default=None
        Notes of a group stay together.

    Returns
    -------
    list of (train, test)
    """
    check_groups(groups, len(notes))
    if isinstance(cv, numbers.Number):
        check_number(cv, "cv", numbers.Integral, low=2)
        if cv > len(notes):
            raise ValueError(
                f"cv must be at most the number of notes, {len(notes)}; got {cv}. Choose fewer "
                'folds, or give threshold a number, such as 0.5, in place of "auto".'
            )
        cls = KFold if groups is None else GroupKFold
        cv = cls(int(cv), shuffle=True, random_state=random.randint(2**31 - 1))
    if hasattr(cv, "split") and not isinstance(cv, str):
        return list(cv.split(notes, targets, groups))
    try:
        return [(_rows(train), _rows(test)) for train, test in cv]
    except (TypeError, ValueError):
        raise TypeError(
            "cv must be an int, a splitter such as KFold(5), or pairs of row numbers (train, "
            f"test); got {type(cv).__name__}."
        ) from None
