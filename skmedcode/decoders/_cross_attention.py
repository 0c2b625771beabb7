"""Codes that read the note by cross attention and share one classifier."""

import torch
from torch import nn

from skmedcode.layers import at_least_float, attend, attention_weights, no_autocast, queries_at


class CrossAttention(nn.Module):
    """Each code has a query; keys, values and the output are shared by all codes.

    ``z_c = (w + v_c) · LayerNorm(sum_t a_ct V h_t) + b_c`` with ``a_c = softmax_t(q_c · K h_t)``
    over the real positions (Edin et al., EMNLP 2024). All of it is in float32 under autocast too: a
    softmax in half precision made such models diverge.

    Parameters
    ----------
    in_features : int
    n_codes : int
    start : Tensor of shape (n_codes, in_features), default=None
        Hidden states, such as those of titles, at whose keys the queries start. None starts at
        chance, as published; so does a code whose row is zero.
    own_weights : bool, default=False
        Give each code weights ``v_c`` of its own beside the shared ``w``. They start at zero, or at
        the values of ``start``. With ``start`` or these, keys and values start at the identity: a
        likeness of states is then likeness of keys, and there is little to learn from few notes.

    Notes
    -----
    Differs from the authors' code: each code has a bias of its own, so that ``prior_bias`` can
    start it at the code's frequency, where theirs share one.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, *, start=None, own_weights=False):
        super().__init__()
        self.queries = nn.Parameter(torch.empty(n_codes, in_features))
        self.keys = nn.Linear(in_features, in_features, bias=False)
        self.values = nn.Linear(in_features, in_features)
        self.norm = nn.LayerNorm(in_features)
        self.weight = nn.Parameter(torch.empty(in_features))
        self.bias = nn.Parameter(torch.zeros(n_codes))
        for weight in (self.queries, self.keys.weight, self.values.weight, self.weight):
            nn.init.normal_(weight, std=0.03)
        nn.init.zeros_(self.values.bias)
        if own_weights or start is not None:
            nn.init.eye_(self.keys.weight)
            nn.init.eye_(self.values.weight)
        self.own_weights = nn.Parameter(torch.zeros(n_codes, in_features)) if own_weights else None
        if start is not None:
            self._start(start)

    @torch.no_grad()
    def _start(self, states):
        """Start queries at the keys of states, which have much in common in transformers."""
        given = states.abs().sum(-1) > 0
        if given.sum() < 2:
            return
        self.queries[given] += queries_at(self.keys(states[given]))
        if self.own_weights is not None:
            value = self.norm(self.values(states[given]))
            self.own_weights[given] += 2 * (value - value.mean(0)) / value.shape[1]

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        with no_autocast(hidden):
            return self._logits(at_least_float(hidden), mask)

    def _logits(self, hidden, mask):
        context = attend(self.queries, self.keys(hidden), mask, self.values(hidden))
        context = self.norm(context)  # (n, n_codes, in_features)
        logits = context @ self.weight + self.bias  # (n, n_codes)
        if self.own_weights is None:
            return logits
        return logits + (context * self.own_weights).sum(-1)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return attention_weights(self.queries[codes], self.keys(hidden), mask)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self.queries
