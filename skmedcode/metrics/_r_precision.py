"""Precision where it equals recall."""

from skmedcode.metrics._ranks import GoldRanks, mean_over_notes
from skmedcode.metrics._validation import check_truth_and_scores


def r_precision(y_true, y_score):
    """Share of gold codes among the R best-scored, R being how many the note has; notes averaged.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.

    Returns
    -------
    precision : float
        NaN, with sklearn's UndefinedMetricWarning, if no note has a gold code.

    Raises
    ------
    ValueError
        If shapes differ, ``y_true`` is not binary, or a score is not finite.

    See Also
    --------
    precision_at_k : Looks at the same number of codes in each note.

    Notes
    -----
    At rank R precision and recall are the same, so no k need be chosen and a perfect ranking
    reaches 1 in each note. Notes without a gold code have R = 0: nothing is looked at, so they are
    left out, as in `recall_at_k` and `mean_average_precision`. Codes with equal scores rank by
    column.

    References
    ----------
    Manning, Raghavan, Schütze, "Introduction to Information Retrieval", Cambridge University Press
    2008, section 8.4.

    Examples
    --------
    >>> from skmedcode.metrics import r_precision
    >>> r_precision([[1, 0, 1], [0, 1, 0]], [[3.0, 2.0, 1.0], [1.0, 2.0, 0.0]])
    0.75
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    return mean_over_notes(GoldRanks(y_true, y_score).r_precision(), "r_precision")
