"""Iterative stratification: share notes out so that each part gets its share of every code."""

import numpy as np
import scipy.sparse as sp
from iterstrat.ml_stratifiers import IterativeStratification

from skmedcode.metrics._validation import BINARIZE, check_indicator


def as_classes(y, name):
    """Return the 1-D classes of a one-column or 1-D target, else None.

    Parameters
    ----------
    y : array-like, DataFrame or sparse of shape (n_notes,) or (n_notes, n_codes)
    name : str
        Its name in errors.

    Returns
    -------
    classes : ndarray of shape (n_notes,) or None
    """
    if not hasattr(y, "shape"):
        y = _as_array(y)
    if len(y.shape) > 1:
        return check_indicator(y, name).toarray()[:, 0] if y.shape[1] == 1 else None
    if any(isinstance(value, list | tuple | set | frozenset | np.ndarray) for value in y):
        raise ValueError(f"{name} must be an indicator or classes; got lists. {BINARIZE}")
    return np.asarray(y)


def as_table(y, name):
    """Return a target as a dense boolean indicator; 1-D classes become one column each.

    Parameters
    ----------
    y : array-like, DataFrame or sparse of shape (n_notes,) or (n_notes, n_codes)
    name : str
        Its name in errors.

    Returns
    -------
    table : ndarray of bool, shape (n_notes, n_codes)
    """
    classes = as_classes(y, name)
    if classes is None:
        return check_indicator(y, name).astype(bool).toarray()
    values, classes = np.unique(classes, return_inverse=True)
    if len(values) > max(2, len(classes) // 2):
        raise ValueError(
            f"{name} must be codes or classes that repeat; got {len(values)} different values "
            f"in {len(classes)} rows, which look like notes. Put the codes last, or pass "
            "stratify=Y."
        )
    return classes[:, None] == np.arange(len(values))  # absent is a class too: both get a share


def assign_parts(table, sizes, rng, *, shuffle):
    """Assign every note to a part.

    Parameters
    ----------
    table : ndarray of bool, shape (n_notes, n_codes)
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part; they sum to n_notes and are met exactly.
    rng : RandomState
        Breaks ties, and shuffles.
    shuffle : bool
        Whether to visit the notes in random order.

    Returns
    -------
    parts : ndarray of int, shape (n_notes,)
    """
    order = rng.permutation(len(table)) if shuffle else np.arange(len(table))
    shuffled = IterativeStratification(table[order], sizes / sizes.sum(), rng)
    parts = np.empty_like(shuffled)
    parts[order] = shuffled
    return _meet_sizes(parts, table, sizes)


def _as_array(y):
    try:
        return np.asarray(y)
    except ValueError:  # ragged lists of codes: a 1-D array of lists
        array = np.empty(len(y), dtype=object)
        array[:] = y
        return array


def _meet_sizes(parts, table, sizes):
    """Move single notes until each part has its size, disturbing the codes' shares least."""
    counts = np.bincount(parts, minlength=len(sizes))
    wanted = np.outer(sizes / sizes.sum(), table.sum(axis=0))  # (n_parts, n_codes)
    surplus = np.stack([table[parts == part].sum(axis=0) for part in range(len(sizes))]) - wanted
    sparse = sp.csr_array(table, dtype=float)
    while (counts != sizes).any():
        giver, taker = np.argmax(counts - sizes), np.argmin(counts - sizes)
        # What moving a note adds to the squared error of both parts, halved.
        cost = sparse @ (1 - surplus[giver] + surplus[taker])  # (n_notes,)
        note = np.argmin(np.where(parts == giver, cost, np.inf))
        parts[note] = taker
        surplus[giver] -= table[note]
        surplus[taker] += table[note]
        counts[giver] -= 1
        counts[taker] += 1
    return parts
