"""Whether probabilities mean what they say: of the cells at 0.3, are three in ten gold?"""

import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics._bins import bin_sums, bin_sums_per_code
from skmedcode.metrics._counts import positive_scores, row_blocks
from skmedcode.metrics._validation import check_truth_and_probabilities


def expected_calibration_error(y_true, y_prob, *, n_bins=15, strategy="uniform", average="micro"):
    """Mean distance between the probabilities and the share of gold codes, bin by bin.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_prob : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities, from 0 to 1.
    n_bins : int, default=15
    strategy : {"uniform", "quantile"}, default="uniform"
        Bins of equal width, or of equally many cells.
    average : {"micro", "macro"}, default="micro"
        All (note, code) cells in the same bins; or bins for each code, and the mean over the codes
        with a positive in ``y_true``.

    Returns
    -------
    error : float
        From 0 to 1, less is better. NaN, with sklearn's UndefinedMetricWarning, if
        ``average="macro"`` and no code has a positive.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, a probability is not within 0 and 1, or a
        parameter is something else.
    TypeError
        If ``n_bins`` is not an int.

    See Also
    --------
    reliability_curve : The bins themselves, to be plotted.
    brier_score : Rewards telling notes apart too.

    Notes
    -----
    ``sum_b |gold_b - expected_b| / n``, where ``gold_b`` counts the gold cells of bin b and
    ``expected_b`` adds up their probabilities; n is the number of cells.

    With thousands of codes nearly all cells are near 0 and rightly so: over all cells the error
    is then tiny for any coder, and only comparisons of coders on the same notes and codes mean
    something. Bins of equal mass look at those near 0 almost alone; bins of equal width give the
    few high ones a bin of their own, but hardly any weight.

    Cells are counted in blocks; bins of equal mass over all cells hold one copy of ``y_prob``.

    References
    ----------
    Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning",
    AAAI 2015.

    Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.

    Examples
    --------
    >>> from skmedcode.metrics import expected_calibration_error
    >>> expected_calibration_error([[1, 0], [0, 0]], [[0.75, 0.25], [0.25, 0.25]], n_bins=2)
    0.25
    """
    y_true, y_prob = check_truth_and_probabilities(y_true, y_prob)
    _check_average(average)
    if average == "micro":
        gold, expected, _ = bin_sums(y_true, y_prob, n_bins, strategy)
        return float(np.abs(gold - expected).sum() / y_prob.size)
    present = np.flatnonzero(np.bincount(y_true.indices, minlength=y_true.shape[1]))
    if not len(present):
        return _undefined("expected_calibration_error")
    errors = [
        np.abs(gold - expected).sum(axis=1)
        for gold, expected in bin_sums_per_code(y_true, y_prob, present, n_bins, strategy)
    ]
    return float(np.concatenate(errors).mean() / len(y_prob))


def brier_score(y_true, y_prob, *, average="micro"):
    """Mean squared distance between the probabilities and what is gold.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_prob : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities, from 0 to 1.
    average : {"micro", "macro"}, default="micro"
        Over all (note, code) cells; or over those of the codes with a positive in ``y_true``,
        which is the mean of these codes' scores.

    Returns
    -------
    score : float
        From 0 to 1, less is better. NaN, with sklearn's UndefinedMetricWarning, if
        ``average="macro"`` and no code has a positive.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, or a probability is not within 0 and 1.

    See Also
    --------
    expected_calibration_error : Of calibration alone.

    Notes
    -----
    ``sklearn.metrics.brier_score_loss`` of two columns or more takes a row for the distribution of
    one class among several, which codes are not; of one column it is the same as here.

    References
    ----------
    Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review,
    1950.

    Examples
    --------
    >>> from skmedcode.metrics import brier_score
    >>> brier_score([[1, 0], [0, 0]], [[0.5, 0.0], [0.5, 0.0]])
    0.125
    """
    y_true, y_prob = check_truth_and_probabilities(y_true, y_prob)
    _check_average(average)
    n_notes, n_codes = y_true.shape
    total = np.zeros(n_codes)  # of the squares, had all cells been 0
    for rows in row_blocks(y_true.shape):
        total += np.square(y_prob[rows], dtype=np.float64).sum(axis=0)
    gold = positive_scores(y_true, y_prob).astype(np.float64)
    total += np.bincount(y_true.indices, weights=1 - 2 * gold, minlength=n_codes)
    if average == "macro":
        total = total[np.bincount(y_true.indices, minlength=n_codes) > 0]
        if not len(total):
            return _undefined("brier_score")
    return float(total.mean() / n_notes)


def reliability_curve(y_true, y_prob, *, n_bins=10, strategy="uniform"):
    """Share of gold cells against their probability, in bins; for a reliability diagram.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1. All (note, code) cells fall into the same bins; for one code pass one
        column.
    y_prob : array-like or DataFrame of shape (n_notes, n_codes)
        Probabilities, from 0 to 1.
    n_bins : int, default=10
    strategy : {"uniform", "quantile"}, default="uniform"
        Bins of equal width, or of equally many cells.

    Returns
    -------
    prob_true : ndarray of shape (n_filled,)
        Share of gold cells in each bin that has cells.
    prob_pred : ndarray of shape (n_filled,)
        Mean probability of the bin's cells.
    counts : ndarray of int of shape (n_filled,)
        How many cells it has.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, a probability is not within 0 and 1, or a
        parameter is something else.
    TypeError
        If ``n_bins`` is not an int.

    See Also
    --------
    expected_calibration_error : The curve as one figure.

    Notes
    -----
    ``sklearn.calibration.calibration_curve`` of all cells in one row, with the same bins, which
    takes one code only. A bin reaches from above its lower edge to its upper edge.

    Examples
    --------
    >>> from skmedcode.metrics import reliability_curve
    >>> prob_true, prob_pred, counts = reliability_curve(
    ...     [[1, 0], [1, 0]], [[0.75, 0.25], [0.75, 0.75]], n_bins=2
    ... )
    >>> prob_true.round(2), prob_pred, counts
    (array([0.  , 0.67]), array([0.25, 0.75]), array([1, 3]))
    """
    y_true, y_prob = check_truth_and_probabilities(y_true, y_prob)
    gold, expected, counts = bin_sums(y_true, y_prob, n_bins, strategy)
    filled = counts > 0
    return gold[filled] / counts[filled], expected[filled] / counts[filled], counts[filled]


def _check_average(average):
    if average not in ("micro", "macro"):
        raise ValueError(f"average must be 'micro' or 'macro'; got {average!r}. Pass one of them.")


def _undefined(name):
    message = f"{name} with average='macro' needs a code with a positive in y_true. It is NaN here."
    warnings.warn(message, UndefinedMetricWarning, stacklevel=3)
    return float("nan")
