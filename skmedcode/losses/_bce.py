"""Binary cross-entropy."""

from torch import nn
from torch.nn import functional as F


class BinaryCrossEntropy(nn.Module):
    """Binary cross-entropy of logits, one value a note.

    Parameters
    ----------
    reduction : {"sum", "mean"}, default="sum"
        Over the codes of a note. The mean, as published, divides every gradient by the number of
        codes; the sum keeps the step of one code the same however many others there are.

    Examples
    --------
    >>> import torch
    >>> BinaryCrossEntropy("mean")(torch.zeros(2, 3), torch.ones(2, 3))
    tensor([0.6931, 0.6931])
    """

    def __init__(self, reduction="sum"):
        super().__init__()
        if reduction not in ("sum", "mean"):
            raise ValueError(f"reduction must be 'sum' or 'mean', got {reduction!r}.")
        self.reduction = reduction

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        loss = F.binary_cross_entropy_with_logits(outputs, targets, reduction="none")
        return loss.sum(-1) if self.reduction == "sum" else loss.mean(-1)
