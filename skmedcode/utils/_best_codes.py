"""Which codes of a note come first, and which are given."""

import numpy as np
from scipy.special import expit


def best_columns(scores, threshold, top_k=None):
    """Columns of each note's codes, most probable first.

    Parameters
    ----------
    scores : ndarray of shape (n_notes, n_codes)
        Logits.
    threshold : float
        On the scale of probabilities; without ``top_k``, the codes that reach it.
    top_k : int, default=None
        This many codes a note.

    Returns
    -------
    list of n_notes arrays of int

    Examples
    --------
    >>> import numpy as np
    >>> [best.tolist() for best in best_columns(np.array([[1.0, -1, 2]]), 0.5)]
    [[2, 0]]
    """
    order = np.argsort(-scores, axis=1, kind="stable")[:, :top_k]
    if top_k is not None:
        return list(order)
    return [best[expit(row[best]) >= threshold] for row, best in zip(scores, order, strict=True)]


def explained_columns(chances, threshold, asked=None):
    """Columns to explain in each note and their probabilities, most probable first.

    Parameters
    ----------
    chances : ndarray of shape (n_notes, n_codes)
    threshold : float
    asked : ndarray of int, default=None
        The same columns for all notes; None takes those that reach the threshold.

    Yields
    ------
    columns : ndarray of int
    chances : list of float
    """
    for row in chances:
        columns = np.flatnonzero(row >= threshold) if asked is None else asked
        columns = columns[np.argsort(-row[columns], kind="stable")]
        yield columns, row[columns].tolist()
