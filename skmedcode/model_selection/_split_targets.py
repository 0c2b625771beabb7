"""Targets that splitters accept: sparse indicators, or classes that repeat."""

import numpy as np
import scipy.sparse as sp

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
    """Return a target as a sparse indicator; 1-D classes become one column each.

    Parameters
    ----------
    y : array-like, DataFrame or sparse of shape (n_notes,) or (n_notes, n_codes)
    name : str
        Its name in errors.

    Returns
    -------
    table : csr_array of int, shape (n_notes, n_codes)
    """
    classes = as_classes(y, name)
    if classes is None:
        return check_indicator(y, name)
    values, classes = np.unique(classes, return_inverse=True)
    if len(values) > max(2, len(classes) // 2):
        raise ValueError(
            f"{name} must be codes or classes that repeat; got {len(values)} different values "
            f"in {len(classes)} rows, which look like notes. Put the codes last, or pass "
            "stratify=Y."
        )
    # Absent is a class too: both get a share.
    return one_of_each(classes, len(values))


def one_of_each(columns, n_columns):
    """Return an indicator with one column set in each row.

    Parameters
    ----------
    columns : ndarray of int, shape (n_rows,)
    n_columns : int

    Returns
    -------
    table : csr_array of int, shape (n_rows, n_columns)
    """
    rows = np.arange(len(columns))
    return sp.csr_array((np.ones_like(rows), (rows, columns)), (len(rows), n_columns))


def _as_array(y):
    try:
        return np.asarray(y)
    except ValueError:  # ragged lists of codes: a 1-D array of lists
        array = np.empty(len(y), dtype=object)
        array[:] = y
        return array
