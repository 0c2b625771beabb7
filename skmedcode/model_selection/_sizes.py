"""Exact sizes of parts, or as near as whole patients allow."""

from itertools import product

import numpy as np
import scipy.sparse as sp


def meet_sizes(parts, counts, unit_sizes, sizes):
    """Move units until parts have their sizes, disturbing the codes' shares least.

    Parameters
    ----------
    parts : ndarray of int, shape (n_units,)
        Part of each unit, a note or all notes of a patient; changed in place.
    counts : sparse of shape (n_units, n_codes)
        Notes of the unit that have the code.
    unit_sizes : ndarray of int, shape (n_units,)
        Notes of each unit, at least 1. If all are 1, sizes are met exactly.
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part, at least 1; they sum to the number of notes.

    Returns
    -------
    parts : ndarray of int, shape (n_units,)
        No part is empty, if there are enough units.

    Notes
    -----
    Every move makes the sum of squared errors of the sizes smaller, or an empty part not empty;
    so the moves come to an end.

    Examples
    --------
    >>> import numpy as np
    >>> import scipy.sparse as sp
    >>> from skmedcode.model_selection._sizes import meet_sizes
    >>> counts, ones = sp.csr_array([[1, 0], [1, 0], [0, 1], [0, 1]]), np.ones(4, dtype=int)
    >>> meet_sizes(np.array([0, 0, 0, 1]), counts, ones, np.array([2, 2])).tolist()
    [1, 0, 0, 1]
    """
    counts = sp.csr_array(counts, dtype=float)
    wanted = np.outer(sizes / sizes.sum(), counts.sum(axis=0))  # (n_parts, n_codes)
    surplus = np.stack([counts[parts == part].sum(axis=0) for part in range(len(sizes))]) - wanted
    several = (counts * (counts - counts.sign())).sum(axis=1)  # a squared, less a; 0 for notes
    while (move := _next_move(parts, unit_sizes, sizes)) is not None:
        giver, taker, movable = move
        # What moving a unit adds to the squared error of both parts, halved.
        cost = counts @ (1 - surplus[giver] + surplus[taker]) + several  # (n_units,)
        unit = np.argmin(np.where(movable, cost, np.inf))
        parts[unit] = taker
        codes = counts[[unit]].toarray()[0]
        surplus[giver] -= codes
        surplus[taker] += codes
    return parts


def _next_move(parts, unit_sizes, sizes):
    """Return the fullest and the emptiest part between which units can move, and these units."""
    excess = np.bincount(parts, weights=unit_sizes, minlength=len(sizes)) - sizes
    n_units = np.bincount(parts, minlength=len(sizes))
    fullest, emptiest = np.argsort(-excess, kind="stable"), np.argsort(excess, kind="stable")
    for giver, taker in product(fullest, emptiest):
        gap = excess[giver] - excess[taker]
        if n_units[giver] < 2 or giver == taker or (gap <= 1 and n_units[taker]):
            continue
        movable = parts == giver
        if n_units[taker]:
            movable &= unit_sizes < gap
        if movable.any():
            return giver, taker, movable
    return None
