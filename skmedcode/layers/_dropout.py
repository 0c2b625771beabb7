"""Dropout that keeps one mask along a note."""

from torch import nn


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
