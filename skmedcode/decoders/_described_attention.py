"""The decoder of DR-CAML: classifiers that are held near descriptions of their codes."""

import torch

from skmedcode.decoders._label_attention import LabelAttention


class DescribedAttention(LabelAttention):
    """Label attention that also says how far each classifier is from its code's description.

    The distance is ``mean_d (w_c - beta_c)_d^2``, with ``beta_c`` what another network makes of the
    code's title (Mullenbach et al., NAACL 2018). It is given in training alone, beside the logits:
    the loss then adds the distances of a note's own codes. Row c of the distances belongs to row c
    of the logits and to column c of the targets.

    Parameters
    ----------
    in_features : int
    n_codes : int
    describe : nn.Module
        ``(ids, mask) -> (n, in_features)``.
    title_ids : sequence of n_codes integer sequences
        Token ids of each code's title. A code without any has distance 0.
    start : Tensor of shape (n_codes, in_features), default=None
        See :class:`LabelAttention`.
    """

    def __init__(self, in_features, n_codes, describe, title_ids, *, start=None):
        super().__init__(in_features, n_codes, start=start)
        self.describe = describe
        described = [code for code, ids in enumerate(title_ids) if len(ids)]
        longest = max((len(ids) for ids in title_ids), default=0)
        padded = torch.zeros(len(described), longest, dtype=torch.long)
        for row, code in enumerate(described):
            ids = torch.as_tensor(title_ids[code])
            padded[row, : len(ids)] = ids
        self.register_buffer("described", torch.tensor(described, dtype=torch.long))
        self.register_buffer("title_ids", padded)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes).

        In training a pair, the logits and the distances of shape (n_codes,).
        """
        logits = super().forward(hidden, mask)
        return (logits, self.distances()) if self.training else logits

    def distances(self):
        """How far each code's classifier is from its description, shape (n_codes,)."""
        distances = self.weight.new_zeros(len(self.weight))
        if len(self.described) == 0:
            return distances
        meant = self.describe(self.title_ids, self.title_ids != 0)  # (n_described, in_features)
        apart = (self.weight[self.described] - meant).square().mean(-1)
        return distances.to(apart.dtype).index_copy(0, self.described, apart)
