"""The strongest response of each filter, then a linear layer."""

import torch
from torch import nn


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
        strongest = hidden.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)  # (n, in)
        return nn.functional.linear(strongest, self.weight, self.bias)
