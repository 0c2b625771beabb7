"""CNN (Kim, EMNLP 2014): one convolution, the maximum of each filter, one linear layer."""

import torch
from torch import nn

from textbook.twin import Twin


class TextbookCNN(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, num_filters=500, kernel_size=4):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.2)
        self.conv = nn.Conv1d(width, num_filters, kernel_size)
        self.output = nn.Linear(num_filters, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids)).transpose(1, 2)  # (n, width, length)
        return self.output(torch.tanh(self.conv(embedded)).amax(dim=2))


def names(name):
    """Our name of one of its weights."""
    return name.replace("conv.", "encoder.").replace("output.", "decoder.")


def work(n_codes):
    """Million additions and multiplications a token, forward."""
    return 2e-6 * 100 * 4 * 500


TWIN = Twin("CNNCoder", {"num_filters": 500, "kernel_size": 4}, TextbookCNN, names, work)
