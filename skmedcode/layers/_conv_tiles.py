"""Wide convolutions with fewer multiplications: by overlapping tiles, in the frequency domain."""

import math

import torch
from torch.nn import functional as F

WIDE = 8  # taps; narrower kernels save too little to pay for the way there and back
CHANNELS = 32  # of each side; fewer do not pay for it either


def pays(hidden, weight, dilation):
    """Whether tiles are the faster way; they are exact to rounding either way."""
    out_features, in_features, kernel_size = weight.shape
    return (
        hidden.device.type == "cpu"
        and hidden.dtype in (torch.float32, torch.float64)  # reduced precision has direct kernels
        and not torch.is_autocast_enabled("cpu")
        and dilation == 1
        and kernel_size >= WIDE
        and min(in_features, out_features) >= CHANNELS
        and hidden.shape[1] >= 2 * tile_size(kernel_size)
    )


def tile_size(kernel_size):
    """Positions in a tile: a power of two, so that its frequencies need few multiplications."""
    return 2 ** math.ceil(math.log2(2.2 * kernel_size))


def conv_tiles(hidden, weight, bias=None, *, padding=0):
    """The convolution of :func:`~skmedcode.layers.conv_positions`, tile by tile.

    Overlap-save: tiles of T positions overlap by ``kernel_size - 1``, each is transformed, and a
    convolution becomes a product a frequency. With real numbers and three products in place of the
    four of a complex one (Gauss), transforming in, out and the weights are three small constant
    matrices. The direct way multiplies ``kernel_size`` times a position and pair of channels, this
    one about twice, whatever the kernel.

    Parameters and result are those of ``conv_positions``, without dilation.
    """
    n, length, in_features = hidden.shape
    out_features, _, kernel_size = weight.shape
    size = tile_size(kernel_size)
    step = size - kernel_size + 1  # positions that a tile gives
    positions = length + 2 * padding - kernel_size + 1
    n_tiles = -(-positions // step)
    into, of_weight, back = transforms(size, kernel_size, hidden)
    after = (n_tiles + 1) * step - length - padding
    blocks = F.pad(hidden, (0, 0, padding, after)).view(n, n_tiles + 1, step, in_features)
    tiles = torch.cat([blocks[:, :-1], blocks[:, 1:, : size - step]], dim=2).flatten(0, 1)
    products = (into @ tiles).transpose(0, 1)  # (rows, tiles of all notes, in)
    kernels = torch.einsum("rk,oik->rio", of_weight, weight)  # (rows, in, out)
    result = back @ (products @ kernels).transpose(0, 1)  # (tiles, step, out)
    result = result.view(n, n_tiles * step, out_features)[:, :positions]
    return result if bias is None else result + bias


def transforms(size, kernel_size, like):
    """Matrices that take a tile, a kernel, and their products there and back.

    With ``X, W`` the spectra of tile and kernel, ``Y = X conj(W)`` is that of the sum over taps.
    The first two rows are the real frequencies 0 and size / 2. Of each other one there are three:
    ``(Xr + Xi) Wr``, ``Xr (Wi - Wr)`` and ``Xi (Wr + Wi)``, whose differences and sums are Y, the
    sign of ``Wi`` already turned.
    """
    place = torch.arange(size, dtype=torch.float64, device=like.device)
    frequency = torch.arange(1, size // 2, dtype=torch.float64, device=like.device)
    angle = 2 * math.pi / size * frequency[:, None] * place
    cos, sin = angle.cos(), angle.sin()
    ends = torch.stack([torch.ones_like(place), 1 - 2 * (place % 2)])
    into = torch.cat([ends, cos - sin, cos, -sin])  # (rows, size)
    of_weight = torch.cat([ends, cos, sin - cos, cos + sin])[:, :kernel_size]
    back = torch.cat([ends, 2 * (cos - sin), -2 * sin, -2 * cos]) / size
    back = back[:, : size - kernel_size + 1].T  # (step, rows)
    return into.to(like.dtype), of_weight.to(like.dtype), back.to(like.dtype)
