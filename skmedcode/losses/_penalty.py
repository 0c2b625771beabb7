"""What a network says against each code that a note has."""

from torch import nn

from skmedcode.losses._counted import tell_codes


class CodePenalty(nn.Module):
    """Another loss, and the penalties of a note's own codes.

    Where the network gives a pair, logits and one penalty a code, the loss of a note is that of its
    logits plus ``weight * sum_c y_c penalty_c``; plain logits add nothing.

    Parameters
    ----------
    loss : nn.Module
        ``(outputs, targets) -> (n,)``.
    weight : float

    Examples
    --------
    >>> import torch
    >>> from skmedcode.losses import BinaryCrossEntropy
    >>> loss = CodePenalty(BinaryCrossEntropy("mean"), weight=0.5)
    >>> outputs = torch.zeros(1, 2), torch.tensor([2.0, 30.0])
    >>> loss(outputs, torch.tensor([[1.0, 0.0]]))
    tensor([1.6931])
    """

    def __init__(self, loss, weight):
        super().__init__()
        self.loss = loss
        self.weight = weight

    def count_codes(self, targets):
        """Tell the loss of training notes, shape (n, n_codes)."""
        tell_codes(self.loss, targets)

    def forward(self, outputs, targets):
        """Shapes ((n, n_codes), (n_codes,)) or (n, n_codes), (n, n_codes) -> (n,)."""
        if not isinstance(outputs, tuple):
            return self.loss(outputs, targets)
        logits, penalty = outputs
        return self.loss(logits, targets) + self.weight * (targets @ penalty)
