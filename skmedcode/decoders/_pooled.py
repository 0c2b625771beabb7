"""One vector a note from those of its chunks, then a linear layer."""

import torch
from torch import nn
from torch.nn import functional as F

POOLINGS = ("mean", "max", "attention")


class PooledLinear(nn.Module):
    """A layer over each chunk, one vector for all chunks, one linear layer for all codes.

    ``g_s = tanh(D h_s + d)`` for the state of each chunk, as BERT's pooler does with [CLS]
    (Devlin, Chang, Lee and Toutanova, NAACL 2019); their mean, their maximum in each feature, or
    ``sum_s softmax_s(q · g_s) g_s`` with one learnt ``q``; then ``z_c = w_c · g + b_c``. A note of
    one chunk is the same under all three.

    Parameters
    ----------
    in_features : int
    n_codes : int
    pooling : {"mean", "max", "attention"}, default="mean"
    dropout : float, default=0
        Of the note's vector.

    Examples
    --------
    >>> import torch
    >>> decoder = PooledLinear(8, 3, pooling="max")
    >>> decoder(torch.randn(2, 4, 8), torch.tensor([[True] * 4, [True, False, False, False]])).shape
    torch.Size([2, 3])
    """

    def __init__(self, in_features, n_codes, *, pooling="mean", dropout=0.0):
        super().__init__()
        if pooling not in POOLINGS:
            raise ValueError(f"pooling must be 'mean', 'max' or 'attention', got {pooling!r}.")
        self.pooling = pooling
        self.dense = nn.Linear(in_features, in_features)
        nn.init.normal_(self.dense.weight, std=0.02)
        nn.init.zeros_(self.dense.bias)
        self.dropout = nn.Dropout(dropout)
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.zeros(n_codes))
        nn.init.normal_(self.weight, std=0.02)
        if pooling == "attention":
            self.query = nn.Parameter(torch.zeros(in_features))  # starts as the mean

    def forward(self, hidden, mask):
        """Logits, (n, chunks, in_features), (n, chunks) -> (n, n_codes)."""
        pooled = self._pool(self.dense(hidden).tanh(), mask)  # (n, in_features)
        return F.linear(self.dropout(pooled), self.weight, self.bias)

    def _pool(self, chunks, mask):
        if self.pooling == "max":
            return chunks.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)
        scores = mask.to(chunks.dtype)
        if self.pooling == "attention":
            scores = chunks @ self.query  # (n, chunks)
        scores = scores.masked_fill(~mask, -torch.inf)
        return (chunks * scores.softmax(dim=1).unsqueeze(-1)).sum(1)
