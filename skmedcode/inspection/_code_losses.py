"""The loss of each code, from the most frequent to the rarest."""

import numpy as np

NORMS = ("entropy", "largest")


def code_losses(y_true, y_prob, normalize="entropy"):
    """Binary cross-entropy of each code over the notes, normalised.

    Parameters
    ----------
    y_true : csr_array of shape (n_notes, n_codes)
        Each code with a note that has it.
    y_prob : ndarray of shape (n_notes, n_codes)
    normalize : {"entropy", "largest", None}, default="entropy"
        Divide by the loss of one who knows nothing but how many of the notes have the code, which
        makes frequent and rare codes comparable; or all codes by the largest.

    Returns
    -------
    ndarray of shape (n_codes,)

    Examples
    --------
    >>> from scipy import sparse
    >>> y_true = sparse.csr_array([[1, 0], [0, 1], [0, 1], [1, 1]])
    >>> code_losses(y_true, np.full((4, 2), 0.5)).round(2)
    array([1.  , 1.22])
    """
    n_notes = len(y_prob)
    tiny = np.finfo(y_prob.dtype).eps
    losses = np.empty(y_prob.shape[1])
    columns = y_true.tocsc()
    for code in range(y_prob.shape[1]):
        chances = np.clip(y_prob[:, code], tiny, 1 - tiny).astype(np.float64)
        notes = columns.indices[columns.indptr[code] : columns.indptr[code + 1]]
        wrong = -np.log1p(-chances)
        wrong[notes] = -np.log(chances[notes])
        losses[code] = wrong.mean()
    if normalize == "largest":
        return losses / losses.max()
    return losses if normalize is None else losses / _entropy(np.diff(columns.indptr), n_notes)


def running_mean(values, window):
    """Mean over a window around each value, of which less remains towards both ends.

    Examples
    --------
    >>> running_mean(np.array([1.0, 2.0, 6.0, 3.0]), 3).tolist()
    [1.5, 3.0, 3.6666666666666665, 4.5]
    """
    sums = np.concatenate([[0.0], np.cumsum(values)])
    place = np.arange(len(values))
    start = np.maximum(place - window // 2, 0)
    stop = np.minimum(place + window // 2 + 1, len(values))
    return (sums[stop] - sums[start]) / (stop - start)


def _entropy(counts, n_notes):
    """Cross-entropy of a code's own share of the notes, which half a note keeps from 0 and 1."""
    share = (counts + 0.5) / (n_notes + 1)
    return -(counts * np.log(share) + (n_notes - counts) * np.log1p(-share)) / n_notes
