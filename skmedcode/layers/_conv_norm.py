"""Convolution over the positions of a note, then batch normalisation over its real ones."""

import torch
from torch import nn

from skmedcode.layers._conv import conv_positions


class MaskedBatchNorm(nn.Module):
    """Batch normalisation whose statistics leave padding out.

    The same numbers as ``nn.BatchNorm1d`` on the real positions of a batch alone (Ioffe and
    Szegedy, ICML 2015): the biased variance normalises, the unbiased one enters the running mean.

    Parameters
    ----------
    features : int
    momentum : float, default=0.1
        Weight of a batch in the running statistics, which take the batch's place in evaluation.
    eps : float, default=1e-5

    Examples
    --------
    >>> norm = MaskedBatchNorm(2)
    >>> mask = torch.tensor([[True, True, False]])
    >>> norm(torch.tensor([[[1.0, 5.0], [3.0, 5.0], [9.0, 9.0]]]), mask)[0, :, 0]
    tensor([-1.0000,  1.0000,  0.0000], grad_fn=<SelectBackward0>)
    """

    def __init__(self, features, *, momentum=0.1, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.momentum = momentum
        self.eps = eps

    def forward(self, hidden, mask):
        """Shapes (n, length, features), (n, length) -> the first's, zero at padding."""
        hidden = hidden.to(self.weight.dtype)  # sums over a batch are too long for half precision
        real = mask.unsqueeze(-1).to(hidden.dtype)
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = self._statistics(hidden, real)
        scale = self.weight * (var + self.eps).rsqrt()
        return ((hidden - mean) * scale + self.bias) * real

    def _statistics(self, hidden, real):
        """Mean and biased variance of a batch, which enter the running ones."""
        count = real.sum()
        share = real / count
        mean = (hidden * share).sum((0, 1))
        var = ((hidden - mean).square() * share).sum((0, 1))
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(var * (count / (count - 1).clamp(min=1)), self.momentum)
        return mean, var


class ConvNorm(nn.Module):
    """A convolution that keeps the length, without bias, then batch normalisation.

    Parameters
    ----------
    in_features : int
    out_features : int
    kernel_size : int
        Odd.
    """

    def __init__(self, in_features, out_features, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features, kernel_size))
        self.norm = MaskedBatchNorm(out_features)
        bound = (in_features * kernel_size) ** -0.5
        nn.init.uniform_(self.weight, -bound, bound)

    def forward(self, hidden, mask):
        """Shapes (n, length, in_features), zero at padding, -> (n, length, out_features), too."""
        hidden = conv_positions(hidden, self.weight, padding=self.weight.shape[-1] // 2)
        return self.norm(hidden, mask)
