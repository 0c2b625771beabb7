"""Fitting the members of an ensemble; every failure names the member."""

import numpy as np
import sklearn
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from skmedcode.ensemble._member_metadata import group_parameter, weight_parameter
from skmedcode.utils._processes import process_count
from skmedcode.utils._quiet_errors import quiet_failure


def fit_member(name, member, X, Y, sample_weight=None, evidence=None, fold=None, groups=None):
    """Fit a clone of a member.

    Parameters
    ----------
    name : str
    member : estimator
        Cloned, unless it is a ``FrozenEstimator``.
    X, Y, sample_weight, evidence
        As the ensemble's ``fit`` got them, or some rows of them. Members that do not learn from
        gold evidence are fitted without it.
    fold : str, default=None
        Where this happens, such as "fold 2 of 5", for messages.
    groups : ndarray of shape (n_notes,), default=None
        Patients, for the members that hold out notes of their own.

    Returns
    -------
    estimator
        Fitted.

    Raises
    ------
    RuntimeError
        If the member raises an error. Its message is repeated unless it may quote a note.
    TypeError
        If the member takes no ``sample_weight`` and there is one.
    """
    options = {} if sample_weight is None else weight_parameter(name, member, sample_weight)
    options |= {} if groups is None else group_parameter(member, groups)
    if evidence is not None and takes_evidence(member):
        options["evidence"] = evidence
    fitted, failure = None, None
    try:
        # Scikit-learn's routing would ask each pipeline inside for a request of its own.
        with sklearn.config_context(enable_metadata_routing=False):
            fitted = clone(member).fit(X, Y, **options)
    except Exception as error:
        failure = quiet_failure(f"Member {name!r}", error, "be fitted", fold)
    if failure is not None:
        raise RuntimeError(failure)
    return fitted


def fit_members(members, X, Y, sample_weight=None, evidence=None, n_jobs=None, groups=None):
    """Fit clones of several members on the same notes.

    Parameters
    ----------
    members : list of (name, estimator)
    X : notes, or what else the members read
    Y : array or sparse matrix of shape (n_notes, n_codes)
    sample_weight : ndarray of shape (n_notes,), default=None
    evidence : list of n_notes lists of (code, start, end), default=None
    n_jobs : int, default=None
        Processes over members.
    groups : ndarray of shape (n_notes,), default=None

    Returns
    -------
    list of (name, estimator)
        Fitted, in the same order.
    """
    fitted = Parallel(n_jobs=process_count(n_jobs))(
        delayed(fit_member)(name, member, X, Y, sample_weight, evidence, groups=groups)
        for name, member in members
    )
    names = [name for name, _ in members]
    return list(zip(names, fitted, strict=True))


def check_member(name, member):
    """Refuse what cannot be a member, by name."""
    if isinstance(member, type) or not hasattr(member, "fit"):
        shown = member.__name__ if isinstance(member, type) else type(member).__name__
        raise TypeError(
            f"Member {name!r} must be an estimator with fit, got {shown}. "
            "Pass an instance, for example AttentionCoder()."
        )
    if not (hasattr(member, "decision_function") or hasattr(member, "predict_proba")):
        raise TypeError(
            f"Member {name!r} must have decision_function or predict_proba, and "
            f"{type(member).__name__} has neither. Choose another estimator, or one that is told "
            "to give probabilities."
        )


def takes_evidence(member):
    """Whether a member learns from gold evidence, whose places are those of the note's text."""
    if isinstance(member, (Pipeline, FrozenEstimator)) or not has_fit_parameter(member, "evidence"):
        return False
    inner = getattr(member, "coder", None)
    if inner is not None and not takes_evidence(inner):
        return False
    return getattr(member, "_learns_evidence", True)


def fitted_codes(member, Y):
    """Which codes a fitted member can know about.

    Parameters
    ----------
    member : estimator
        Fitted.
    Y : array or sparse matrix of shape (n_notes, n_codes)
        What it was fitted on: counts of other notes would tell about notes that are held out.

    Returns
    -------
    ndarray of bool of shape (n_codes,)
        The member's own ``fitted_``, else the codes with a positive in Y.
    """
    own = getattr(last_step(member), "fitted_", None)
    if own is not None and np.shape(own) == (Y.shape[1],):
        return np.asarray(own, dtype=bool)
    if isinstance(member, FrozenEstimator):  # fitted on notes that are not known here
        return np.ones(Y.shape[1], dtype=bool)
    return np.asarray(Y.sum(axis=0)).ravel() > 0


def last_step(member):
    """What gives the scores: the end of a pipeline, what is frozen."""
    while isinstance(member, (Pipeline, FrozenEstimator)):
        frozen = isinstance(member, FrozenEstimator)
        member = member.estimator if frozen else member.steps[-1][1]
    return member
