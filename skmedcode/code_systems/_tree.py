"""What stands above codes, from each kind of hierarchy, and the tree that it makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._groups import category, is_missing

ROOT = ""  # the name of a root that no hierarchy named
SHOWN = 5  # codes that a message names


@dataclass(frozen=True, eq=False)
class CodeTree:
    """Codes and all that stands above them, under one root.

    Parameters
    ----------
    nodes : list of length n_nodes
        The codes first, in their order, then what stands above them. A root that no hierarchy
        named is called "".
    parents : ndarray of int of shape (n_nodes,)
        Place of the node above; -1 for the root.
    unknown : list
        Codes of which the hierarchy knows nothing; they stand beneath the root.
    """

    nodes: list
    parents: np.ndarray
    unknown: list


def code_tree(names, hierarchy):
    """The tree of some codes, what stands above them included.

    Parameters
    ----------
    names : list of length n_codes
    hierarchy : "category", CodeSystem, mapping of code to parent, or None
        As of `skmedcode.metrics.hierarchical_f1`; None puts all codes beneath the root.

    Returns
    -------
    CodeTree

    Raises
    ------
    ValueError
        If nodes stand above each other in a circle.
    TypeError
        If ``hierarchy`` is something else.

    Examples
    --------
    >>> from skmedcode.code_systems._tree import code_tree
    >>> tree = code_tree(["I50.1", "I50.9", "E11.9"], "category")
    >>> tree.nodes, tree.parents.tolist()
    (['I50.1', 'I50.9', 'E11.9', 'I50', 'E11', ''], [3, 3, 4, 5, 5, -1])
    """
    nodes, lines, unknown = list(names), [[]] * len(names), []
    if hierarchy is not None:
        nodes, lines, unknown = lines_above(names, hierarchy)
    number = {}
    for place, node in enumerate(nodes):
        number.setdefault(node, place)
    parents = {}
    for place, line in enumerate(lines):
        for node in line:
            if node not in number:
                number[node] = len(nodes)
                nodes.append(node)
        steps = [place, *(number[node] for node in line)]
        for below, above in pairwise(steps):
            parents.setdefault(below, above)
    above = np.array([parents.get(place, -1) for place in range(len(nodes))], dtype=np.int64)
    _refuse_circles(nodes, above)
    tops = np.flatnonzero(above < 0)
    if len(tops) > 1:
        above[tops] = len(nodes)
        nodes, above = [*nodes, ROOT], np.append(above, -1)
    return CodeTree(nodes, above, unknown)


def lines_above(names, hierarchy):
    """What stands above each code, from near to far.

    Parameters
    ----------
    names : list of length n_codes
    hierarchy : "category", CodeSystem or mapping of code to parent

    Returns
    -------
    nodes : list of length n_codes
        The codes, written as the hierarchy does where they stand above others.
    lines : list of n_codes lists
        Empty where nothing is known.
    unknown : list
        Codes that the hierarchy does not know.
    """
    above = _climber(hierarchy)
    lines, unknown = [], []
    for name in names:
        try:
            lines.append(list(above(name)))
        except KeyError:
            lines.append([])
            unknown.append(name)
    return _own_nodes(names, lines, hierarchy), lines, unknown


def named_few(codes):
    """The first codes of a list, as a message names them."""
    return ", ".join(map(repr, codes[:SHOWN])) + (", ..." if len(codes) > SHOWN else "")


def _own_nodes(names, lines, hierarchy):
    """A code that stands above others must be one node with it, however it is written."""
    if not isinstance(hierarchy, CodeSystem):
        return list(names)
    above = {node for line in lines for node in line}
    return [name if name in above else _normal(name, above, hierarchy) for name in names]


def _normal(name, above, system):
    """The node that a code is under its system's own spelling, else the code itself."""
    try:
        normal = system.normalize(name)
    except (KeyError, ValueError):
        return name
    return normal if normal in above else name


def _climber(hierarchy):
    """Return the function code -> its ancestors; KeyError for a code that is not known."""
    if isinstance(hierarchy, CodeSystem):
        return hierarchy.ancestors
    if hasattr(hierarchy, "to_dict"):  # a pandas Series
        hierarchy = hierarchy.to_dict()
    if isinstance(hierarchy, Mapping):
        parents = {code: None if is_missing(above) else above for code, above in hierarchy.items()}
        known = set(parents) | _hashable(parents.values())
        return lambda code: _climb(code, parents, known)
    if isinstance(hierarchy, str) and hierarchy == "category":
        return _category
    raise TypeError(
        'hierarchy must be "category", a CodeSystem, or a mapping of code to parent; got '
        f"{type(hierarchy).__name__}. For groups of your own pass {{code: group}}."
    )


def _hashable(parents):
    try:
        return set(parents)
    except TypeError:
        raise TypeError(
            "hierarchy must give one parent for each code, such as a str, or None; got something "
            "that cannot be one, such as a list."
        ) from None


def _category(code):
    if not isinstance(code, str):
        raise KeyError(code)
    above = category(code)
    return [] if above == code else [above]


def _climb(code, parents, known):
    if code not in known:
        raise KeyError(code)
    line = {code: None}  # in order
    while (parent := parents.get(next(reversed(line)))) is not None:
        if parent in line:
            path = list(line)
            raise _circle(path[path.index(parent) :])
        line[parent] = None
    return list(line)[1:]


def _refuse_circles(nodes, parents):
    """Lines of a code system may contradict each other; a mapping is refused before."""
    above = parents
    for _ in range(len(nodes).bit_length()):  # 2, 4, 8 ... steps, until more than there are nodes
        above = np.where(above < 0, -1, above[above])
    inside = above[above >= 0]
    if not len(inside):
        return
    path = [int(inside[0])]
    while (place := int(parents[path[-1]])) != path[0]:
        path.append(place)
    raise _circle([nodes[place] for place in path])


def _circle(path):
    steps = [repr(node) for node in path[:SHOWN]] + ["..."] * (len(path) > SHOWN) + [repr(path[0])]
    return ValueError(
        f"hierarchy must be free of cycles; got one through {path[0]!r}: {' -> '.join(steps)}. "
        "Give the topmost codes no parent."
    )
