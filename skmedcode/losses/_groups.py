"""One loss over codes and over groups of codes."""

import torch
from torch import nn


class GroupLoss(nn.Module):
    """Another loss on the codes and on their groups side by side.

    A note has a group if it has a code of the group. With a mean over all columns, a level counts
    by its number of columns: ``sum_i n_i L_i / sum_i n_i``.

    Parameters
    ----------
    loss : nn.Module
        ``(outputs, targets) -> (n,)``.
    groups : integer Tensor of shape (n_codes,)
        The group of each code.

    Examples
    --------
    >>> from skmedcode.losses import BinaryCrossEntropy
    >>> loss = GroupLoss(BinaryCrossEntropy("sum"), torch.tensor([0, 0, 1]))
    >>> outputs = torch.zeros(1, 3), torch.tensor([[9.0, -9.0]])
    >>> loss(outputs, torch.tensor([[1.0, 1.0, 0.0]]))
    tensor([2.0797])
    """

    def __init__(self, loss, groups):
        super().__init__()
        self.loss = loss
        self.register_buffer("groups", groups.clone())

    def forward(self, outputs, targets):
        """Shapes ((n, n_codes), (n, n_groups)), (n, n_codes) -> (n,)."""
        logits, of_groups = outputs
        has = torch.zeros_like(of_groups).index_add(1, self.groups, targets).clamp(max=1)
        return self.loss(torch.cat([logits, of_groups], -1), torch.cat([targets, has], -1))
