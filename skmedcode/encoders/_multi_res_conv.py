"""The encoder of MultiResCNN: convolutions of several widths, each with a residual block."""

import torch
from torch import nn

from skmedcode.encoders._conv import ConvEncoder
from skmedcode.layers import ResidualBlock


class MultiResConvEncoder(nn.Module):
    """Parallel branches, one a kernel size: a convolution with tanh, then a residual block.

    Li and Yu, AAAI 2020. The outputs of the branches stand side by side.

    Parameters
    ----------
    in_features : int
        Width of the word embedding, and of each branch's first convolution.
    kernel_sizes : sequence of int, default=(3, 5, 9, 15, 19, 25)
        Odd.
    num_filters : int, default=50
        Features that each branch gives.
    dropout : float, default=0.2
        Element-wise dropout at the end of a branch.

    Attributes
    ----------
    out_features : int
        ``num_filters`` times the number of branches.
    """

    def __init__(
        self, in_features, *, kernel_sizes=(3, 5, 9, 15, 19, 25), num_filters=50, dropout=0.2
    ):
        super().__init__()
        self.convolutions = nn.ModuleList(
            ConvEncoder(in_features, num_filters=in_features, kernel_size=size)
            for size in kernel_sizes
        )
        self.blocks = nn.ModuleList(
            ResidualBlock(in_features, num_filters, size, dropout=dropout) for size in kernel_sizes
        )
        self.out_features = num_filters * len(kernel_sizes)

    def forward(self, embedded, mask):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        branches = []
        for convolution, block in zip(self.convolutions, self.blocks, strict=True):
            hidden, _ = convolution(embedded, mask)
            hidden = hidden * mask.unsqueeze(-1)  # its bias makes padding non-zero
            branches.append(block(hidden, mask))
        return torch.cat(branches, dim=-1), mask
