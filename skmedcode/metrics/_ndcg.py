"""How early the gold codes come, later ranks counting less."""

from skmedcode.metrics._ranks import GoldRanks
from skmedcode.metrics._validation import check_k, check_truth_and_scores


def ndcg_at_k(y_true, y_score, k):
    """Normalised discounted cumulative gain of the k best-scored codes, averaged over notes.

    A gold code at rank r gains ``1 / log2(r + 1)``. The sum over the k best codes is divided by
    the largest that the note's gold codes allow, all of them first.

    Parameters
    ----------
    y_true : array-like, DataFrame or sparse of shape (n_notes, n_codes)
        Gold codes, 0 or 1.
    y_score : array-like or DataFrame of shape (n_notes, n_codes)
        Logits or probabilities. Logits are safer: probabilities near 1 tie in float32.
    k : int
        Codes looked at in each note, from 1 to n_codes.

    Returns
    -------
    ndcg : float

    Raises
    ------
    ValueError
        If k is below 1 or above the number of codes, shapes differ, ``y_true`` is not binary,
        or a score is not finite.
    TypeError
        If k is not an int.

    See Also
    --------
    precision_at_k : The k best codes count alike.

    Notes
    -----
    A note without a gold code counts 0, as in `precision_at_k` and in sklearn's ``ndcg_score``:
    whatever is suggested for it is wrong. A note with fewer than k gold codes can reach 1, unlike
    there. Without equal scores this is ``sklearn.metrics.ndcg_score(y_true, y_score, k=k)``;
    codes with equal scores rank by column here, where sklearn averages over their orders.

    References
    ----------
    Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM Transactions on
    Information Systems 2002.

    Examples
    --------
    >>> from skmedcode.metrics import ndcg_at_k
    >>> ndcg_at_k([[1, 0, 0], [0, 1, 0]], [[3.0, 2.0, 1.0], [3.0, 2.0, 1.0]], k=2)
    0.815...
    """
    y_true, y_score = check_truth_and_scores(y_true, y_score)
    k = check_k(k, y_true.shape[1])
    return float(GoldRanks(y_true, y_score).ndcg_at_k(k).mean())
