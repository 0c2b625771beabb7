"""Cross-entropy in which each code weighs by its effective number of notes."""

import math

import torch
from torch.nn import functional as F

from skmedcode.losses._counted import CountedLoss


class ClassBalancedLoss(CountedLoss):
    """Binary cross-entropy, each code weighed by the inverse of its effective number of notes.

    ``w_c bce`` with ``w_c`` in proportion to ``(1 - beta) / (1 - beta ** n_c)`` and 1 on average,
    where ``n_c`` training notes have code ``c`` (Cui, Jia, Lin, Song and Belongie, CVPR 2019).

    Parameters
    ----------
    beta : float, default=0.999
        From 0, all codes weigh the same, to below 1, where codes weigh by 1 over their number of
        notes; ``1 / (1 - beta)`` notes are about as many as can still add something.
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.

    Notes
    -----
    Differs from the paper: a code is weighed in the notes that have it and in those that lack it,
    since a note has several codes and no single class. A code that no training note has is taken
    for one that one note has.

    Examples
    --------
    >>> loss = ClassBalancedLoss(beta=0.5)
    >>> loss.count_codes(torch.tensor([[1.0, 0.0], [1.0, 1.0]]))  # weights 2/3 and 1 before scaling
    >>> loss(torch.tensor([[0.0, -99.0]]), torch.zeros(1, 2))  # 0.8 log 2
    tensor([0.5545])
    """

    def __init__(self, beta=0.999, reduction="sum"):
        super().__init__(reduction)
        if not 0 <= beta < 1:
            raise ValueError(f"beta must be a number from 0 to below 1, got {beta!r}.")
        self.beta = beta

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        _, n_with = self._counts(outputs)
        log_beta = math.log(self.beta) if self.beta else -math.inf
        # 1 - beta ** n, exact where beta is near 1
        effective = -torch.expm1(n_with.clamp(min=1) * log_beta)  # (n_codes,)
        weight = 1 / effective
        loss = F.binary_cross_entropy_with_logits(outputs, targets, reduction="none")
        return self._reduced(loss * (weight / weight.mean()))
