"""The last states of a recurrent encoder, then a linear layer."""

import torch
from torch import nn


class LastStateLinear(nn.Module):
    """The state after the whole note, in each direction, then one linear layer for all codes.

    Parameters
    ----------
    in_features : int
        The first half reads onwards and the second backwards where ``bidirectional``.
    n_codes : int
    bidirectional : bool, default=True

    Notes
    -----
    Differs from CAML's code: the state is that of the last word, not of the padding after it.
    """

    def __init__(self, in_features, n_codes, *, bidirectional=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        self.bidirectional = bidirectional
        bound = in_features**-0.5
        nn.init.uniform_(self.weight, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        end = mask.sum(1)[:, None, None] - 1  # (n, 1, 1)
        last = hidden.gather(1, end.expand(-1, 1, hidden.shape[-1])).squeeze(1)  # (n, in_features)
        if self.bidirectional:  # read backwards, a note ends at its first word
            half = hidden.shape[-1] // 2
            last = torch.cat([last[:, :half], hidden[:, 0, half:]], dim=-1)
        return nn.functional.linear(last, self.weight, self.bias)  # (n, n_codes)

    def code_embeddings(self):
        """The vectors by which the codes read the last states, shape (n_codes, in_features)."""
        return self.weight
