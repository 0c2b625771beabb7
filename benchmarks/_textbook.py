"""CAML and GatedCNN-NCI as a textbook writes them: nothing masked, trimmed or rewritten.

As the published programs do: a batch is padded to its longest note and attention reads the padding,
each code's attention is held for every word, and every level computes all of its channels. Notes
without padding give the numbers of our networks.
"""

import torch
from torch import nn
from torch.nn import functional as F


class TextbookCAML(nn.Module):
    """CAML (Mullenbach et al., NAACL 2018): convolution, softmax attention of each code."""

    def __init__(self, n_tokens, n_codes, *, width=100, num_filters=50, kernel_size=10):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        self.conv = nn.Conv1d(width, num_filters, kernel_size, padding=kernel_size // 2)
        self.queries = nn.Linear(num_filters, n_codes, bias=False)
        self.output = nn.Linear(num_filters, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        hidden = torch.tanh(self.conv(embedded)).transpose(1, 2)  # (n, length, filters)
        scores = self.queries.weight @ hidden.transpose(1, 2)  # (n, n_codes, length)
        context = torch.softmax(scores, dim=2) @ hidden  # (n, n_codes, filters)
        return (context * self.output.weight).sum(dim=2) + self.output.bias


class TextbookGatedCNN(nn.Module):
    """GatedCNN-NCI (Ji, Pan and Marttinen, 2021): gated convolutions, sums of code by word."""

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


NETWORKS = {"caml": TextbookCAML, "gated_cnn": TextbookGatedCNN}
# Our parameter of each of theirs.
NAMES = {
    "caml": {
        "embedding.weight": "embedding.weight",
        "conv.weight": "encoder.weight",
        "conv.bias": "encoder.bias",
        "queries.weight": "decoder.queries",
        "output.weight": "decoder.weight",
        "output.bias": "decoder.bias",
    },
    "gated_cnn": {
        "embedding.weight": "embedding.weight",
        "weight_input": "encoder.weight_input",
        "weight_hidden": "encoder.weight_hidden",
        "bias": "encoder.bias",
        "codes": "decoder.codes",
        "projection": "decoder.projection",
        "output.weight": "decoder.weight",
        "output.bias": "decoder.bias",
    },
}
