"""The gated convolutional encoder of GatedCNN-NCI."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import VariationalDropout, conv_positions


class GatedConvEncoder(nn.Module):
    """Gated convolutions with shared weights, embedding injection and a cell as skip path.

    Each level convolves the raw word embeddings (the injection) together with the level below,
    with the same weights at every level, and gates the result like an LSTM cell; the cell of the
    level below, let through by the forget gate, is the skip path (Ji, Pan and Marttinen, Findings
    of ACL 2021; after TrellisNet, Bai, Kolter and Koltun, ICLR 2019)::

        [i, o, g, f] = Wx * x + Wh * (m . h) + b
        c = sigmoid(f) . shift(c) + sigmoid(i) . tanh(g)
        h = sigmoid(o) . tanh(c)

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=64
        State channels.
    output_size : int, default=None
        How many of the channels leave the encoder, the last ones; None means all.
    kernel_size : int, default=3
    dilations : sequence of int, default=(1, 2, 4, 8)
        One level each.
    causal : bool, default=False
        True looks left only and carries the cell over from ``dilation`` words before, as published;
        False looks to both sides (odd kernels) and carries it over from the same word.
    dropout : float, default=0.2
        Variational dropout of the hidden states, one mask for all levels, and of the output.
    init_std : float, default=0.05
        Standard deviation of the weights and biases at the start.

    Attributes
    ----------
    out_features : int

    Notes
    -----
    The numbers are those of the equations above, with less work: level 1 has no state below, so it
    skips ``Wh`` and the forget gate; the last level computes only the channels that leave; the
    levels between run both convolutions as one.
    """

    def __init__(
        self,
        in_features,
        *,
        hidden_size=64,
        output_size=None,
        kernel_size=3,
        dilations=(1, 2, 4, 8),
        causal=False,
        dropout=0.2,
        init_std=0.05,
    ):
        super().__init__()
        gates = 4 * hidden_size
        self.weight_input = nn.Parameter(torch.empty(gates, in_features, kernel_size))
        self.weight_hidden = None
        if len(dilations) > 1:
            self.weight_hidden = nn.Parameter(torch.empty(gates, hidden_size, kernel_size))
        self.bias = nn.Parameter(torch.empty(gates))
        self.hidden_size = hidden_size
        self.dilations = tuple(dilations)
        self.causal = causal
        self.dropout = VariationalDropout(dropout)
        self.out_features = hidden_size if output_size is None else output_size
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=init_std)

    @property
    def word_weight(self):
        """The weight that is convolved with the words, for a table of them."""
        return self.weight_input

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
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        real = mask.unsqueeze(-1)
        dropped = self.dropout.draw(embedded, self.hidden_size)  # the same at all levels
        hidden = cell = None
        for level, dilation in enumerate(self.dilations):
            last = level == len(self.dilations) - 1
            width = self.out_features if last else self.hidden_size
            if cell is None:
                gates = self._gates(embedded, convolve, None, width, dilation).chunk(3, dim=-1)
            else:
                state = hidden if dropped is None else hidden * dropped
                gates = self._gates(embedded, convolve, state, width, dilation).chunk(4, dim=-1)
            carried = 0 if cell is None else gates[3].sigmoid() * self._carry(cell, width, dilation)
            cell = carried + gates[0].sigmoid() * gates[2].tanh()  # (n, length, width)
            hidden = gates[1].sigmoid() * cell.tanh()
            if last or not self.causal:  # biases make padding non-zero: nobody may read that
                cell, hidden = cell * real, hidden * real
        return self.dropout(hidden), mask

    def _gates(self, embedded, convolve, state, width, dilation):
        """Gates for the last ``width`` channels, (n, length, 3 or 4 times width)."""
        gates = 3 if state is None else 4
        bias = self._rows(self.bias, gates, width)
        if convolve is not None:
            words = convolve(padding=self._sides(dilation), dilation=dilation)  # all channels
            words = words.unflatten(-1, (4, self.hidden_size))[..., :gates, -width:]
            if state is None:
                return (words + bias.view(gates, width)).flatten(-2)
            weight = self._rows(self.weight_hidden, gates, width)
            states = self._convolve(state, weight, bias, dilation)
            return states.unflatten(-1, (gates, width)).add_(words).flatten(-2)
        weight = self._rows(self.weight_input, gates, width)
        if state is not None:
            weight = torch.cat([weight, self._rows(self.weight_hidden, gates, width)], dim=1)
            embedded = torch.cat([embedded, state], dim=-1)
        return self._convolve(embedded, weight, bias, dilation)

    def _convolve(self, hidden, weight, bias, dilation):
        before, after = self._sides(dilation)
        if before != after:
            hidden, after = F.pad(hidden, (0, 0, before, 0)), 0
        return conv_positions(hidden, weight, bias, padding=after, dilation=dilation)

    def _sides(self, dilation):
        """Zeros before and after a note."""
        reach = (self.weight_input.shape[-1] - 1) * dilation
        return (reach, 0) if self.causal else (reach // 2, reach // 2)

    def _rows(self, parameter, gates, width):
        """Rows of the first gates for the last ``width`` channels."""
        blocks = parameter.unflatten(0, (4, self.hidden_size))
        return blocks[:gates, self.hidden_size - width :].flatten(0, 1)

    def _carry(self, cell, width, dilation):
        """The cell that the forget gate lets through."""
        cell = cell[..., self.hidden_size - width :]
        if not self.causal:
            return cell
        return F.pad(cell, (0, 0, dilation, 0))[:, : cell.shape[1]]
