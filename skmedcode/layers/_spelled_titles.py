"""Code vectors that are read from the characters of code titles."""

import torch
from torch import nn


class SpelledTitles(nn.Module):
    """One vector a code: what an encoder of its own makes of the title, or a learnt one.

    Parameters
    ----------
    encoder : nn.Module
        ``(ids, words, segments) -> (all segments, out_features)``, with one segment a title.
    n_codes : int
    described : integer Tensor of shape (n_described,)
        Codes with a title; the others get vectors that are learnt.
    ids : integer Tensor of shape (n_described, length)
        The words of each title, as rows of ``words`` counted from 1.
    words, segments : lists of integer Tensors
        As ``encoder`` reads them.
    order : integer Tensor of shape (n_described, 1)
        Which row of the segments is which title's, counted from 1.
    """

    def __init__(self, encoder, n_codes, described, ids, words, segments, order):
        super().__init__()
        self.encoder = encoder
        self.n_words, self.n_segments = len(words), len(segments)
        self.register_buffer("ids", ids)
        for name, parts in (("words", words), ("segments", segments)):
            for place, part in enumerate(parts):
                self.register_buffer(f"{name}_{place}", part)
        others = torch.ones(n_codes, dtype=torch.bool)
        others[described] = False
        # a row of (titles, learnt vectors) for each code
        row = torch.empty(n_codes, dtype=torch.long)
        row[described] = order[:, 0].long() - 1
        row[others] = len(described) + torch.arange(int(others.sum()))
        self.register_buffer("row", row)
        self.learnt = None
        if others.any():
            self.learnt = nn.Parameter(torch.empty(int(others.sum()), encoder.out_features))
            nn.init.normal_(self.learnt, std=0.1)

    def forward(self):
        """Code vectors, shape (n_codes, out_features)."""
        words = [getattr(self, f"words_{place}") for place in range(self.n_words)]
        segments = [getattr(self, f"segments_{place}") for place in range(self.n_segments)]
        vectors = self.encoder(self.ids, words, segments)
        if self.learnt is not None:
            vectors = torch.cat([vectors, self.learnt.to(vectors.dtype)])
        return vectors[self.row]
