"""Steps from scores to probabilities: isotonic regression, without a copy of all scores."""

import numpy as np
from sklearn.isotonic import isotonic_regression

from skmedcode.metrics._counts import count_below


def fit_steps(gold, y_score):
    """The never falling function of the score that is nearest to what is gold.

    Parameters
    ----------
    gold : ndarray of shape (n_gold,)
        Scores of the gold cells, at least one.
    y_score : ndarray of shape (n_notes, n_codes)
        Scores of all cells.

    Returns
    -------
    starts : ndarray of shape (n_steps,)
        Score from which each step reaches to the next, ascending; below the first the function
        is 0.
    values : ndarray of shape (n_steps,)
        Ascending, above 0 and at most 1.

    Notes
    -----
    Cells that are not gold between two gold ones are always of the step before them: a step that
    began with them would be lower than itself. So counts at the scores of gold cells, and between
    them, are all that is needed.
    """
    scores, n_gold = np.unique(gold, return_counts=True)
    below, _ = count_below(y_score, scores)
    reach = np.append(below[1:], y_score.size)  # up to the next gold score
    cells = reach - below
    values = isotonic_regression(n_gold / cells, sample_weight=cells)
    first = np.append(True, np.diff(values) > 0)
    return scores[first], values[first]


def climb(starts, values, scores):
    """The value of the step that each score is on; 0 below the first.

    Parameters
    ----------
    starts, values : ndarrays of shape (n_steps,)
    scores : ndarray

    Returns
    -------
    ndarray of float64, in the shape of ``scores``
    """
    return np.append(0.0, values)[np.searchsorted(starts, scores, side="right")]
