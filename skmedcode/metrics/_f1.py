"""F1 scores: micro, and the two things that papers call macro."""

import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics._counts import count_cells
from skmedcode.metrics._validation import check_truth_and_predictions


def f1_micro(y_true, y_pred):
    """F1 over all (note, code) cells at once: 2TP / (2TP + FP + FN).

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.

    Returns
    -------
    f1 : float
        0.0, with sklearn's UndefinedMetricWarning, if no cell is gold or predicted.

    Raises
    ------
    ValueError
        If the shapes differ or a value is neither 0 nor 1.

    See Also
    --------
    f1_macro : Mean over codes.
    best_f1_threshold : The threshold that makes it largest.

    Notes
    -----
    Equal to ``sklearn.metrics.f1_score(y_true, y_pred, average="micro")``.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> from skmedcode.metrics import f1_micro
    >>> f1_micro([[1, 0], [0, 1]], [[1, 1], [0, 1]])
    0.8
    """
    hits, n_gold, n_predicted = count_cells(*check_truth_and_predictions(y_true, y_pred))
    total = n_gold.sum() + n_predicted.sum()
    if not total:
        _warn_undefined("f1_micro needs a code in y_true or in y_pred.")
        return 0.0
    return float(2 * hits.sum() / total)


def f1_macro(y_true, y_pred, *, codes="present", return_n_codes=False):
    """Mean over codes of the F1 of each code.

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.
    codes : {"present", "all"}, default="present"
        The codes to average over: those with a positive in ``y_true``, or all, where a code
        with neither a gold nor a predicted note counts 0.
    return_n_codes : bool, default=False
        Return also over how many codes the mean is: two means over different codes are no
        comparison.

    Returns
    -------
    f1 : float
        0.0, with sklearn's UndefinedMetricWarning, if there is no code to average over.
    n_codes : int
        Only with ``return_n_codes=True``.

    Raises
    ------
    ValueError
        If the shapes differ, a value is neither 0 nor 1, or ``codes`` is something else.

    See Also
    --------
    f1_macro_caml : The definition of CAML and of the papers that copied its evaluation.

    Notes
    -----
    With ``codes="all"`` equal to ``sklearn.metrics.f1_score(average="macro",
    zero_division=0)``. Over all codes the value falls with the number of codes that a small
    test set happens to lack; over those present it does not: on MIMIC-III full it is about
    twice as large.

    References
    ----------
    Edin et al., "Automated Medical Coding on MIMIC-III and MIMIC-IV: A Critical Review and
    Replicability Study", SIGIR 2023.

    Examples
    --------
    >>> from skmedcode.metrics import f1_macro
    >>> y_true, y_pred = [[1, 0, 0], [1, 1, 0]], [[1, 0, 0], [1, 0, 0]]
    >>> f1_macro(y_true, y_pred), f1_macro(y_true, y_pred, codes="all")
    (0.5, 0.333...)
    >>> f1_macro(y_true, y_pred, return_n_codes=True)
    (0.5, 2)
    """
    if codes not in ("present", "all"):
        raise ValueError(f"codes must be 'present' or 'all'; got {codes!r}. Pass one of the two.")
    hits, n_gold, n_predicted = count_cells(*check_truth_and_predictions(y_true, y_pred))
    f1 = 2 * hits / np.maximum(n_gold + n_predicted, 1)
    kept = f1[n_gold > 0] if codes == "present" else f1
    if not len(kept):
        _warn_undefined("f1_macro with codes='present' needs a code with a positive in y_true.")
    mean = float(kept.mean()) if len(kept) else 0.0
    return (mean, len(kept)) if return_n_codes else mean


def f1_macro_caml(y_true, y_pred):
    """Harmonic mean of mean precision and mean recall over all codes, as CAML reports it.

    Parameters
    ----------
    y_true, y_pred : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold and predicted codes, 0 or 1.

    Returns
    -------
    f1 : float

    Raises
    ------
    ValueError
        If the shapes differ or a value is neither 0 nor 1.

    See Also
    --------
    f1_macro : Mean of the F1 of each code, the usual definition.

    Notes
    -----
    For comparison with published tables only (CAML, MultiResCNN, DCAN, MSMN). Codes absent
    from the split count 0; 1e-10 is added to each code's denominators, as in the authors' code.

    References
    ----------
    Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    Examples
    --------
    >>> from skmedcode.metrics import f1_macro_caml
    >>> round(f1_macro_caml([[1, 0, 0], [1, 1, 0]], [[1, 0, 0], [1, 0, 0]]), 6)
    0.333333
    """
    hits, n_gold, n_predicted = count_cells(*check_truth_and_predictions(y_true, y_pred))
    precision = (hits / (n_predicted + 1e-10)).mean()
    recall = (hits / (n_gold + 1e-10)).mean()
    return float(2 * precision * recall / (precision + recall)) if hits.any() else 0.0


def _warn_undefined(message):
    warnings.warn(f"{message} It is 0.0 here.", UndefinedMetricWarning, stacklevel=3)
