"""Dropout: of single elements, drawn cheaply on the CPU, and with one mask along a note."""

import torch
from torch import nn

BITS = 16  # a draw: the probability of dropping is a multiple of 2 ** -16


class Dropout(nn.Dropout):
    """Drop single elements, as ``nn.Dropout`` does; on the CPU four masks come from one draw.

    There torch draws a float for each element, which takes longer than the network's activation.
    Here 64 random bits serve four elements, so ``p`` is rounded to a multiple of 1 / 65,536; what
    is kept is scaled by the rounded value, so that the expectation is exact. Elsewhere it is
    ``nn.Dropout``, one fused kernel.

    Parameters
    ----------
    p : float, default=0.5
        Probability of dropping an element.

    Examples
    --------
    >>> import torch
    >>> dropped = Dropout(0.5)(torch.ones(2, 3, 4))
    >>> set(dropped.flatten().tolist()) <= {0.0, 2.0}
    True
    """

    def __init__(self, p=0.5):
        super().__init__(p)

    def forward(self, hidden):
        if not self.training or self.p == 0 or hidden.device.type != "cpu":
            return super().forward(hidden)
        dropped = round(self.p * 2**BITS)
        if dropped == 2**BITS:
            return super().forward(hidden)
        words = torch.empty(-(-hidden.numel() * BITS // 64), dtype=torch.int64)
        bits = words.random_(-(2**63), None).view(torch.int16)[: hidden.numel()]  # uniform
        keep = (bits >= dropped - 2 ** (BITS - 1)).view(hidden.shape)
        return hidden * keep.to(hidden.dtype).mul_(1 / (1 - dropped / 2**BITS))


class VariationalDropout(nn.Module):
    """Drop the same channels at every position of a note (Gal and Ghahramani, NeurIPS 2016).

    Parameters
    ----------
    p : float, default=0.2
        Probability of dropping a channel.

    Examples
    --------
    >>> import torch
    >>> hidden = VariationalDropout(0.5)(torch.ones(1, 3, 8))
    >>> bool((hidden[0, 0] == hidden[0, 2]).all())
    True
    """

    def __init__(self, p=0.2):
        super().__init__()
        self.p = p

    def draw(self, like, channels):
        """One mask for several uses, shape (n, 1, channels), or None where nothing is dropped."""
        if not self.training or self.p == 0:
            return None
        keep = 1 - self.p
        return like.new_empty(like.shape[0], 1, channels).bernoulli_(keep) / keep

    def forward(self, hidden):
        mask = self.draw(hidden, hidden.shape[-1])
        return hidden if mask is None else hidden * mask
