"""What stands above the codes, learnt once in ``fit``."""

import warnings
from dataclasses import replace

from skmedcode.code_systems._tree import code_tree, named_few
from skmedcode.coders._poincare import tree_points


def tree_of_codes(names, hierarchy):
    """The tree above the codes; a warning counts those that the hierarchy does not know.

    Parameters
    ----------
    names : list of length n_codes
    hierarchy : "category", CodeSystem, mapping of code to parent, or None

    Returns
    -------
    CodeTree

    Raises
    ------
    ValueError
        If the hierarchy knows none of the codes.
    """
    tree = code_tree(names, hierarchy)
    if not isinstance(hierarchy, str):  # numbers have no category, and need none
        if tree.unknown and len(tree.unknown) == len(names):
            raise ValueError(
                f"hierarchy must name the codes as Y does, such as {names[0]!r}; it has none "
                "of them. Compare it with code_names, or Y's columns."
            )
        warn_of("hierarchy does not know", tree.unknown, names)
    return tree


def with_points(facts, hierarchy, dim, seed):
    """The facts with the codes' points in hyperbolic space, shape (n_codes, dim)."""
    tree = tree_of_codes(facts.code_names.tolist(), hierarchy)
    return replace(facts, code_points=tree_points(tree.parents, dim, seed)[: facts.n_codes])


def warn_of(message, codes, names):
    """Warn of codes about which something is not known, and name a few."""
    if codes:
        warnings.warn(
            f"{message} {len(codes)} of {len(names)} codes: {named_few(codes)}. These are learnt "
            "from the notes alone.",
            UserWarning,
            stacklevel=6,
        )
