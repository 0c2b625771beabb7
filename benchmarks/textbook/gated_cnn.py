"""GatedCNN-NCI (Ji, Pan and Marttinen, 2021): gated convolutions, sums of code by word."""

import torch
from torch import nn
from torch.nn import functional as F

from textbook.twin import Twin


class TextbookGatedCNN(nn.Module):
    def __init__(
        self,
        n_tokens,
        n_codes,
        *,
        width=100,
        hidden_size=150,
        output_size=50,
        kernel_size=3,
        dilations=(1, 2, 3),
    ):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        self.weight_input = nn.Parameter(torch.empty(4 * hidden_size, width, kernel_size))
        self.weight_hidden = nn.Parameter(torch.empty(4 * hidden_size, hidden_size, kernel_size))
        self.bias = nn.Parameter(torch.empty(4 * hidden_size))
        self.codes = nn.Parameter(torch.empty(n_codes, output_size))
        self.projection = nn.Parameter(torch.empty(output_size))
        self.output = nn.Linear(output_size, n_codes)
        self.output_size, self.dilations = output_size, dilations
        for parameter in (self.weight_input, self.weight_hidden, self.bias):
            nn.init.normal_(parameter, std=0.01)
        nn.init.xavier_uniform_(self.codes)
        nn.init.uniform_(self.projection, -0.1, 0.1)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        n, _, length = embedded.shape
        state_channels = self.weight_hidden.shape[1]
        hidden = embedded.new_zeros(n, state_channels, length)
        cell = torch.zeros_like(hidden)
        mask = self._mask(hidden)
        for dilation in self.dilations:
            gates = self._convolve(embedded, self.weight_input, dilation)
            gates = gates + self._convolve(hidden * mask, self.weight_hidden, dilation)
            gates = gates + self.bias[:, None]
            let_in, let_out, new, forget = gates.chunk(4, dim=1)
            before = F.pad(cell, (dilation, 0))[:, :, :length]
            cell = torch.sigmoid(forget) * before + torch.sigmoid(let_in) * torch.tanh(new)
            hidden = torch.sigmoid(let_out) * torch.tanh(cell)
        states = hidden[:, -self.output_size :].transpose(1, 2)  # (n, length, output_size)
        states = states * self._mask(states.transpose(1, 2)).transpose(1, 2)
        interaction = self.codes @ states.transpose(1, 2)  # (n, n_codes, length)
        messages = interaction @ states  # (n, n_codes, output_size)
        return (messages * self.output.weight) @ self.projection + self.output.bias

    def _convolve(self, x, weight, dilation):
        """Look leftwards only."""
        reach = (weight.shape[2] - 1) * dilation
        return F.conv1d(F.pad(x, (reach, 0)), weight, dilation=dilation)

    def _mask(self, like):
        """Variational dropout: one mask for all words, (n, channels, 1)."""
        if not self.training:
            return like.new_ones(1, 1, 1)
        return like.new_empty(like.shape[0], like.shape[1], 1).bernoulli_(0.8) / 0.8


def names(name):
    """Our name of one of its weights."""
    if name == "embedding.weight":
        return name
    if name.startswith(("weight_", "bias")):
        return f"encoder.{name}"
    return f"decoder.{name.removeprefix('output.')}"


def work(n_codes):
    """Million additions and multiplications a token, forward, of what is needed."""
    first, middle, last = 100 * 3 * 450, 250 * 3 * 600, 250 * 3 * 200
    return 2e-6 * (first + middle + last + 50 * 50)


TWIN = Twin(
    "GatedCNNCoder",
    {
        "hidden_size": 150,
        "output_size": 50,
        "dilations": (1, 2, 3),
        "causal": True,
        "interaction": "sum",
        "encoder_residual": False,
    },
    TextbookGatedCNN,
    names,
    work,
)
