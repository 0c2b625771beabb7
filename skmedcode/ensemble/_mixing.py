"""What all mixtures of members need: the mean, the folds, the checks of what was passed."""

import numbers

import numpy as np
from sklearn.model_selection import GroupKFold, KFold

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
    if groups is not None and len(groups) != len(notes):
        raise ValueError(f"groups must name a patient for each of {len(notes)} notes.")
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
