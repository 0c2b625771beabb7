"""Scorers asked about predictions that are there already, cut by cut."""

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import get_scorer as get_sklearn_scorer

from skmedcode.metrics import get_scorer, get_scorer_names
from skmedcode.metrics._counts import row_blocks


class Told(ClassifierMixin, BaseEstimator):
    """A fitted classifier that predicts what it is told.

    Parameters
    ----------
    classes_ : ndarray
    given : array or sparse matrix
        What ``predict`` returns.
    """

    def __init__(self, classes_, given):
        self.classes_ = classes_
        self.given = given

    def fit(self, X, y):
        """Learn nothing."""
        return self

    def predict(self, X):
        """What it was told, whatever the notes."""
        return self.given


def check_scoring(scoring):
    """Return the scorer ``(estimator, X, y)`` of a name, ours before scikit-learn's, or itself."""
    if callable(scoring):
        return scoring
    if isinstance(scoring, str):
        for get in (get_scorer, get_sklearn_scorer):
            try:
                return get(scoring)
            except ValueError:
                continue
    names = [name for name in get_scorer_names() if name.startswith("f1")]
    raise ValueError(
        f"scoring must be None, a scorer (estimator, X, y), or a name such as {', '.join(names)}; "
        f"got {scoring!r}. For a metric of y_true and y_pred pass "
        "sklearn.metrics.make_scorer(metric)."
    )


def best_by_scorer(scoring, candidates, give, target, X, y):
    """The candidate whose predictions a scorer likes best.

    Parameters
    ----------
    scoring : str or callable
    candidates : sequence
        Of thresholds or numbers of codes.
    give : callable
        ``give(candidate)`` -> csr_array of int of shape (n_notes, n_codes).
    target : Target
    X, y : the held-out notes and their codes, as the scorer shall see them

    Returns
    -------
    best : int
        Place of the best; the last of equally good ones.
    score : float
    """
    scorer, scores = check_scoring(scoring), []
    for candidate in candidates:
        told = Told(target.classes, target.as_given(give(candidate)))
        try:
            scores.append(float(scorer(told, X, y)))
        except AttributeError as error:
            raise ValueError(
                f"scoring must look at predictions, which a threshold changes; {scoring!r} asks "
                "for scores. Choose an F1 score, or leave scoring at None."
            ) from error
    scores = np.array(scores)
    if np.isnan(scores).all():
        raise ValueError(f"scoring must be defined for these notes; {scoring!r} is NaN throughout.")
    best = len(scores) - 1 - int(np.nanargmax(scores[::-1]))
    return best, float(scores[best])


def cells_above(y_score, cut):
    """All cells at or above a cut, as a function of a higher one.

    Parameters
    ----------
    y_score : ndarray of shape (n_notes, n_codes)
    cut : float

    Returns
    -------
    callable
        ``threshold`` -> csr_array of int of shape (n_notes, n_codes), without another look at the
        cells below the first cut.
    """
    places, values = [], []
    for rows in row_blocks(y_score.shape):
        note, code = np.nonzero(y_score[rows] >= cut)
        places.append(np.stack([note + rows.start, code]))
        values.append(y_score[rows][note, code])
    places, values = np.hstack(places), np.concatenate(values)

    def give(threshold):
        note, code = places[:, values >= threshold]
        ones = np.ones(len(note), dtype=np.int64)
        return sparse.coo_array((ones, (note, code)), shape=y_score.shape).tocsr()

    return give
