"""Convolution over the positions of a note, laid out so that the CPU runs it fast."""

import torch
from torch.nn import functional as F

from skmedcode.layers._conv_tiles import conv_tiles, pays


def conv_positions(hidden, weight, bias=None, *, padding=0, dilation=1):
    """Convolve over positions, channels last.

    The same numbers as ``conv1d`` on the transposed input: a one-row image in channels-last layout
    takes the faster kernels of oneDNN, and nothing is transposed in memory. Wide kernels on the CPU
    go by tiles, which multiply less.

    Parameters
    ----------
    hidden : Tensor of shape (n, length, in_features)
    weight : Tensor of shape (out_features, in_features, kernel_size)
    bias : Tensor of shape (out_features,), default=None
    padding : int, default=0
        Zeros on both sides.
    dilation : int, default=1

    Returns
    -------
    Tensor of shape (n, length + 2 padding - dilation (kernel_size - 1), out_features)
    """
    if pays(hidden, weight, dilation):
        return conv_tiles(hidden, weight, bias, padding=padding)
    image = hidden.transpose(1, 2).unsqueeze(2)  # (n, in, 1, length), channels last as it lies
    kernel = weight.unsqueeze(2).contiguous(memory_format=torch.channels_last)
    result = F.conv2d(image, kernel, bias, padding=(0, padding), dilation=(1, dilation))
    return result.squeeze(2).transpose(1, 2)  # (n, positions, out)
