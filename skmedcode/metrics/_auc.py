"""Areas under the ROC curve, over the codes for which one is defined."""

import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics._counts import BLOCK, count_below, positive_scores
from skmedcode.metrics._validation import check_truth_and_scores


def micro_auc(y_true, y_score):
    """Area under the ROC curve over all (note, code) cells at once.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.

    Returns
    -------
    auc : float
        NaN, with sklearn's UndefinedMetricWarning, if all cells are positive or none is.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, or a score is not finite.

    See Also
    --------
    macro_auc : Mean over codes instead.

    Notes
    -----
    Equal to ``sklearn.metrics.roc_auc_score(y_true, y_score, average="micro")``; ties count
    half. Scores are sorted in blocks, so memory stays flat at thousands of codes.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> from skmedcode.metrics import micro_auc
    >>> micro_auc([[1, 0], [0, 1], [1, 0]], [[0.9, 0.2], [0.4, 0.3], [0.8, 0.1]])
    0.888...
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    values = np.sort(positive_scores(y_true, y_score))
    n_positive, n_negative = len(values), y_score.size - len(values)
    if not (n_positive and n_negative):
        _warn_undefined("micro_auc needs a positive and a negative cell in y_true.")
        return float("nan")
    below, not_above = count_below(y_score, values)
    # below + not_above, summed, is twice the wins over negatives, ties half, plus P² of
    # positives against each other. Integers, so the result is exact.
    return (int((below + not_above).sum()) - n_positive**2) / (2 * n_positive * n_negative)


def macro_auc(y_true, y_score, *, return_n_codes=False):
    """Mean over codes of the area under the ROC curve.

    Only codes with both a positive and a negative note count: the others have no ROC curve.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.
    return_n_codes : bool, default=False
        Return also over how many codes the mean is: two means over different codes are no
        comparison.

    Returns
    -------
    auc : float
        NaN, with sklearn's UndefinedMetricWarning, only if no code is defined.
    n_codes : int
        Only with ``return_n_codes=True``.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, or a score is not finite.

    See Also
    --------
    micro_auc : Over all cells at once.
    coding_report : Tells how many codes were defined.

    Notes
    -----
    ``sklearn.metrics.roc_auc_score(average="macro")`` is NaN as soon as one code lacks a
    positive, which is the rule with rare codes; where it is defined, the two are equal. Folds
    that lack different codes average over different codes.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    The third code has no positive, so the mean is over two codes.

    >>> from skmedcode.metrics import macro_auc
    >>> y_true = [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    >>> y_score = [[0.9, 0.2, 0.1], [0.4, 0.3, 0.2], [0.3, 0.1, 0.5]]
    >>> macro_auc(y_true, y_score)
    0.75
    >>> macro_auc(y_true, y_score, return_n_codes=True)
    (0.75, 2)
    """
    per_code = auc_per_code(*check_truth_and_scores(y_true, y_score))
    auc = mean_auc(per_code)
    return (auc, int(np.isfinite(per_code).sum())) if return_n_codes else auc


def auc_per_code(y_true, y_score):
    """Return one AUC per code, NaN where it is undefined.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    auc : ndarray of shape (n_codes,)
    """
    n_notes, n_codes = y_true.shape
    y_true = y_true.tocsc()
    n_positive = np.diff(y_true.indptr)
    defined = np.flatnonzero((n_positive > 0) & (n_positive < n_notes))
    positives = positive_scores(y_true, y_score)
    twice_wins = np.zeros(n_codes, dtype=np.int64)
    step = max(1, BLOCK // n_notes)
    for start in range(0, len(defined), step):
        codes = defined[start : start + step]
        columns = np.ascontiguousarray(y_score[:, codes].T)  # (codes, n_notes)
        columns.sort(axis=1)
        for code, column in zip(codes, columns, strict=True):
            values = positives[y_true.indptr[code] : y_true.indptr[code + 1]]
            below, not_above = column.searchsorted(values), column.searchsorted(values, "right")
            twice_wins[code] = (below + not_above).sum() - len(values) ** 2
    auc = np.full(n_codes, np.nan)
    pairs = n_positive[defined].astype(np.int64) * (n_notes - n_positive[defined])
    auc[defined] = twice_wins[defined] / (2 * pairs)
    return auc


def mean_auc(per_code):
    """Mean of the areas that are defined; NaN, with a warning, if none is."""
    defined = per_code[~np.isnan(per_code)]
    if len(defined):
        return float(defined.mean())
    message = "macro_auc needs a code with both a positive and a negative note."
    _warn_undefined(message, stacklevel=4)
    return float("nan")


def _warn_undefined(message, stacklevel=3):
    warnings.warn(f"{message} It is NaN here.", UndefinedMetricWarning, stacklevel=stacklevel)
