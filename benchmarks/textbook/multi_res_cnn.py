"""MultiResCNN (Li and Yu, AAAI 2020): convolutions of several widths with residual blocks."""

import torch
from torch import nn

from textbook.attention import LabelAttention
from textbook.twin import Twin

SIZES = (3, 5, 9, 15, 19, 25)


class Branch(nn.Module):
    """A convolution and a residual block; batch normalisation counts padding."""

    def __init__(self, width, num_filters, size):
        super().__init__()
        same = {"padding": size // 2}
        self.conv = nn.Conv1d(width, width, size, **same)
        self.first = nn.Conv1d(width, num_filters, size, bias=False, **same)
        self.first_norm = nn.BatchNorm1d(num_filters)
        self.second = nn.Conv1d(num_filters, num_filters, size, bias=False, **same)
        self.second_norm = nn.BatchNorm1d(num_filters)
        self.shortcut = nn.Conv1d(width, num_filters, 1, bias=False)
        self.shortcut_norm = nn.BatchNorm1d(num_filters)
        self.dropout = nn.Dropout(0.2)

    def forward(self, embedded):
        """Shape (n, width, length) -> (n, num_filters, length)."""
        x = torch.tanh(self.conv(embedded))
        left = torch.tanh(self.first_norm(self.first(x)))
        left = self.second_norm(self.second(left))
        return self.dropout(torch.tanh(left + self.shortcut_norm(self.shortcut(x))))


class TextbookMultiResCNN(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, num_filters=50, kernel_sizes=SIZES):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        self.branches = nn.ModuleList(Branch(width, num_filters, size) for size in kernel_sizes)
        self.attention = LabelAttention(len(kernel_sizes) * num_filters, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        hidden = torch.cat([branch(embedded) for branch in self.branches], dim=1)
        return self.attention(hidden.transpose(1, 2))


def names(name):
    """Our name of one of its weights and statistics."""
    room, _, rest = name.partition(".")
    if room != "branches":
        return name.replace("attention.", "decoder.")
    number, part, own = rest.split(".")
    if part == "conv":
        return f"encoder.convolutions.{number}.{own}"
    return f"encoder.blocks.{number}.{part.replace('_norm', '.norm')}.{own}"


def work(n_codes):
    """Million additions and multiplications a token, forward."""
    own = sum(SIZES) * (100 * 100 + 100 * 50 + 50 * 50) + len(SIZES) * 100 * 50
    return 2e-6 * (own + 2 * n_codes * len(SIZES) * 50)


TWIN = Twin(
    "MultiResCNNCoder",
    {"kernel_sizes": SIZES, "num_filters": 50, "encoder_residual": False},
    TextbookMultiResCNN,
    names,
    work,
)
