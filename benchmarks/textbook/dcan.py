"""DCAN (Ji, Cambria and Marttinen, 2020): dilated causal convolutions, weight-normed."""

import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

from textbook.attention import LabelAttention
from textbook.twin import Twin

LEVELS = 3


class Block(nn.Module):
    """Two convolutions that look leftwards, and a way around them."""

    def __init__(self, width, hidden_size, dilation):
        super().__init__()
        reach = {"kernel_size": 2, "dilation": dilation, "padding": dilation}
        self.first = weight_norm(nn.Conv1d(width, hidden_size, **reach))
        self.second = weight_norm(nn.Conv1d(hidden_size, hidden_size, **reach))
        self.dropout = nn.Dropout(0.2)
        self.shortcut = nn.Conv1d(width, hidden_size, 1) if width != hidden_size else None
        self.dilation = dilation

    def forward(self, x):
        """Shape (n, width, length) -> (n, hidden_size, length)."""
        hidden = x
        for conv in (self.first, self.second):
            hidden = self.dropout(torch.relu(conv(hidden)[:, :, : -self.dilation]))
        return torch.relu(hidden + (x if self.shortcut is None else self.shortcut(x)))


class TextbookDCAN(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, hidden_size=600, output_size=300):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        widths = [width] + [hidden_size] * LEVELS
        self.blocks = nn.Sequential(*(Block(widths[j], widths[j + 1], 2**j) for j in range(LEVELS)))
        self.linear = nn.Linear(hidden_size, output_size)
        self.attention = LabelAttention(output_size, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        hidden = self.blocks(embedded).transpose(1, 2)  # (n, length, hidden_size)
        return self.attention(torch.relu(self.linear(hidden)))


def names(name):
    """Our name of one of its weights."""
    if name.startswith("blocks"):
        name = name.replace("parametrizations.weight.original0", "length")
        name = name.replace("parametrizations.weight.original1", "direction")
        return f"encoder.{name}"
    return name.replace("attention.", "decoder.").replace("linear.", "encoder.linear.")


def work(n_codes):
    """Million additions and multiplications a token, forward."""
    convolutions = 100 * 2 * 600 + (2 * LEVELS - 1) * 600 * 2 * 600
    return 2e-6 * (convolutions + 100 * 600 + 600 * 300 + 2 * n_codes * 300)


TWIN = Twin(
    "DCANCoder",
    {
        "hidden_size": 600,
        "output_size": 300,
        "n_levels": LEVELS,
        "kernel_size": 2,
        "encoder_residual": False,
    },
    TextbookDCAN,
    names,
    work,
)
