"""One convolution over the words."""

import torch
from torch import nn

from skmedcode.layers import conv_positions


class ConvEncoder(nn.Module):
    """Convolution and tanh, as in CAML (Mullenbach et al., NAACL 2018).

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    num_filters : int, default=50
    kernel_size : int, default=9
        Words that one filter sees.
    padding : int, default=None
        Zeros on both sides of a note. None is ``kernel_size // 2``: an odd kernel keeps the length,
        an even one yields one position more than there are words, as CAML's does. With 0 only
        whole windows count, as in CAML's CNN baseline; a note shorter than the kernel has one.

    Attributes
    ----------
    out_features : int
    """

    def __init__(self, in_features, *, num_filters=50, kernel_size=9, padding=None):
        super().__init__()
        self.padding = kernel_size // 2 if padding is None else padding
        self.weight = nn.Parameter(torch.empty(num_filters, in_features, kernel_size))
        self.bias = nn.Parameter(torch.empty(num_filters))
        self.out_features = num_filters
        bound = (in_features * kernel_size) ** -0.5
        nn.init.xavier_uniform_(self.weight)
        nn.init.uniform_(self.bias, -bound, bound)

    @property
    def word_weight(self):
        """The weight that is convolved with the words, for a table of them."""
        return self.weight

    def forward(self, embedded, mask, convolve=None):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        convolve : callable, default=None
            ``(padding, dilation) ->`` the convolution of the words with ``word_weight``, looked up;
            ``embedded`` is not read then.

        Returns
        -------
        hidden : Tensor of shape (n, positions, out_features)
        mask : bool Tensor of shape (n, positions)
        """
        kernel_size = self.weight.shape[-1]
        short = max(kernel_size - mask.shape[1] - 2 * self.padding, 0)
        if convolve is not None:
            hidden = convolve(padding=(self.padding, self.padding + short)) + self.bias
        else:
            if short:
                embedded = nn.functional.pad(embedded, (0, 0, 0, short))
            hidden = conv_positions(embedded, self.weight, self.bias, padding=self.padding)
        windows = mask.sum(1, keepdim=True) + 2 * self.padding - kernel_size + 1  # (n, 1)
        positions = torch.arange(hidden.shape[1], device=mask.device)
        return torch.tanh(hidden), positions < windows.clamp(min=1)  # (n, positions)
