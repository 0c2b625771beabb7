"""Targets that are less sure of themselves."""

from torch import nn

from skmedcode.losses._counted import tell_codes


class LabelSmoothing(nn.Module):
    """Another loss on smoothed targets ``(1 - a) y + a / n_codes``.

    Parameters
    ----------
    loss : nn.Module
        ``(outputs, targets) -> (n,)``.
    amount : float, default=0.1
        ``a`` above.

    Examples
    --------
    >>> import torch
    >>> from skmedcode.losses import BinaryCrossEntropy
    >>> loss = LabelSmoothing(BinaryCrossEntropy("mean"), amount=0.2)
    >>> loss(torch.zeros(1, 2), torch.tensor([[1.0, 0.0]]))
    tensor([0.6931])
    """

    def __init__(self, loss, amount=0.1):
        super().__init__()
        self.loss = loss
        self.amount = amount

    def count_codes(self, targets):
        """Tell the loss of training notes, whose codes are counted unsmoothed."""
        tell_codes(self.loss, targets)

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        smooth = (1 - self.amount) * targets + self.amount / targets.shape[-1]
        return self.loss(outputs, smooth)
