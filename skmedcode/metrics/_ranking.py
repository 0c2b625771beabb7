"""Metrics of the ranking of codes within a note; equal scores rank by column."""

import numpy as np

from skmedcode.metrics._ranks import GoldRanks, mean_over_notes
from skmedcode.metrics._validation import check_k, check_truth_and_scores


def precision_at_k(y_true, y_score, k):
    """Share of gold codes among the k best-scored codes of a note, averaged over notes.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.
    k : int
        Codes looked at in each note, from 1 to n_codes.

    Returns
    -------
    precision : float

    Raises
    ------
    ValueError
        If k is below 1 or above the number of codes, shapes differ, ``y_true`` is not binary,
        or a score is not finite.
    TypeError
        If k is not an int.

    See Also
    --------
    recall_at_k : Divides by the number of gold codes.

    Notes
    -----
    The divisor is always k, so a note with fewer than k gold codes cannot reach 1 and a note
    with none counts 0, as in CAML. Codes with equal scores rank by column, so the result is
    the same on every machine.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> from skmedcode.metrics import precision_at_k
    >>> precision_at_k([[1, 0, 1], [0, 1, 0]], [[3.0, 1.0, 2.0], [2.0, 1.0, 0.0]], k=2)
    0.75
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    k = check_k(k, y_true.shape[1])
    return float(GoldRanks(y_true, y_score).precision_at_k(k).mean())


def recall_at_k(y_true, y_score, k):
    """Share of a note's gold codes that are among its k best-scored, averaged over notes.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.
    k : int
        Codes looked at in each note, from 1 to n_codes.

    Returns
    -------
    recall : float
        NaN, with sklearn's UndefinedMetricWarning, if no note has a gold code.

    Raises
    ------
    ValueError
        If k is below 1 or above the number of codes, shapes differ, ``y_true`` is not binary,
        or a score is not finite.
    TypeError
        If k is not an int.

    See Also
    --------
    precision_at_k : Divides by k.

    Notes
    -----
    Notes without a gold code have no recall and are left out.
    Differs from CAML's code: there such notes count 0. Without such notes the two are equal.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> from skmedcode.metrics import recall_at_k
    >>> recall_at_k([[1, 0, 1], [0, 1, 0]], [[3.0, 1.0, 2.0], [2.0, 1.0, 0.0]], k=1)
    0.25
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    k = check_k(k, y_true.shape[1])
    return mean_over_notes(GoldRanks(y_true, y_score).recall_at_k(k), "recall_at_k")


def mean_average_precision(y_true, y_score, *, n_relevant=None):
    """Mean over notes of the average precision of the note's ranked codes.

    The average precision of a note is the mean, over its gold codes, of the precision at the
    rank where that code is found.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.
    n_relevant : array-like of int, shape (n_notes,), default=None
        Gold codes of each note, including those that are no column of ``y_true``, as the
        CodiEsp shared task counts them: a code the coder cannot name is a code it missed.
        None counts the columns only.

    Returns
    -------
    average_precision : float
        Notes without a gold code are left out; NaN, with sklearn's UndefinedMetricWarning, if
        no note is left.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, a score is not finite, or ``n_relevant``
        is below the number of gold codes in a row.

    See Also
    --------
    precision_at_k : Looks at the first k codes only.

    Notes
    -----
    This is the mean over notes; sklearn's ``average="macro"`` is the mean over codes. Without
    equal scores it is ``average_precision_score(average="samples")``; codes with equal scores
    rank by column here, since a submitted list has an order.

    References
    ----------
    Miranda-Escalada et al., "Overview of automatic clinical coding: annotations, guidelines,
    and solutions for non-English clinical cases at CodiEsp track of CLEF eHealth 2020",
    CLEF 2020.

    Examples
    --------
    >>> from skmedcode.metrics import mean_average_precision
    >>> y_true, y_score = [[1, 0, 1]], [[3.0, 2.0, 1.0]]
    >>> mean_average_precision(y_true, y_score)
    0.833...
    >>> mean_average_precision(y_true, y_score, n_relevant=[4])
    0.416...
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    if n_relevant is not None:
        n_relevant = _check_n_relevant(n_relevant, np.diff(y_true.indptr))
    values = GoldRanks(y_true, y_score).average_precision(n_relevant)
    return mean_over_notes(values, "mean_average_precision")


def _check_n_relevant(n_relevant, n_gold):
    n_relevant = np.asarray(n_relevant)
    if n_relevant.shape != n_gold.shape or n_relevant.dtype.kind not in "iu":
        raise ValueError(
            f"n_relevant must be {len(n_gold)} ints, one per note; got shape "
            f"{n_relevant.shape} of {n_relevant.dtype}. Count the gold codes of each note."
        )
    if (n_relevant < n_gold).any():
        row = int(np.flatnonzero(n_relevant < n_gold)[0])
        raise ValueError(
            f"n_relevant must be at least the gold codes in y_true; got {n_relevant[row]} for "
            f"row {row}, which has {n_gold[row]}. Count also the codes that are columns."
        )
    return n_relevant
