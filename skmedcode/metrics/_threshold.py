"""The one threshold, for all codes, that makes micro-F1 largest."""

import numpy as np

from skmedcode.metrics._counts import count_below, positive_scores, row_blocks
from skmedcode.metrics._validation import check_truth_and_scores


def best_f1_threshold(y_true, y_score):
    """Find the global threshold that maximises micro-F1, by exact search.

    Predict a code where ``y_score >= threshold``. Tune on validation notes, never on the notes
    that are reported on.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1, with at least one positive.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities or logits; the threshold is on the same scale.

    Returns
    -------
    threshold : float
        Midway between the lowest score that is predicted and the next score below it; the
        lowest score itself if every cell is predicted. Among equally good thresholds the
        highest, which predicts the fewest codes.

    Raises
    ------
    ValueError
        If ``y_true`` has no positive, shapes differ, ``y_true`` is not binary, or a score is
        not finite.

    See Also
    --------
    f1_micro : What is maximised.

    Notes
    -----
    Differs from the authors' code: exact, where theirs tries 100 evenly spaced thresholds.
    Lowering a threshold past negatives only adds false positives, so only the scores of gold
    codes are candidates, and counting them needs no sorted copy of all scores.

    References
    ----------
    Edin et al., "Automated Medical Coding on MIMIC-III and MIMIC-IV: A Critical Review and
    Replicability Study", SIGIR 2023.

    Examples
    --------
    >>> from skmedcode.metrics import best_f1_threshold
    >>> best_f1_threshold([[1, 0], [1, 0]], [[0.75, 0.125], [0.5, 0.25]])
    0.375
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    cuts, hits, given = gold_cuts(y_true, y_score)
    f1 = 2 * hits / (given + hits[0])
    return midway(cuts[last_maximum(f1)], y_score)


def gold_cuts(y_true, y_score):
    """Every cut worth trying, with what it gives; between two of them only negatives join.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    cuts : ndarray of shape (n_cuts,)
        The different scores of gold cells, ascending.
    hits : ndarray of int of shape (n_cuts,)
        Gold cells at or above each cut; those of the first are all.
    given : ndarray of int of shape (n_cuts,)
        Cells at or above each cut.
    """
    gold = np.sort(positive_scores(y_true, y_score))
    if not len(gold):
        raise ValueError(
            "y_true must have at least one positive; got none, so every threshold has F1 = 0. "
            "Tune on more notes, or keep threshold=0.5."
        )
    cuts, first = np.unique(gold, return_index=True)
    below, _ = count_below(y_score, cuts)
    return cuts, len(gold) - first, y_score.size - below


def last_maximum(values):
    """Place of the largest value, the last of equal ones: for cuts, the highest."""
    return len(values) - 1 - int(np.argmax(values[::-1]))


def midway(cut, y_score):
    """Return a threshold between a cut and the next lower score, in the scores' own precision.

    Parameters
    ----------
    cut : number
        One of the scores.
    y_score : ndarray of shape (n_notes, n_codes)

    Returns
    -------
    float
        The cut itself where no score is below.
    """
    lower = max(
        y_score[rows].max(where=y_score[rows] < cut, initial=-np.inf)
        for rows in row_blocks(y_score.shape)
    )
    return float(between(lower, cut))


def between(lower, upper):
    """Middle of two scores, where there is one that tells them apart; ``upper`` where not."""
    middle = lower / 2 + upper / 2  # halved first, so that huge logits do not overflow
    # Neighbouring floats have nothing between them; rounding down would let `lower` in.
    return middle if np.isfinite(lower) and lower < middle <= upper else upper
