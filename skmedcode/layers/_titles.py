"""Code vectors from the words of code titles."""

import torch
from torch import nn
from torch.nn import functional as F


class TitleVectors(nn.Module):
    """One vector a code: the mean embedding of its title's words.

    The note's own embedding table is used, so that titles move with the words. The mean is over
    the words that the table knows; a code without any gets the zero vector.

    Parameters
    ----------
    embedding : nn.Embedding
        The table that the notes use.
    title_ids : sequence of n_codes integer sequences
        Token ids of each code's title.
    out_features : int
        Width of the code vectors; a bias-free linear map joins widths that differ.

    Attributes
    ----------
    without_words : list of int
        Codes whose vector is zero.

    Examples
    --------
    >>> titles = TitleVectors(nn.Embedding(10, 4), [[2, 3], []], out_features=6)
    >>> titles().shape
    torch.Size([2, 6])
    """

    def __init__(self, embedding, title_ids, out_features):
        super().__init__()
        self.embedding = embedding
        self.register_buffer("ids", torch.empty(0, dtype=torch.long))
        self.register_buffer("offsets", torch.zeros(1, dtype=torch.long))
        self.without_words = []
        self.extend(title_ids)
        width = embedding.embedding_dim
        self.projection = None
        if width != out_features:
            self.projection = nn.Linear(width, out_features, bias=False)

    def extend(self, title_ids):
        """Add titles of further codes behind the others."""
        before = len(self.offsets) - 1
        flat = self.ids.new_tensor([int(i) for ids in title_ids for i in ids])
        ends = self.offsets.new_tensor([len(ids) for ids in title_ids]).cumsum(0)
        self.offsets = torch.cat([self.offsets, self.offsets[-1] + ends])
        self.ids = torch.cat([self.ids, flat])
        self.without_words += [before + n for n, ids in enumerate(title_ids) if len(ids) == 0]

    def forward(self):
        """Code vectors, shape (n_codes, out_features)."""
        vectors = F.embedding_bag(
            self.ids, self.embedding.weight, self.offsets, mode="mean", include_last_offset=True
        )
        return vectors if self.projection is None else self.projection(vectors)
