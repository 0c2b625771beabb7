"""One vector a note, then one linear layer for all codes."""

import torch
from torch import nn

from skmedcode.layers import attend, attention_weights


class MaxPoolLinear(nn.Module):
    """Maximum over the positions of each feature, then one linear layer for all codes.

    Parameters
    ----------
    in_features : int
    n_codes : int

    Notes
    -----
    Differs from CAML's code: padding can never be the maximum.
    """

    def __init__(self, in_features, n_codes):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        nn.init.xavier_uniform_(self.weight)
        nn.init.uniform_(self.bias, -(in_features**-0.5), in_features**-0.5)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        return nn.functional.linear(self.pool(hidden, mask), self.weight, self.bias)

    def code_embeddings(self):
        """The vectors by which the codes read the pooled note, shape (n_codes, in_features)."""
        return self.weight

    def pool(self, hidden, mask):
        """One vector a note, (n, length, in_features), (n, length) -> (n, in_features)."""
        return hidden.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)


class MeanPoolLinear(MaxPoolLinear):
    """Mean over the positions, then one linear layer for all codes.

    Parameters
    ----------
    in_features : int
    n_codes : int
    """

    def pool(self, hidden, mask):
        """One vector a note, (n, length, in_features), (n, length) -> (n, in_features)."""
        total = hidden.masked_fill(~mask.unsqueeze(-1), 0.0).sum(dim=1)
        return total / mask.sum(1, keepdim=True)


class AttentionPoolLinear(MaxPoolLinear):
    """One attention that all codes share, then one linear layer for all codes.

    Parameters
    ----------
    in_features : int
    n_codes : int
    """

    is_distribution = True

    def __init__(self, in_features, n_codes):
        super().__init__(in_features, n_codes)
        self.query = nn.Parameter(torch.empty(1, in_features))
        nn.init.xavier_uniform_(self.query)

    def pool(self, hidden, mask):
        """One vector a note, (n, length, in_features), (n, length) -> (n, in_features)."""
        return attend(self.query, hidden, mask).squeeze(1)

    def attend(self, hidden, mask, codes):
        """The one attention, once for each code, (n, length, in) -> (n, n_asked, length)."""
        weights = attention_weights(self.query, hidden, mask)  # (n, 1, length)
        return weights.expand(-1, codes.shape[-1], -1)
