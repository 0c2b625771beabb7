"""The residual block of MultiResCNN."""

from torch import nn

from skmedcode.layers._conv_norm import ConvNorm
from skmedcode.layers._dropout import Dropout


class ResidualBlock(nn.Module):
    """Two convolutions beside a shortcut: ``tanh(C2(tanh(C1(h))) + S(h))``, then dropout.

    ``C1``, ``C2`` and the shortcut ``S``, a convolution over one position, are each followed by
    batch normalisation (Li and Yu, AAAI 2020; after He, Zhang, Ren and Sun, CVPR 2016).

    Parameters
    ----------
    in_features : int
    out_features : int
    kernel_size : int
        Odd.
    dropout : float, default=0.2
    """

    def __init__(self, in_features, out_features, kernel_size, *, dropout=0.2):
        super().__init__()
        self.first = ConvNorm(in_features, out_features, kernel_size)
        self.second = ConvNorm(out_features, out_features, kernel_size)
        self.shortcut = ConvNorm(in_features, out_features, 1)
        self.dropout = Dropout(dropout)

    def forward(self, hidden, mask):
        """Shapes (n, length, in_features), zero at padding, -> (n, length, out_features), too."""
        branch = self.second(self.first(hidden, mask).tanh(), mask)
        return self.dropout((branch + self.shortcut(hidden, mask)).tanh())
