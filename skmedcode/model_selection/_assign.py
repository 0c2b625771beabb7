"""Share notes out so that each part gets its share of every code."""

import numpy as np
import scipy.sparse as sp

from skmedcode.model_selection._greedy import greedy_parts
from skmedcode.model_selection._iterative import is_small, iterative_parts
from skmedcode.model_selection._sizes import meet_sizes
from skmedcode.model_selection._split_targets import one_of_each


def assign_parts(table, sizes, rng, *, shuffle, method="auto"):
    """Assign every note to a part.

    Parameters
    ----------
    table : csr_array of int, shape (n_notes, n_codes)
        Indicator.
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part; they sum to n_notes and are met exactly.
    rng : RandomState
        Breaks ties, and shuffles.
    shuffle : bool
        Whether to visit the notes in random order.
    method : {"auto", "iterative", "greedy"}, default="auto"
        "auto" is the package iterative-stratification where it takes seconds, else ours.

    Returns
    -------
    parts : ndarray of int, shape (n_notes,)
    """
    greedy = method == "greedy" or (method == "auto" and not is_small(table))
    table = with_no_code(table) if greedy else table
    ones = np.ones(table.shape[0], dtype=int)
    order = rng.permutation(len(ones)) if shuffle else np.arange(len(ones))
    parts = np.empty_like(order)
    if greedy:
        parts[order] = greedy_parts(table[order], ones, sizes, rng)
    else:
        parts[order] = iterative_parts(table[order], sizes, rng)
    return meet_sizes(parts, table, ones, sizes)


def assign_groups(table, units, sizes, rng, *, shuffle):
    """Assign all notes of a patient to one part.

    Parameters
    ----------
    table : csr_array of int, shape (n_notes, n_codes)
        Indicator.
    units : ndarray of int, shape (n_notes,)
        The patient of each note, from 0 on.
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part; met as nearly as whole patients allow.
    rng : RandomState
        Breaks ties, and shuffles.
    shuffle : bool
        Whether to visit patients with equally many notes in random order.

    Returns
    -------
    parts : ndarray of int, shape (n_notes,)
        No part is empty, if there are as many patients.
    """
    units = _by_appearance(units)
    unit_sizes = np.bincount(units)
    n_units = len(unit_sizes)
    order = rng.permutation(n_units) if shuffle else np.arange(n_units)
    members = one_of_each(units, n_units).T  # (n_units, n_notes)
    counts = sp.csr_array(members @ with_no_code(table))
    parts = np.empty_like(order)
    parts[order] = greedy_parts(counts[order], unit_sizes[order], sizes, rng)
    return meet_sizes(parts, counts, unit_sizes, sizes)[units]


def with_no_code(table):
    """Return the table with "no code" as one more code, so that such notes are spread too."""
    without = np.diff(table.indptr) == 0
    if not without.any():
        return table
    return sp.csr_array(sp.hstack([table, sp.csr_array(without[:, None], dtype=int)]))


def _by_appearance(units):
    """Renumber in the order of their first notes, so that names of patients do not matter."""
    first = np.unique(units, return_index=True)[1]
    return np.argsort(np.argsort(first))[units]
