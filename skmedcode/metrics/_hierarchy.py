"""Which nodes of a hierarchy stand above each code."""

import numpy as np
import scipy.sparse as sp

from skmedcode.code_systems._tree import lines_above, named_few
from skmedcode.utils._validation import check_code_names


def names_of_codes(y_true, code_names):
    """Return the names of the columns, those of a DataFrame or else ``code_names``."""
    columns = getattr(y_true, "columns", None)
    names = code_names if columns is None else list(columns)
    if names is None:
        raise ValueError(
            "code_names must name the columns of y_true, since a hierarchy knows codes by name; "
            "got None. Pass coder.classes_, or y_true as a DataFrame."
        )
    return check_code_names(names, np.shape(y_true)[1]).tolist()


def node_table(names, hierarchy):
    """Mark, for each code, itself and all that stands above it.

    Parameters
    ----------
    names : list of length n_codes
    hierarchy : "category", CodeSystem or mapping of code to parent
        See `skmedcode.metrics.hierarchical_f1`.

    Returns
    -------
    nodes : csr_array of int64, shape (n_codes, n_nodes)
        Codes times it are codes with their ancestors; a node counts as often as it has codes.

    Raises
    ------
    ValueError
        If a code is unknown, or a mapping leads from a code back to itself.
    TypeError
        If ``hierarchy`` is something else.

    Examples
    --------
    >>> from skmedcode.metrics._hierarchy import node_table
    >>> node_table(["I50.1", "I50.9", "I10"], "category").toarray()
    array([[1, 0, 0, 1],
           [0, 1, 0, 1],
           [0, 0, 1, 0]])
    """
    own, lines, unknown = lines_above(names, hierarchy)
    if unknown:
        raise ValueError(
            f"hierarchy must know every code; got {len(unknown)} of {len(names)} that it does not: "
            f"{named_few(unknown)}. Leave their columns out, or spell the codes as the hierarchy "
            "does."
        )
    return _as_table(own, lines)


def _as_table(own, lines):
    rows = [dict.fromkeys([name, *line]) for name, line in zip(own, lines, strict=True)]
    number = {node: place for place, node in enumerate(dict.fromkeys(own))}
    for row in rows:
        for node in row:
            number.setdefault(node, len(number))
    columns = [number[node] for row in rows for node in row]
    indptr = np.cumsum([0, *map(len, rows)])
    ones = np.ones(len(columns), dtype=np.int64)
    return sp.csr_array((ones, columns, indptr), shape=(len(rows), len(number)))
