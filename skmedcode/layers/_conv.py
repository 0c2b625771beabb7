"""Convolution over the positions of a note, laid out so that the CPU runs it fast."""

from skmedcode.layers._conv_backward import ConvBackward, convolve, slow_backwards
from skmedcode.layers._conv_tiles import conv_tiles, pays


def conv_positions(hidden, weight, bias=None, *, padding=0, dilation=1):
    """Convolve over positions, channels last.

    The same numbers as ``conv1d`` on the transposed input: a one-row image in channels-last layout
    takes the faster kernels of oneDNN, and nothing is transposed in memory. Wide kernels on the CPU
    go by tiles, which multiply less; two taps on many channels have a gradient of their own there.

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
    if slow_backwards(hidden, weight):
        return ConvBackward.apply(hidden, weight, bias, padding, dilation)
    return convolve(hidden, weight, bias, padding, dilation)
