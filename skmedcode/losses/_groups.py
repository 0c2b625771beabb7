"""One loss over codes and over groups of codes."""

import torch
from torch import nn

from skmedcode.losses._counted import tell_codes


def groups_of_notes(targets, groups, n_groups):
    """Which groups notes have, shapes (n, n_codes), (n_codes,) -> (n, n_groups)."""
    return targets.new_zeros(len(targets), n_groups).index_add(1, groups, targets).clamp(max=1)


class GroupLoss(nn.Module):
    """Another loss on the codes and on their groups side by side.

    A note has a group if it has a code of the group. With a mean over all columns, a level counts
    by its number of columns: ``sum_i n_i L_i / sum_i n_i``. A loss that counts notes is told of
    both.

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

    def count_codes(self, targets):
        """Tell the loss of training notes, and of the groups that they have."""
        n_groups = int(self.groups.max()) + 1
        has = groups_of_notes(targets, self.groups, n_groups)
        tell_codes(self.loss, torch.cat([targets, has], -1))

    def forward(self, outputs, targets):
        """Shapes ((n, n_codes), (n, n_groups)), (n, n_codes) -> (n,)."""
        logits, of_groups = outputs
        has = groups_of_notes(targets, self.groups, of_groups.shape[-1])
        outputs, targets = torch.cat([logits, of_groups], -1), torch.cat([targets, has], -1)
        return side_by_side(self.loss, outputs, targets, logits.shape[-1], "groups")


def side_by_side(loss, outputs, targets, n_codes, others):
    """A loss of codes and of what comes with them, which names it where it cannot take both.

    Parameters
    ----------
    loss : nn.Module
    outputs, targets : Tensor of shape (n, n_columns)
        The codes come first.
    n_codes : int
    others : str
        What the other columns are.

    Returns
    -------
    Tensor of shape (n,)
    """
    try:
        return loss(outputs, targets)
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        n_columns = outputs.shape[-1]
        raise ValueError(
            f"loss must take {n_columns} columns, {n_codes} codes and {n_columns - n_codes} "
            f"{others} side by side; it failed ({error}). Use one without a value for each code, "
            "such as pos_weight, or make the values in a method count_codes(targets), which is "
            "told of all columns."
        ) from error
