"""One loss over codes and what stands above them, level by level down a tree."""

import torch
from torch import nn

from skmedcode.losses._counted import tell_codes
from skmedcode.losses._groups import side_by_side

ABSENT = -100.0  # log-odds that cost nothing and have no slope where a node is not there


class HierarchyLoss(nn.Module):
    """Another loss on the conditional log-odds of codes and of the nodes above them.

    A note has a node if it has a code at or beneath it, so that a code which stands above others is
    there with each of these. A node is learnt from the notes that have the node above it, the
    topmost from all; in the other notes it counts as absent beyond doubt, which costs nothing. A
    loss that counts notes is told of all nodes.

    Parameters
    ----------
    loss : nn.Module
        ``(outputs, targets) -> (n,)``.
    parents : integer Tensor of shape (n_nodes,)
        Place of the node above each, -1 for the topmost; the codes come first.
    lines : integer Tensor of shape (2, n_pairs)
        Each node with each code beneath it.

    Examples
    --------
    Two codes beneath node 2. The first note has the first code, hence the node; of the second
    note, which has none, only the node is learnt:

    >>> from skmedcode.losses import BinaryCrossEntropy
    >>> parents, lines = torch.tensor([2, 2, -1]), torch.tensor([[2, 2], [0, 1]])
    >>> loss, outputs = HierarchyLoss(BinaryCrossEntropy("sum"), parents, lines), torch.zeros(2, 3)
    >>> loss((None, None, outputs), torch.tensor([[1.0, 0.0], [0.0, 0.0]]))
    tensor([2.0794, 0.6931])
    """

    def __init__(self, loss, parents, lines):
        super().__init__()
        self.loss = loss
        self.register_buffer("parents", parents.clone())
        self.register_buffer("lines", lines.clone())

    def count_codes(self, targets):
        """Tell the loss of training notes, and of the nodes that they have."""
        tell_codes(self.loss, self._nodes(targets))

    def forward(self, outputs, targets):
        """Loss of the conditional log-odds, which are the third output.

        Shapes (..., (n, n_nodes)), (n, n_codes) -> (n,).
        """
        conditional, has = outputs[2], self._nodes(targets)
        is_asked = (has[:, self.parents.clamp(min=0)] > 0) | (self.parents < 0)  # (n, n_nodes)
        own = torch.where(is_asked, conditional, ABSENT)
        return side_by_side(self.loss, own, has, targets.shape[1], "nodes above them")

    def _nodes(self, targets):
        """Which nodes notes have, (n, n_codes) -> (n, n_nodes)."""
        above, code = self.lines
        inner = targets.new_zeros(len(targets), len(self.parents) - targets.shape[1])
        own = torch.cat([targets, inner], -1)
        return own.index_add(1, above, targets[:, code]).clamp(max=1)
