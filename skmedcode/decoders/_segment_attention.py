"""Soft, hard or no attention of codes over the segments of a note."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import attend, attention_weights

ATTENTIONS = ("soft", "hard", "max", "mean")
SCORERS = ("linear", "dot")


class SegmentAttention(nn.Module):
    """What each code takes from the segments of a note, and how that is scored.

    With ``u_c`` the vector of a code and ``h_m`` the states of segments, the weights are
    ``a_c = softmax_m(u_c . h_m)``, or 1 for the segment with the largest product and 0 for the
    others (Shi, Xie, Hu, Zhang and Xing, arXiv 1711.04075, 2017). The logit of the weighted mean
    ``e_c`` is ``w_c . e_c + b_c`` or ``u_c . e_c + b_c``. Without attention ``e_c`` is the maximum
    or the mean of each feature, the same for all codes.

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module, default=None
        Gives code vectors of shape (n_codes, in_features) when called; None learns them.
    attention : {"soft", "hard", "max", "mean"}, default="soft"
    scorer : {"linear", "dot"}, default="linear"

    Notes
    -----
    The hard choice has no gradient. Forward, ``e_c`` is the chosen segment's state; backward, that
    state alone gets the gradient of ``e_c``, and the code vectors get that of the softmax, with
    the states held fixed.
    """

    def __init__(self, in_features, n_codes, *, titles=None, attention="soft", scorer="linear"):
        super().__init__()
        self.attention = attention
        self.is_distribution = attention == "soft"  # a hard choice cannot be taught by evidence
        self.titles = titles
        self.queries = self.weight = None
        if titles is None and (scorer == "dot" or attention in ("soft", "hard")):
            self.queries = nn.Parameter(torch.empty(n_codes, in_features))
            nn.init.normal_(self.queries, std=0.1)
        if scorer == "linear":
            self.weight = nn.Parameter(torch.empty(n_codes, in_features))
            nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.zeros(n_codes))

    def code_embeddings(self):
        """The vectors of the codes, shape (n_codes, in_features); None where there are none."""
        return self.queries if self.titles is None else self.titles()

    def forward(self, hidden, mask, vectors=None):
        """Logits.

        Parameters
        ----------
        hidden : Tensor of shape (n, n_segments, in_features)
        mask : bool Tensor of shape (n, n_segments)
        vectors : Tensor of shape (n_codes, in_features), default=None
            What :meth:`code_embeddings` gave, where it is known already.

        Returns
        -------
        Tensor of shape (n, n_codes)
        """
        vectors = self.code_embeddings() if vectors is None else vectors
        weight = vectors if self.weight is None else self.weight
        if self.attention in ("max", "mean"):
            return F.linear(self._pool(hidden, mask), weight, self.bias)
        if self.attention == "soft":
            taken = attend(vectors, hidden, mask)  # (n, n_codes, in_features)
        else:
            taken = self._choose(vectors, hidden, mask)
        return (taken * weight).sum(-1) + self.bias

    def attend(self, hidden, mask, codes):
        """Attention of some codes over the segments, shape (n, len(codes), n_segments).

        Without attention it is even.
        """
        if self.attention in ("max", "mean"):
            even = mask / mask.sum(1, keepdim=True)
            return even.to(hidden.dtype).unsqueeze(1).expand(-1, codes.shape[-1], -1)
        weights = attention_weights(self.code_embeddings()[codes], hidden, mask)
        return weights if self.attention == "soft" else _largest(weights)

    def _choose(self, vectors, hidden, mask):
        soft = attention_weights(vectors, hidden.detach(), mask)  # (n, n_codes, n_segments)
        chosen = _largest(soft)
        taken = chosen @ hidden  # (n, n_codes, in_features)
        return taken + (soft - soft.detach()) @ hidden.detach()  # adds zero, and a gradient

    def _pool(self, hidden, mask):
        if self.attention == "max":
            return hidden.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1)
        total = (hidden * mask.unsqueeze(-1)).sum(dim=1)
        return total / mask.sum(dim=1, keepdim=True)


def _largest(weights):
    """1 at the largest weight of each row, 0 elsewhere."""
    best = weights.argmax(dim=-1, keepdim=True)
    return torch.zeros_like(weights).scatter(-1, best, 1.0)
