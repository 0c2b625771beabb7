"""Scores of a member, whatever form they come in, as logits."""

import numpy as np

from skmedcode.ensemble._linear import NOT_FITTED
from skmedcode.ensemble._members import check_member
from skmedcode.utils._quiet_errors import quiet_failure
from skmedcode.utils._responses import as_table

SURE = -NOT_FITTED


def member_logits(name, member, X, n_codes, classes=None, fold=None):
    """Logits of a fitted member, from ``decision_function`` or else from ``predict_proba``.

    Parameters
    ----------
    name : str
    member : estimator
        Fitted.
    X : notes, or what else the member reads
    n_codes : int
    classes : ndarray of shape (n_codes,), default=None
        Names of the codes; a member with other names is refused.
    fold : str, default=None

    Returns
    -------
    ndarray of float32 of shape (n_notes, n_codes)
        Probabilities become logits between -12 and 12.

    Raises
    ------
    TypeError
        If the member has neither method.
    ValueError
        If its codes, its shape or its numbers are wrong.
    """
    check_member(name, member)
    check_classes(name, member, n_codes, classes)
    method = "decision_function" if hasattr(member, "decision_function") else "predict_proba"
    scores, failure = None, None
    try:
        scores = getattr(member, method)(X)
    except Exception as error:
        failure = quiet_failure(f"Member {name!r}", error, "score notes", fold)
    if failure is not None:
        raise RuntimeError(failure)
    n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
    if method == "predict_proba":
        scores = _as_logits(as_table(scores, getattr(member, "classes_", None), n_codes))
    scores = np.asarray(scores, dtype=np.float32)
    if n_codes == 1 and scores.ndim == 1:
        scores = scores.reshape(-1, 1)
    if scores.shape != (n_notes, n_codes):
        raise ValueError(
            f"Member {name!r} must give scores of shape (n_notes, n_codes) = "
            f"{(n_notes, n_codes)}; its {method} gave {scores.shape}. "
            "Use an estimator that takes a binary indicator, such as OneVsRestClassifier(...)."
        )
    if not np.isfinite(scores).all():
        raise ValueError(
            f"Member {name!r} must give finite scores; its {method} gave NaN or infinity. "
            "For a network, try a smaller lr."
        )
    return scores


def check_classes(name, member, n_codes, classes=None):
    """Refuse a fitted member with other codes than the ensemble's.

    Parameters
    ----------
    name : str
    member : estimator
        Fitted.
    n_codes : int
    classes : ndarray of shape (n_codes,), default=None
        Names of the codes.
    """
    own = getattr(member, "classes_", None)
    if own is None or isinstance(own, list):  # a list has the classes of each output
        return
    if n_codes == 1 and len(own) == 2:  # a binary classifier of a single code
        return
    numbers = np.arange(n_codes)
    if np.array_equal(own, numbers) or (classes is not None and np.array_equal(own, classes)):
        return
    if classes is None and len(own) == n_codes:
        return
    raise ValueError(
        f"Member {name!r} must know the same {n_codes} codes in the same order as the ensemble; "
        f"it has {len(own)} codes of its own. Fit it on the same Y, and give it the same "
        "code_names or none."
    )


def _as_logits(chances):
    with np.errstate(divide="ignore", invalid="ignore"):  # NaN is reported by member_logits
        logits = np.log(chances) - np.log1p(-np.asarray(chances, dtype=np.float64))
    return np.clip(logits, -SURE, SURE)
