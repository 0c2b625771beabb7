"""CAML (Mullenbach et al., NAACL 2018): one convolution, softmax attention of each code."""

import torch
from torch import nn

from textbook.attention import LabelAttention
from textbook.twin import Twin


class TextbookCAML(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, num_filters=50, kernel_size=10):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        self.conv = nn.Conv1d(width, num_filters, kernel_size, padding=kernel_size // 2)
        self.attention = LabelAttention(num_filters, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        hidden = torch.tanh(self.conv(embedded)).transpose(1, 2)  # (n, length, filters)
        return self.attention(hidden)


def names(name):
    """Our name of one of its weights."""
    return name.replace("conv.", "encoder.").replace("attention.", "decoder.")


def work(n_codes):
    """Million additions and multiplications a token, forward."""
    return 2e-6 * (100 * 10 * 50 + 2 * n_codes * 50)


TWIN = Twin(
    "CAMLCoder",
    {"num_filters": 50, "kernel_size": 10, "encoder_residual": False},
    TextbookCAML,
    names,
    work,
)
