"""One loss for codes and one for groups of codes, weighed."""

import copy

import torch
from torch import nn

from skmedcode.losses._counted import tell_codes
from skmedcode.losses._groups import groups_of_notes


class TwoTaskLoss(nn.Module):
    """``(1 - w) L(codes) + w L(groups)`` by one loss ``L``; a note has the groups of its codes.

    Parameters
    ----------
    loss : nn.Module
        ``(outputs, targets) -> (n,)``, for any number of columns. If it counts notes, the groups
        get a copy with counts of their own.
    groups : integer Tensor of shape (n_codes,)
        The group of each code.
    group_weight : float, default=0.3
        ``w`` above.

    Examples
    --------
    >>> from skmedcode.losses import BinaryCrossEntropy
    >>> loss = TwoTaskLoss(BinaryCrossEntropy("mean"), torch.tensor([0, 0, 1]))
    >>> outputs = torch.zeros(1, 3), torch.tensor([[9.0, -9.0]])
    >>> loss(outputs, torch.tensor([[1.0, 1.0, 0.0]]))
    tensor([0.4852])
    """

    def __init__(self, loss, groups, group_weight=0.3):
        super().__init__()
        self.loss = loss
        self.group_loss = copy.deepcopy(loss) if hasattr(loss, "count_codes") else loss
        self.register_buffer("groups", groups.clone())
        self.group_weight = group_weight

    def count_codes(self, targets):
        """Tell the losses of training notes, shape (n, n_codes)."""
        n_groups = int(self.groups.max()) + 1
        tell_codes(self.loss, targets)
        tell_codes(self.group_loss, groups_of_notes(targets, self.groups, n_groups))

    def forward(self, outputs, targets):
        """Shapes ((n, n_codes), (n, n_groups)), (n, n_codes) -> (n,)."""
        logits, of_groups = outputs
        has = groups_of_notes(targets, self.groups, of_groups.shape[-1])
        own, upper = self.loss(logits, targets), self._of_groups(of_groups, has)
        return (1 - self.group_weight) * own + self.group_weight * upper

    def _of_groups(self, logits, targets):
        try:
            return self.group_loss(logits, targets)
        except torch.OutOfMemoryError:
            raise
        except RuntimeError as error:
            raise ValueError(
                f"loss must take any number of columns: {len(self.groups)} codes, and then "
                f"{logits.shape[-1]} groups of codes; it failed for the groups ({error}). Use one "
                "without a value for each code, such as pos_weight, or make the values in a method "
                "count_codes(targets)."
            ) from error
