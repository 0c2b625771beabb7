"""What most of the networks end with: each code attends to the words, and has a classifier."""

import torch
from torch import nn


class LabelAttention(nn.Module):
    """Holds each code's attention for every word, padding included."""

    def __init__(self, width, n_codes, query_width=None):
        super().__init__()
        self.queries = nn.Parameter(torch.empty(n_codes, query_width or width))
        self.weight = nn.Parameter(torch.empty(n_codes, width))
        self.bias = nn.Parameter(torch.zeros(n_codes))
        nn.init.xavier_uniform_(self.queries)
        nn.init.xavier_uniform_(self.weight)

    def forward(self, hidden, keys=None):
        """Logits, (n, length, width) -> (n, n_codes)."""
        keys = hidden if keys is None else keys
        scores = self.queries @ keys.transpose(1, 2)  # (n, n_codes, length)
        context = torch.softmax(scores, dim=2) @ hidden  # (n, n_codes, width)
        return (context * self.weight).sum(dim=2) + self.bias
