"""One attention a code over a projection of the words: the decoder of LAAT."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import at_least_float, attend, attention_weights, no_autocast


class StructuredAttention(nn.Module):
    """Codes attend to a projection of the note: ``z_c = w_c · sum_t a_ct h_t + b_c``.

    ``a_c = softmax_t(u_c · tanh(P h_t))`` over the real positions, with one ``P`` for all codes
    (Vu, Nguyen and Nguyen, IJCAI 2020; after the structured self-attention of Lin et al., ICLR
    2017).
    Titles, where given, take part on both sides: ``u_c = r_c + 3 P t_c`` and ``w_c = v_c + t_c``
    with ``t_c`` the unit title vector, and ``r_c, v_c`` learnt.

    Parameters
    ----------
    in_features : int
    n_codes : int
    attention_size : int, default=None
        Rows of ``P``; None takes ``in_features``.
    titles : nn.Module, default=None
        Gives code vectors of shape (n_codes, in_features) when called.
    start : Tensor of shape (n_codes, in_features), default=None
        Vectors ``s_c`` of length 1 from which codes start: ``P`` is then orthogonal, ``r_c`` starts
        at ``6 P s_c`` and ``v_c`` at ``2 s_c``, on top of small random numbers. None starts from
        those alone, as published.
    full_precision : bool, default=False
        Attend in float32 under autocast too: over thousands of positions, scores that are rounded
        to half precision are what made such networks diverge (Edin et al., SIGIR 2023).
    """

    is_distribution = True

    def __init__(
        self,
        in_features,
        n_codes,
        *,
        attention_size=None,
        titles=None,
        start=None,
        full_precision=False,
    ):
        super().__init__()
        attention_size = in_features if attention_size is None else attention_size
        self.projection = nn.Parameter(torch.empty(attention_size, in_features))
        self.queries = nn.Parameter(torch.empty(n_codes, attention_size))
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        self.titles = titles
        self.full_precision = full_precision
        for parameter in (self.projection, self.queries, self.weight):
            nn.init.normal_(parameter, std=0.03)
        nn.init.uniform_(self.bias, -(in_features**-0.5), in_features**-0.5)
        if start is not None:
            nn.init.orthogonal_(self.projection)
            with torch.no_grad():
                self.queries.add_(6 * start @ self.projection.T)
                self.weight.add_(2 * start)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        if not self.full_precision:
            return self._logits(hidden, mask)
        with no_autocast(hidden):
            return self._logits(at_least_float(hidden), mask)

    def _logits(self, hidden, mask):
        queries, weight = self._vectors()
        context = attend(queries, self._keys(hidden), mask, values=hidden)  # (n, n_codes, in)
        return (context * weight).sum(-1) + self.bias  # (n, n_codes)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return attention_weights(self._vectors()[0][codes], self._keys(hidden), mask)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, attention_size)."""
        return self._vectors()[0]

    def _keys(self, hidden):
        return F.linear(hidden, self.projection).tanh()  # (n, length, attention_size)

    def _vectors(self):
        if self.titles is None:
            return self.queries, self.weight
        titles = F.normalize(self.titles(), dim=-1)
        return self.queries + 3 * F.linear(titles, self.projection), self.weight + titles
