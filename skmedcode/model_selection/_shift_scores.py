"""What each note contributes to the scores of a period, from a block of predictions at a time."""

from typing import NamedTuple

import numpy as np
from sklearn.utils import _safe_indexing

from skmedcode.metrics._counts import predicted_cells
from skmedcode.metrics._ranks import GoldRanks
from skmedcode.metrics._validation import check_indicator, check_truth_and_scores
from skmedcode.utils._best_codes import best_columns
from skmedcode.utils._responses import as_table, cuts_probabilities

CELLS = 1 << 23  # predicted at once: 32 MB in float32


class NoteScores(NamedTuple):
    """What each note contributes.

    Parameters
    ----------
    hits, n_predicted : ndarray of int, shape (n_notes,)
    average_precision : ndarray of float, shape (n_notes,)
        NaN for notes without gold codes; those that the coder cannot name count as missed.
    chance, right : ndarrays of shape (n_notes, k)
        Probability of each of the k best codes, and whether it is gold.
    """

    hits: np.ndarray
    n_predicted: np.ndarray
    average_precision: np.ndarray
    chance: np.ndarray
    right: np.ndarray


def score_notes(coder, side, k):
    """Predict some notes in blocks and return their `NoteScores`.

    Parameters
    ----------
    coder : fitted coder
    side : Side
    k : int
    """
    n_notes, n_codes = side.Y.shape
    step = max(1, CELLS // n_codes)
    parts = [
        _of_block(coder, side, slice(start, min(start + step, n_notes)), k)
        for start in range(0, n_notes, step)
    ]
    return NoteScores(*map(np.concatenate, zip(*parts, strict=True)))


def _of_block(coder, side, rows, k):
    notes = _safe_indexing(side.notes, np.arange(rows.start, rows.stop))
    answer = coder.predict_proba(notes)
    classes = getattr(coder, "classes_", None)
    table = as_table(answer, classes, side.Y.shape[1], lambda: np.asarray(coder.predict(notes)))
    truth, chances = check_truth_and_scores(side.Y[rows], table)
    if chances.min() < 0 or chances.max() > 1:
        raise ValueError(
            "coder.predict_proba must give probabilities between 0 and 1; got others. "
            "Pass a coder that is calibrated to give them."
        )
    if cuts_probabilities(coder):  # it spares the second pass
        given = predicted_cells(chances, coder.threshold_)
    else:
        given = check_indicator(coder.predict(notes), "y_pred")
    best = np.array(best_columns(chances, None, top_k=k))  # (n_notes, k)
    right = np.take_along_axis(truth.toarray(), best, axis=1)
    return (
        truth.multiply(given).sum(axis=1),
        given.sum(axis=1),
        GoldRanks(truth, chances).average_precision(side.n_gold[rows]),
        np.take_along_axis(chances, best, axis=1).astype(float),
        right,
    )
