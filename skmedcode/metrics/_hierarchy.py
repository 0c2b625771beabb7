"""Which nodes of a hierarchy stand above each code."""

from collections.abc import Mapping

import numpy as np
import scipy.sparse as sp

from skmedcode.code_systems import CodeSystem
from skmedcode.code_systems._groups import category
from skmedcode.utils._validation import check_code_names

_SHOWN = 5  # unknown codes that an error names


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
    above = _above(hierarchy)
    lines, unknown = [], []
    for name in names:
        try:
            lines.append(above(name))
        except KeyError:
            unknown.append(name)
    if unknown:
        shown = ", ".join(map(repr, unknown[:_SHOWN])) + (", ..." if len(unknown) > _SHOWN else "")
        raise ValueError(
            f"hierarchy must know every code; got {len(unknown)} of {len(names)} that it does not: "
            f"{shown}. Leave their columns out, or spell the codes as the hierarchy does."
        )
    return _as_table(_own_nodes(names, lines, hierarchy), lines)


def _own_nodes(names, lines, hierarchy):
    """A code that stands above others must be one node with it, however it is written."""
    if not isinstance(hierarchy, CodeSystem):
        return names
    upper = {str(node).upper(): node for line in lines for node in line}
    return [upper.get(str(name).upper(), name) for name in names]


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


def _above(hierarchy):
    """Return the function code -> its ancestors; KeyError for a code that is not known."""
    if isinstance(hierarchy, CodeSystem):
        return hierarchy.ancestors
    if isinstance(hierarchy, Mapping):
        known = set(hierarchy) | set(hierarchy.values())
        return lambda code: _climb(code, hierarchy, known)
    if isinstance(hierarchy, str) and hierarchy == "category":
        return _category
    raise TypeError(
        'hierarchy must be "category", a CodeSystem, or a mapping of code to parent; got '
        f"{type(hierarchy).__name__}. For groups of your own pass {{code: group}}."
    )


def _category(code):
    if not isinstance(code, str):
        raise KeyError(code)
    above = category(code)
    return [] if above == code else [above]


def _climb(code, parents, known):
    if code not in known:
        raise KeyError(code)
    above = {code: None}  # in order
    while (parent := parents.get(next(reversed(above)))) is not None:
        if parent in above:
            raise ValueError(
                f"hierarchy must be free of cycles; got one through {parent!r}. "
                "Give the topmost codes no parent."
            )
        above[parent] = None
    return list(above)[1:]
