"""The temporal block of DCAN: causal, dilated, weight-normed convolutions with a shortcut."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers._conv import conv_positions
from skmedcode.layers._dropout import Dropout


class CausalConv(nn.Module):
    """A weight-normed convolution that looks left only.

    Each filter is ``g v / |v|`` with a length ``g`` and a direction ``v`` of its own (Salimans and
    Kingma, NeurIPS 2016).

    Parameters
    ----------
    in_features : int
    out_features : int
    kernel_size : int
    dilation : int, default=1
    """

    def __init__(self, in_features, out_features, kernel_size, *, dilation=1):
        super().__init__()
        self.direction = nn.Parameter(torch.empty(out_features, in_features, kernel_size))
        self.length = nn.Parameter(torch.empty(out_features, 1, 1))
        self.bias = nn.Parameter(torch.empty(out_features))
        self.dilation = dilation
        bound = (in_features * kernel_size) ** -0.5
        nn.init.uniform_(self.direction, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)
        with torch.no_grad():
            self.length.copy_(self._norm())

    def forward(self, hidden):
        """Shapes (n, length, in_features) -> (n, length, out_features)."""
        weight = self.direction * (self.length / self._norm())
        reach = (weight.shape[-1] - 1) * self.dilation
        hidden = F.pad(hidden, (0, 0, reach, 0))
        return conv_positions(hidden, weight, self.bias, dilation=self.dilation)

    def _norm(self):
        return torch.linalg.vector_norm(self.direction, dim=(1, 2), keepdim=True)


class TemporalBlock(nn.Module):
    """Two causal convolutions beside a shortcut: ``relu(d(relu(C2(d(relu(C1(h)))))) + S(h))``.

    ``d`` is dropout; the shortcut ``S`` is the identity, or a linear map where widths differ (Bai,
    Kolter and Koltun, arXiv 1803.01271, 2018). Padding is on the right, so no word ever sees it.

    Parameters
    ----------
    in_features : int
    out_features : int
    kernel_size : int, default=2
    dilation : int, default=1
        Of both convolutions.
    dropout : float, default=0.2
    """

    def __init__(self, in_features, out_features, *, kernel_size=2, dilation=1, dropout=0.2):
        super().__init__()
        self.first = CausalConv(in_features, out_features, kernel_size, dilation=dilation)
        self.second = CausalConv(out_features, out_features, kernel_size, dilation=dilation)
        self.shortcut = None
        if in_features != out_features:
            self.shortcut = nn.Linear(in_features, out_features)
            nn.init.xavier_uniform_(self.shortcut.weight)
        self.dropout = Dropout(dropout)

    def forward(self, hidden):
        """Shapes (n, length, in_features) -> (n, length, out_features)."""
        branch = self.dropout(self.first(hidden).relu())
        branch = self.dropout(self.second(branch).relu())
        shortcut = hidden if self.shortcut is None else self.shortcut(hidden)
        return (branch + shortcut).relu()
