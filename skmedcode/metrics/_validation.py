"""What the metrics accept: binary indicators, finite scores, and both about the same codes."""

import numbers

import numpy as np
import scipy.sparse as sp

from skmedcode.utils._validation import frame_codes


def check_indicator(Y, name="y_true"):
    """Return a binary indicator as a new canonical CSR array of ones.

    Parameters
    ----------
    Y : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        The indicator; never modified.
    name : str
        Its name in errors.

    Returns
    -------
    Y : csr_array of int64, shape (n_notes, n_codes)
    """
    Y = frame_codes(Y) if hasattr(Y, "columns") else Y
    if not sp.issparse(Y):
        Y = _dense_table(Y, name)
    elif Y.ndim != 2:
        raise ValueError(f"{name} must be 2-D; got {Y.ndim} dimension(s). {_RESHAPE}")
    if min(Y.shape) == 0:
        raise ValueError(
            f"{name} must have at least one note and one code; got shape {Y.shape}. "
            "Check the split and the code list it was made from."
        )
    Y = sp.csr_array(Y, copy=True)
    Y.sum_duplicates()
    Y.eliminate_zeros()
    if not (Y.data == 1).all():
        odd = Y.data[Y.data != 1][0].item()
        raise ValueError(
            f"{name} must hold only 0 and 1; got {odd!r}. {_CURES.get(name, BINARIZE)}"
        )
    return Y.astype(np.int64)


def check_truth_and_scores(y_true, y_score, name="y_score"):
    """Return the truth as CSR and the scores as a dense float array of the same shape."""
    _check_same_columns(y_true, y_score, name)
    y_true = check_indicator(y_true)
    if sp.issparse(y_score):
        raise TypeError(f"{name} must be dense; got a sparse matrix. Pass {name}.toarray().")
    y_score = _float_table(y_score, name)
    _check_same_shape(y_true, y_score, name)
    if not (np.isfinite(y_score.min()) and np.isfinite(y_score.max())):
        raise ValueError(
            f"{name} must be finite; got NaN or infinity. NaN often means that training "
            "diverged: try a smaller lr, or gradient clipping."
        )
    return y_true, y_score


def check_truth_and_probabilities(y_true, y_prob):
    """Return the truth as CSR and the probabilities as a dense float array of the same shape."""
    y_true, y_prob = check_truth_and_scores(y_true, y_prob, "y_prob")
    low, high = y_prob.min(), y_prob.max()
    if low < 0 or high > 1:
        raise ValueError(
            f"y_prob must be probabilities, from 0 to 1; got values from {low:.3g} to {high:.3g}. "
            "Pass predict_proba's output, not decision_function's."
        )
    return y_true, y_prob


def check_truth_and_predictions(y_true, y_pred):
    """Return truth and predictions as CSR indicators of the same shape."""
    _check_same_columns(y_true, y_pred, "y_pred")
    y_true, y_pred = check_indicator(y_true), check_indicator(y_pred, "y_pred")
    _check_same_shape(y_true, y_pred, "y_pred")
    return y_true, y_pred


def check_k(k, n_codes=None):
    """Return ``k`` as an int of at least 1 and, where ``n_codes`` is given, at most that."""
    if isinstance(k, bool) or not isinstance(k, numbers.Integral):
        raise TypeError(f"k must be an int; got {k!r}. Pass for example k=8.")
    if k < 1 or (n_codes is not None and k > n_codes):
        limit = "at least 1" if n_codes is None else f"from 1 to the number of codes, {n_codes}"
        raise ValueError(
            f"k must be {limit}; got {k}. "
            "Choose one that fits: 5 is usual for 50 codes, 8 and 15 for thousands."
        )
    return int(k)


def check_threshold(threshold, n_codes):
    """Return a threshold as an array of no dimension, or of one value a code."""
    try:
        threshold = np.asarray(threshold, dtype=float)
    except (ValueError, TypeError):
        threshold = np.array(np.nan)
    if threshold.shape not in ((), (n_codes,)) or np.isnan(threshold).any():
        raise ValueError(
            f"threshold must be a number, or {n_codes} of them, one per code; got shape "
            f"{threshold.shape} or a value that is no number. Pass for example threshold=0.5."
        )
    return threshold


_RESHAPE = "For a single code pass y.reshape(-1, 1)."
_CURES = {"y_pred": "Pass predict's 0/1 output, or threshold the scores: y_score >= threshold."}
BINARIZE = "Turn lists of codes into an indicator with sklearn's MultiLabelBinarizer."


def _dense_table(Y, name):
    try:
        Y = np.asarray(Y)
        Y = Y.astype(float) if Y.dtype.kind == "O" else Y
    except (ValueError, TypeError):
        Y = np.empty((0, 0), dtype=object)  # ragged, or not numbers: reported just below
    if Y.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} must be a numeric indicator (n_notes, n_codes) of 0 and 1; "
            f"got text, ragged lists or objects. {_CURES.get(name, BINARIZE)}"
        )
    if Y.ndim != 2:
        raise ValueError(f"{name} must be 2-D; got {Y.ndim} dimension(s). {_RESHAPE}")
    return Y


def _float_table(y_score, name):
    try:
        y_score = np.asarray(y_score)
        if y_score.dtype not in (np.float32, np.float64):
            # Half precision is only widened: float64 would double the cost for nothing.
            half = y_score.dtype == np.float16
            y_score = y_score.astype(np.float32 if half else np.float64, casting="unsafe")
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{name} must be an array of numbers, (n_notes, n_codes); got ragged lists or "
            "objects. Pass decision_function's or predict_proba's output."
        ) from error
    return y_score


def _check_same_shape(y_true, other, name):
    if y_true.shape != other.shape:
        raise ValueError(
            f"{name} must have y_true's shape {y_true.shape}; got {other.shape}. "
            "Both need one row per note and one column per code, in the same order."
        )


def _check_same_columns(y_true, other, name):
    # Two frames with the same codes in another order would score silently wrong.
    ours, theirs = getattr(y_true, "columns", None), getattr(other, "columns", None)
    if ours is not None and theirs is not None and list(ours) != list(theirs):
        raise ValueError(
            f"{name} must have y_true's columns in the same order; got other columns. "
            f"Align them by name: {name}[y_true.columns]."
        )
