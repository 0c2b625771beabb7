"""How a code stands in its note: its rank, and its lead over codes of the same group."""

import numpy as np


def ranks(scores, rows, codes):
    """One more than the number of better codes in the note.

    Parameters
    ----------
    scores : ndarray of shape (n_notes, n_codes)
    rows, codes : ndarray of int of shape (n_asked,)
        Which cells; rows never fall.

    Returns
    -------
    ndarray of float32 of shape (n_asked,)
    """
    ordered, asked = np.sort(-scores, axis=1), -scores[rows, codes]
    ends = np.searchsorted(rows, np.arange(len(scores) + 1))
    result = np.empty(len(rows), dtype=np.float32)
    for row, own in enumerate(ordered):  # equal scores, equal rank
        part = slice(ends[row], ends[row + 1])
        result[part] = np.searchsorted(own, asked[part]) + 1
    return result


def leads(scores, group, floor):
    """Score less that of the best other code of the group.

    Parameters
    ----------
    scores : ndarray of shape (n_notes, n_codes)
    group : ndarray of int of shape (n_codes,)
    floor : float
        Stands for the best other code where there is none.

    Returns
    -------
    ndarray of float32 of shape (n_notes, n_codes)
    """
    order = np.argsort(group, kind="stable")
    sizes = np.unique(group[order], return_counts=True)[1]
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    ordered = scores[:, order]
    best = np.maximum.reduceat(ordered, starts, axis=1)[:, owner]
    leader = ordered == best
    rest = np.maximum.reduceat(np.where(leader, floor, ordered), starts, axis=1)
    tied = np.add.reduceat(leader, starts, axis=1, dtype=np.int32) > 1
    other = np.where(leader & ~tied[:, owner], np.maximum(rest[:, owner], floor), best)
    result = np.empty(scores.shape, dtype=np.float32)
    result[:, order] = ordered - other
    return result
