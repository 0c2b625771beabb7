"""A convolution whose gradient runs as fast as itself where the library's does not."""

import torch
from torch.autograd.function import once_differentiable
from torch.nn import functional as F

WIDE = 256  # channels of each side


def slow_backwards(hidden, weight):
    """Whether the library's gradient is the slower one: oneDNN's, for two taps on many channels."""
    out_features, in_features, kernel_size = weight.shape
    return (
        hidden.device.type == "cpu"
        and torch.is_grad_enabled()
        and not torch.is_autocast_enabled("cpu")
        and kernel_size == 2
        and min(in_features, out_features) >= WIDE
    )


def convolve(hidden, weight, bias, padding, dilation):
    """``conv1d``, channels last, as an image of one row.

    Shapes (n, length, in_features), (out_features, in_features, kernel_size), (out_features,) or
    None -> (n, positions, out_features).
    """
    image = hidden.transpose(1, 2).unsqueeze(2)  # (n, in, 1, length), channels last as it lies
    kernel = weight.unsqueeze(2).contiguous(memory_format=torch.channels_last)
    result = F.conv2d(image, kernel, bias, padding=(0, padding), dilation=(1, dilation))
    return result.squeeze(2).transpose(1, 2)  # (n, positions, out)


class ConvBackward(torch.autograd.Function):
    """:func:`convolve`, whose gradients are one more of it and a matrix product a tap."""

    @staticmethod
    def forward(ctx, hidden, weight, bias, padding, dilation):
        ctx.save_for_backward(hidden, weight)
        ctx.padding, ctx.dilation = padding, dilation
        return convolve(hidden, weight, bias, padding, dilation)

    @staticmethod
    @once_differentiable
    def backward(ctx, gradient):
        hidden, weight = ctx.saved_tensors
        out_features, in_features, kernel_size = weight.shape
        reach = ctx.dilation * (kernel_size - 1)
        turned = weight.flip(2).transpose(0, 1)
        of_hidden = convolve(gradient, turned, None, reach - ctx.padding, ctx.dilation)
        hidden = F.pad(hidden, (0, 0, ctx.padding, ctx.padding))
        flat = gradient.reshape(-1, out_features)
        starts = range(0, reach + 1, ctx.dilation)
        seen = (hidden[:, start : start + gradient.shape[1]] for start in starts)
        of_taps = [flat.T @ words.reshape(-1, in_features) for words in seen]
        of_bias = flat.sum(0) if ctx.needs_input_grad[2] else None
        return of_hidden, torch.stack(of_taps, dim=-1), of_bias, None, None
