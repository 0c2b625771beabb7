"""Iterative stratification by the package of that name, for small targets."""

from iterstrat.ml_stratifiers import IterativeStratification

# n_notes * n_codes**2 up to which the package takes a second or two: 50,000 notes of 140 codes.
FEW = 1e9


def is_small(table):
    """Whether a target is small enough for the package, which is quadratic in the codes."""
    n_notes, n_codes = table.shape
    return n_notes * n_codes**2 <= FEW


def iterative_parts(table, sizes, rng):
    """Assign notes to parts so that each part gets its share of every code.

    Parameters
    ----------
    table : csr_array of int, shape (n_notes, n_codes)
        Indicator; made dense, one byte a cell.
    sizes : ndarray of int, shape (n_parts,)
        Notes wanted in each part; met only roughly.
    rng : RandomState
        Breaks ties.

    Returns
    -------
    parts : ndarray of int, shape (n_notes,)
    """
    return IterativeStratification(table.astype(bool).toarray(), sizes / sizes.sum(), rng)
