"""Attention whose queries are vectors of the codes' titles: the decoder of DLAC."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.decoders._structured_attention import StructuredAttention
from skmedcode.layers import TitleVectors

LENGTH = 3.0  # of a query, so that attention starts neither flat nor at a single word


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
            given = start.abs().sum(-1, keepdim=True) > 0
            queries = torch.where(given, start.to(queries.dtype), queries)
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


def title_queries(
    in_features, n_codes, *, embedding, title_ids=None, word_start=None, freeze=False
):
    """:class:`TitleQueryAttention` from the words of titles.

    A query starts at the mean of its title's word vectors, less what all titles have in common.

    Parameters
    ----------
    in_features : int
    n_codes : int
    embedding : nn.Embedding
        The table that the notes use.
    title_ids : sequence of n_codes integer arrays, default=None
        Token ids of the codes' titles.
    word_start : Tensor of shape (n_codes, embedding_dim), default=None
        Where codes without a title start, among the words; None for chance.
    freeze : bool, default=False
        Keep the queries of the codes with a title as they start.

    Returns
    -------
    TitleQueryAttention
    """
    titles = [] if title_ids is None else title_ids
    described = [code for code, ids in enumerate(titles) if len(ids)]
    width = embedding.embedding_dim
    start = torch.zeros(n_codes, width)
    if word_start is not None:
        start += LENGTH * word_start
    if described:
        with torch.no_grad():
            vectors = TitleVectors(embedding, titles, width)()[described]
        if len(described) > 1:
            vectors = vectors - vectors.mean(0)
        start[described] = LENGTH * F.normalize(vectors, dim=-1)
    return TitleQueryAttention(
        in_features, n_codes, attention_size=width, described=described, start=start, freeze=freeze
    )
