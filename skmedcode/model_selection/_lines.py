"""Straight lines from scores to calibrated logits, fitted by Newton's method block by block."""

import numpy as np
from scipy.special import expit

FLOOR = 1e-3  # the least slope: scores may flatten, never turn round
STEPS, SMALL = 50, 1e-10


def fit_line(blocks, n_gold, n_cells, with_intercept):
    """The line ``slope * score + intercept`` whose logistic function is likeliest.

    Parameters
    ----------
    blocks : callable
        Without arguments; yields pairs of scores and gold, arrays of the same shape, the same
        at each call. All of them need never be in memory together.
    n_gold, n_cells : int
        Gold cells, and all; at least one of each kind.
    with_intercept : bool
        Without one only the slope is fitted, the inverse of a temperature.

    Returns
    -------
    slope : float
        At least 0.001.
    intercept : float

    Notes
    -----
    Gold cells count as ``(n_gold + 1) / (n_gold + 2)`` and the others as ``1 / (n_other + 2)``, as
    in Platt's paper: else the slope would grow without end where a score tells all cells apart.
    """
    high, low = (n_gold + 1) / (n_gold + 2), 1 / (n_cells - n_gold + 2)
    line = np.array([1.0, 0.0])
    free = np.array([True, with_intercept])
    loss, gradient, hessian = _loss(blocks, line, high, low)
    for _ in range(STEPS):
        step = np.zeros(2)
        held = free & ~((line <= FLOOR) & (gradient > 0) & [True, False])  # stuck at the floor
        if not held.any():
            break
        step[held] = np.linalg.lstsq(hessian[np.ix_(held, held)], gradient[held])[0]
        if gradient @ step < SMALL * max(n_gold, 1):
            break
        for half in range(30):  # the whole step may go too far
            new = line - step / 2**half
            new[0] = max(new[0], FLOOR)
            found = _loss(blocks, new, high, low)
            if found[0] < loss:
                break
        else:
            break
        line, (loss, gradient, hessian) = new, found
    return float(line[0]), float(line[1])


def _loss(blocks, line, high, low):
    """Cross-entropy of all cells, its gradient and its second derivatives."""
    loss, gradient, hessian = 0.0, np.zeros(2), np.zeros((2, 2))
    for scores, gold in blocks():
        scores = np.asarray(scores, dtype=np.float64)
        logits = line[0] * scores + line[1]
        targets, chances = np.where(gold, high, low), expit(logits)
        loss += (np.logaddexp(0, logits) - targets * logits).sum()
        error, spread = chances - targets, chances * (1 - chances)
        gradient += (error * scores).sum(), error.sum()
        cross = (spread * scores).sum()
        hessian += [[(spread * scores**2).sum(), cross], [cross, spread.sum()]]
    return loss, gradient, hessian
