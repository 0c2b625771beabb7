"""The words of code titles, each once."""

import torch
from torch import nn
from torch.nn import functional as F


class TitleWords(nn.Module):
    """Vectors of the distinct words of all titles, and which title has which.

    The note's own embedding table is used, so that titles move with the words. What is made once a
    word, whatever the number of codes, comes to the codes by :meth:`add_up`.

    Parameters
    ----------
    embedding : nn.Embedding
        The table that the notes use.
    title_ids : sequence of n_codes integer sequences
        Token ids of each code's title; words that are repeated count once.
    out_features : int
        Width of the vectors; a bias-free linear map joins widths that differ.
    rarity : Tensor of shape (n_tokens,), default=None
        How much each word tells, above 0; None takes all words alike.

    Attributes
    ----------
    words : Tensor of shape (n_words,)
        Token ids of the distinct words.

    Examples
    --------
    >>> titles = TitleWords(nn.Embedding(10, 4), [[2, 3], [], [3]], out_features=6)
    >>> titles().shape
    torch.Size([2, 6])
    >>> titles.add_up(torch.tensor([[1.0, 10.0]]))
    tensor([[11.,  0., 10.]])
    """

    def __init__(self, embedding, title_ids, out_features, rarity=None):
        super().__init__()
        self.embedding = embedding
        if rarity is None:
            rarity = torch.ones(embedding.num_embeddings)
        self.register_buffer("rarity", rarity.float())
        for name in ("words", "places"):
            self.register_buffer(name, torch.empty(0, dtype=torch.long))
        self.register_buffer("offsets", torch.zeros(1, dtype=torch.long))
        self.longest = 1
        self._place = {}
        self.extend(title_ids)
        width = embedding.embedding_dim
        self.projection = None
        if width != out_features:
            self.projection = nn.Linear(width, out_features, bias=False)

    def extend(self, title_ids):
        """Add titles of further codes behind the others."""
        n_further = self.embedding.num_embeddings - len(self.rarity)
        if n_further:  # words that no text has had
            self.rarity = torch.cat([self.rarity, self.rarity.max().expand(n_further)])
        title_ids = [sorted({int(i) for i in ids}) for ids in title_ids]
        known = len(self._place)
        flat = [self._place.setdefault(i, len(self._place)) for ids in title_ids for i in ids]
        self.words = torch.cat([self.words, self.words.new_tensor([*self._place][known:])])
        self.places = torch.cat([self.places, self.places.new_tensor(flat)])
        ends = self.offsets.new_tensor([len(ids) for ids in title_ids]).cumsum(0)
        self.offsets = torch.cat([self.offsets, self.offsets[-1] + ends])
        self.longest = max(self.longest, *map(len, title_ids))

    def forward(self):
        """Vectors of the distinct words, shape (n_words, out_features)."""
        vectors = F.embedding(self.words, self.embedding.weight)
        return vectors if self.projection is None else self.projection(vectors)

    def add_up(self, values):
        """Sum over the words of each title, (n, n_words) -> (n, n_codes)."""
        sums = F.embedding_bag(
            self.places, values.T, self.offsets, mode="sum", include_last_offset=True
        )
        return sums.T

    def of_codes(self, codes):
        """Where the words of some titles are among the distinct words.

        Parameters
        ----------
        codes : integer Tensor of any shape

        Returns
        -------
        places : integer Tensor of the shape of codes, and longest
        mask : bool Tensor of the same shape
            False behind a title's last word.
        """
        first, end = self.offsets[codes].unsqueeze(-1), self.offsets[codes + 1].unsqueeze(-1)
        positions = first + torch.arange(self.longest, device=codes.device)
        mask = positions < end  # (*codes.shape, longest)
        if len(self.places) == 0:
            return torch.zeros_like(positions), mask
        return self.places[torch.where(mask, positions, 0)], mask
