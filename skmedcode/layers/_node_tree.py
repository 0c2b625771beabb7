"""Codes and the nodes above them: probabilities along the paths of a tree."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers._precision import at_least_float


class NodeTree(nn.Module):
    """From the chance of each node where the one above it is there, to its chance in a note.

    ``P(n) = P(parent of n) sigmoid(z_n)``, level by level down the tree. A node is never more
    probable than the one above it, in the rounded numbers too.

    Parameters
    ----------
    parents : integer Tensor of shape (n_nodes,)
        Place of the node above each, -1 for the topmost. The codes are the first ``n_codes`` nodes.
    n_codes : int

    Raises
    ------
    ValueError
        If a parent is no node, or nodes stand above each other in a circle.

    Notes
    -----
    Computed in log-odds, in which neither small nor large probabilities are lost: with ``a`` the
    log-odds of the parent, those of the node are ``-log(e^-a + e^-z + e^(-a-z))``. This is
    ``-logaddexp(-a, w)`` with some ``w``, never above ``a`` however it is rounded.

    Examples
    --------
    Two codes beneath node 3, one beside it:

    >>> tree = NodeTree(torch.tensor([3, 3, -1, -1]), n_codes=3)
    >>> tree(torch.zeros(1, 4)).sigmoid()
    tensor([[0.2500, 0.2500, 0.5000, 0.5000]])
    """

    def __init__(self, parents, n_codes):
        super().__init__()
        self.n_codes = n_codes
        self.register_buffer("parents", parents)
        lines = lines_above(parents, n_codes)
        self.register_buffer("lines", lines)
        self.register_buffer("inner_lines", lines[:, lines[0] >= n_codes])
        places, above, self.sizes = _levels(parents.tolist())
        order = [node for _, node in sorted(zip(places, range(len(places)), strict=True))]
        for name, numbers in (("places", places), ("order", order), ("above", above)):
            self.register_buffer(name, parents.new_tensor(numbers))

    def forward(self, z):
        """Log-odds of the nodes from their conditional ones, both (n, n_nodes), in float32 up."""
        own = at_least_float(z)[:, self.order].split(self.sizes, dim=1)
        found = [own[0]]  # the topmost
        for below, place in zip(own[1:], self.above.split(self.sizes[1:]), strict=True):
            found.append(_both(found[-1][:, place], below))
        return torch.cat(found, dim=1)[:, self.places]

    def spread(self, vectors):
        """Vectors of nodes: a code's own, else the mean direction of the codes beneath.

        (n_codes, features) -> (n_nodes, features)
        """
        inner = vectors.new_zeros(len(self.parents) - self.n_codes, vectors.shape[1])
        above, code = self.inner_lines
        sums = inner.index_add(0, above - self.n_codes, F.normalize(vectors, dim=-1)[code])
        return torch.cat([vectors, F.normalize(sums, dim=-1)])


def lines_above(parents, n_codes):
    """Each node with each code beneath it.

    Parameters
    ----------
    parents : integer Tensor of shape (n_nodes,)
        As of :class:`NodeTree`.
    n_codes : int

    Returns
    -------
    integer Tensor of shape (2, n_pairs)
        The node, and the code beneath; a code is not beneath itself.

    Raises
    ------
    ValueError
        As of :class:`NodeTree`.
    """
    own = parents.tolist()
    if not n_codes <= len(own) or any(not -1 <= parent < len(own) for parent in own):
        raise ValueError(
            f"parents must be places of nodes, -1 for none, for {n_codes} codes and the nodes "
            f"above them; got {len(own)} from {min(own)} to {max(own)}."
        )
    pairs = []
    for code in range(n_codes):
        node, steps = own[code], 0
        while node >= 0:
            pairs.append((node, code))
            node, steps = own[node], steps + 1
            if steps > len(own):
                raise ValueError("parents must lead to the topmost nodes; got a circle.")
    return parents.new_tensor(pairs).reshape(-1, 2).T.contiguous()


def _levels(parents):
    """Places of the nodes sorted by level, the parent's place among its level, sizes of levels."""
    depths = [0] * len(parents)
    for node in range(len(parents)):
        above = parents[node]
        while above >= 0:
            depths[node], above = depths[node] + 1, parents[above]
    sizes = [depths.count(depth) for depth in range(max(depths) + 1)]
    inside, filled = [], [0] * len(sizes)  # place within the level
    for depth in depths:
        inside.append(filled[depth])
        filled[depth] += 1
    places = [sum(sizes[:depth]) + own for depth, own in zip(depths, inside, strict=True)]
    order = sorted(range(len(places)), key=places.__getitem__)
    return places, [inside[parents[node]] for node in order if parents[node] >= 0], sizes


def _both(above, own):
    """Log-odds that two things are there, the second where the first is."""
    return -torch.logaddexp(-above, -F.logsigmoid(above) - own)
