"""Keys and values of a memory, from the words of texts."""

import torch
from torch import nn

from skmedcode.layers._titles import TitleVectors


class MemorySlots(nn.Module):
    """What a note can be looked up in: a key and a value a slot, mean embeddings of their words.

    The note's own embedding table is used. In training the slots are read afresh at every call; in
    evaluation, under ``torch.inference_mode``, once until ``train`` or ``eval`` is called next, so
    that a pass over many notes reads them once.

    Parameters
    ----------
    embedding : nn.Embedding
        The table that the notes use.
    keys : sequence of n_slots integer sequences
        Token ids of each slot's text.
    values : sequence of n_slots integer sequences, default=None
        Token ids of each slot's name; None takes the keys.

    Examples
    --------
    >>> slots = MemorySlots(nn.Embedding(10, 4), keys=[[2, 3, 5], [4]], values=[[3], [4]])
    >>> keys, values = slots()
    >>> keys.shape, values.shape
    (torch.Size([2, 4]), torch.Size([2, 4]))
    """

    def __init__(self, embedding, keys, values=None):
        super().__init__()
        width = embedding.embedding_dim
        self.keys = TitleVectors(embedding, keys, width)
        self.values = None if values is None else TitleVectors(embedding, values, width)
        self._read = None

    def forward(self):
        """Keys and values, each of shape (n_slots, in_features)."""
        kept = self._read
        if kept is not None and torch.is_inference_mode_enabled():
            return kept
        keys = self.keys()
        read = keys, keys if self.values is None else self.values()
        if not self.training and torch.is_inference_mode_enabled():
            self._read = read
        return read

    def empty(self):
        """Slots without a word, shape (n_slots,); none where all are."""
        empty = self.keys.offsets.diff() == 0
        return empty & ~empty.all()

    def train(self, mode=True):
        """Forget what was read: the words may have moved."""
        self._read = None
        return super().train(mode)

    def __getstate__(self):
        return self.__dict__ | {"_read": None}
