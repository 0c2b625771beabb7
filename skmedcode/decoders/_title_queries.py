"""Attention whose queries are vectors of the codes' titles: the decoder of DLAC."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.decoders._structured_attention import StructuredAttention


class TitleQueryAttention(StructuredAttention):
    """Codes read the note by what their titles say: ``z_c = w_c · sum_t a_ct h_t + b_c``.

    ``a_c = softmax_t(d_c · tanh(P h_t + p))`` over the real positions, where ``d_c`` is the vector
    of the code's title (Feucht, Wu, Althammer and Tresp, W-NUT 2021). A code without title has a
    learnt ``d_c``; where none has one, this is :class:`StructuredAttention` with a bias ``p``.

    Parameters
    ----------
    in_features : int
    n_codes : int
    attention_size : int
        Width of the titles' vectors.
    described : sequence of int, default=()
        Codes whose title has a vector.
    start : Tensor of shape (n_codes, attention_size), default=None
        Where queries start: at the titles' vectors, and at others for other codes. A row of zeros
        starts at chance, and so do all without ``start``.
    freeze : bool, default=False
        Keep the queries of the codes described as they start.
    """

    def __init__(
        self, in_features, n_codes, *, attention_size, described=(), start=None, freeze=False
    ):
        super().__init__(in_features, n_codes, attention_size=attention_size)
        nn.init.xavier_uniform_(self.projection)
        self.projection_bias = nn.Parameter(torch.zeros(attention_size))
        queries = self.queries.detach()
        if start is not None:
            given = start.abs().sum(-1) > 0
            queries[given] = start[given].to(queries.dtype)
        fixed = torch.zeros(n_codes, dtype=torch.bool, device="cpu")
        if freeze:
            fixed[list(described)] = True
        learnt, kept = (~fixed).nonzero().flatten(), fixed.nonzero().flatten()
        self.queries = nn.Parameter(queries[learnt]) if len(learnt) else None
        self.register_buffer("kept", queries[kept] if len(kept) else None)
        self.register_buffer("order", torch.cat([learnt, kept]).argsort())

    def _keys(self, hidden):
        return F.linear(hidden, self.projection, self.projection_bias).tanh()

    def _vectors(self):
        parts = [part for part in (self.queries, self.kept) if part is not None]
        return (parts[0] if len(parts) == 1 else torch.cat(parts)[self.order]), self.weight
