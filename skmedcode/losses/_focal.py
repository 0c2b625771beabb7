"""Losses that listen to the codes a network gets wrong."""

from torch import nn
from torch.nn import functional as F

from skmedcode.losses._bce import BinaryCrossEntropy


class FocalLoss(nn.Module):
    """Binary cross-entropy, less of it where the network is already right.

    ``(1 - q) ** gamma * bce`` with ``q`` the probability of what is true: that of the code if the
    note has it, else that of its absence (Lin, Goyal, Girshick, He and Dollár, ICCV 2017).

    Parameters
    ----------
    gamma : float, default=2.0
        0 gives the binary cross-entropy.
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.

    Notes
    -----
    Differs from the paper: there is no weight ``alpha`` of the codes that a note has. The authors
    of MARN multiply both sides by the same 0.999, which balances nothing.

    Examples
    --------
    >>> import torch
    >>> FocalLoss(gamma=1.0)(torch.zeros(1, 2), torch.tensor([[1.0, 0.0]]))  # half of 2 log 2
    tensor([0.6931])
    """

    def __init__(self, gamma=2.0, reduction="sum"):
        super().__init__()
        if gamma < 0:
            raise ValueError(f"gamma must be a number of at least 0, got {gamma!r}.")
        BinaryCrossEntropy(reduction)  # refuses others
        self.gamma = gamma
        self.reduction = reduction

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        loss = F.binary_cross_entropy_with_logits(outputs, targets, reduction="none")
        right = outputs * (2 * targets - 1)  # the logit of what is true
        # By the logarithm: where a probability underflows, a root of it has no slope.
        loss = loss * (self.gamma * F.logsigmoid(-right)).exp()
        return loss.sum(-1) if self.reduction == "sum" else loss.mean(-1)


class AsymmetricLoss(nn.Module):
    """Focal loss that forgets more of the codes that a note lacks, which are nearly all.

    ``-y (1 - p)**a log p - (1 - y) m**b log(1 - m)`` with ``m = max(p - margin, 0)`` (Ridnik et
    al., "Asymmetric Loss For Multi-Label Classification", ICCV 2021).

    Parameters
    ----------
    gamma_present : float, default=1.0
        ``a`` above.
    gamma_absent : float, default=4.0
        ``b`` above.
    margin : float, default=0.05
        Codes that are absent cost nothing at probabilities below.
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.

    Examples
    --------
    >>> import torch
    >>> AsymmetricLoss()(torch.tensor([[-4.0]]), torch.zeros(1, 1))
    tensor([0.])
    """

    def __init__(self, gamma_present=1.0, gamma_absent=4.0, margin=0.05, reduction="sum"):
        super().__init__()
        for name, value in (("gamma_present", gamma_present), ("gamma_absent", gamma_absent)):
            if value < 0:
                raise ValueError(f"{name} must be a number of at least 0, got {value!r}.")
        if not 0 <= margin < 1:
            raise ValueError(f"margin must be a number from 0 to below 1, got {margin!r}.")
        BinaryCrossEntropy(reduction)  # refuses others
        self.gamma_present = gamma_present
        self.gamma_absent = gamma_absent
        self.margin = margin
        self.reduction = reduction

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        present = -F.logsigmoid(outputs) * (self.gamma_present * F.logsigmoid(-outputs)).exp()
        if self.margin:
            over = (F.sigmoid(outputs) - self.margin).clamp(min=0)
            absent = -(1 - over).clamp(min=1e-8).log() * over**self.gamma_absent
        else:  # by the absent side's own logarithm
            absent = F.softplus(outputs) * (self.gamma_absent * F.logsigmoid(outputs)).exp()
        loss = targets * present + (1 - targets) * absent
        return loss.sum(-1) if self.reduction == "sum" else loss.mean(-1)
