"""The nodes of a tree at which codes are told apart."""

import numpy as np

from skmedcode.code_systems._tree import ROOT
from skmedcode.utils._validation import check_code_names


def told_apart(tree, n_codes):
    """The nodes at which codes are told apart, level by level, and all that stands above them.

    A node with a single branch beneath it says nothing that the branch does not say: it is one
    node with it. A root that no hierarchy named is no node.

    Parameters
    ----------
    tree : CodeTree
    n_codes : int

    Returns
    -------
    parents, names, places : ndarray
        As of :class:`~skmedcode.facts.TreeFacts`.

    Examples
    --------
    E11 has one code, and is that code:

    >>> from skmedcode.code_systems._tree import code_tree
    >>> from skmedcode.coders._code_tree import told_apart
    >>> tree = code_tree(["I50.1", "I50.9", "E11.9"], "category")
    >>> [array.tolist() for array in told_apart(tree, n_codes=3)]
    [[3, 3, -1, -1], ['I50', 'E11'], [3, 2]]
    """
    nodes, parents = tree.nodes, tree.parents
    if len(nodes) > n_codes and nodes[-1] == ROOT and parents[-1] < 0:
        nodes, parents = nodes[:-1], parents[:-1].copy()
        parents[parents == len(nodes)] = -1
    below = np.bincount(parents[parents >= 0], minlength=len(nodes))
    is_kept = (np.arange(len(nodes)) < n_codes) | (below > 1)
    only = np.arange(len(nodes))  # the one branch of a node that has no other
    for node, parent in enumerate(parents):
        if parent >= 0 and not is_kept[parent]:
            only[parent] = node
    places, above = np.arange(len(nodes)), parents.copy()
    while not is_kept[places].all():
        places = only[places]
    while (passed := (above >= 0) & ~is_kept[above]).any():
        above[passed] = parents[above[passed]]
    number = np.cumsum(is_kept) - 1
    above = np.where(above >= 0, number[above], -1)[is_kept]
    upper = check_code_names(nodes[n_codes:], len(nodes) - n_codes)
    return above, upper, number[places[n_codes:]]
