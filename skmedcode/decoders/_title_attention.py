"""Codes that are known by their titles alone."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import attend, attention_weights


class TitleAttention(nn.Module):
    """Label attention whose queries and classifiers are made from titles, for codes never seen.

    ``u_c = 6 (t_c + Q t_c)``, ``w_c = 2 (t_c + W t_c)`` and the bias ``b + v . t_c``, with ``t_c``
    the unit title vector; ``Q``, ``W``, ``v`` start at zero and are shared, so no code has a number
    of its own, and a code without a training note is read like any other with a title
    (after the label queries of Rios and Kavuluru, "Few-Shot and Zero-Shot Multi-Label Learning for
    Structured Label Spaces", EMNLP 2018, without their graph).

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module
        Gives code vectors of shape (n_codes, in_features) when called, see
        :class:`~skmedcode.layers.TitleVectors`.

    Notes
    -----
    A code whose title has no known word has the zero vector: it attends to all words alike, and has
    the bias that all codes share.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, titles=None):
        super().__init__()
        if titles is None:
            raise ValueError(
                'code_descriptions must be given for decoder="title_attention", which knows codes '
                "by their titles alone."
            )
        self.titles = titles
        self.query = nn.Parameter(torch.zeros(in_features, in_features))
        self.weight = nn.Parameter(torch.zeros(in_features, in_features))
        self.slope = nn.Parameter(torch.zeros(in_features))
        self.offset = nn.Parameter(torch.tensor(-3.0))  # most codes are rare

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        titles = self._titles()
        context = attend(self._queries(titles), hidden, mask)  # (n, n_codes, in_features)
        weight = 2 * (titles + F.linear(titles, self.weight))
        return (context * weight).sum(-1) + (titles @ self.slope + self.offset)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return attention_weights(self._queries(self._titles())[codes], hidden, mask)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self._queries(self._titles())

    def add_titles(self, title_ids):
        """Know further codes, behind the others, by the token ids of their titles."""
        self.titles.extend(title_ids)

    def _titles(self):
        return F.normalize(self.titles(), dim=-1)

    def _queries(self, titles):
        return 6 * (titles + F.linear(titles, self.query))
