"""The k best codes of each note."""

import numpy as np


def top_k_mask(y_score, k):
    """Mark exactly k codes a row by (-score, column), without sorting the row.

    Parameters
    ----------
    y_score : ndarray of shape (n_notes, n_codes)
    k : int

    Returns
    -------
    ndarray of bool of shape (n_notes, n_codes)
    """
    place = y_score.shape[1] - k
    kth = np.partition(y_score, place, axis=1)[:, place, None]  # (n_notes, 1)
    top, tied = y_score > kth, y_score == kth
    room = k - top.sum(axis=1)
    crowded = np.flatnonzero(tied.sum(axis=1) > room)
    # Only rows with more ties than places need a running count; there the first columns win.
    tied[crowded] &= tied[crowded].cumsum(axis=1) <= room[crowded, None]
    return top | tied
