"""One vector a note from those of its chunks, then a linear layer."""

from torch import nn

from skmedcode.decoders._pool import AttentionPoolLinear, MaxPoolLinear, MeanPoolLinear

POOLS = {"mean": MeanPoolLinear, "max": MaxPoolLinear, "attention": AttentionPoolLinear}


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

    Examples
    --------
    >>> import torch
    >>> decoder = PooledLinear(8, 3, pooling="max")
    >>> decoder(torch.randn(2, 4, 8), torch.tensor([[True] * 4, [True, False, False, False]])).shape
    torch.Size([2, 3])
    """

    def __init__(self, in_features, n_codes, *, pooling="mean"):
        super().__init__()
        if pooling not in POOLS:
            raise ValueError(f"pooling must be 'mean', 'max' or 'attention', got {pooling!r}.")
        self.dense = nn.Linear(in_features, in_features)
        nn.init.normal_(self.dense.weight, std=0.02)
        nn.init.zeros_(self.dense.bias)
        self.head = POOLS[pooling](in_features, n_codes)

    @property
    def bias(self):
        """The bias of each code, shape (n_codes,)."""
        return self.head.bias

    def forward(self, hidden, mask):
        """Logits, (n, chunks, in_features), (n, chunks) -> (n, n_codes)."""
        return self.head(self.dense(hidden).tanh(), mask)

    def code_embeddings(self):
        """The vectors by which the codes read the pooled note, shape (n_codes, in_features)."""
        return self.head.code_embeddings()
