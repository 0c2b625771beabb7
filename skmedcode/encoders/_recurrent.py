"""A recurrent network over the words, in one or both directions."""

import torch
from torch import nn

from skmedcode.encoders._bidirectional import reverse_notes

CELLS = {"gru": nn.GRU, "lstm": nn.LSTM}


class RecurrentEncoder(nn.Module):
    """One recurrent layer; the states of the two directions stand side by side.

    A note is read from its first to its last word and, by weights of its own, from its last to its
    first. No state has read padding.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=64
        Units a direction.
    cell : {"lstm", "gru"}, default="lstm"
        Long short-term memory (Hochreiter and Schmidhuber, Neural Computation 1997) or gated
        recurrent units (Cho et al., EMNLP 2014).
    bidirectional : bool, default=True

    Attributes
    ----------
    out_features : int
    """

    def __init__(self, in_features, *, hidden_size=64, cell="lstm", bidirectional=True):
        super().__init__()
        self.forwards = CELLS[cell](in_features, hidden_size, batch_first=True)
        self.backwards = None
        if bidirectional:
            self.backwards = CELLS[cell](in_features, hidden_size, batch_first=True)
        self.out_features = hidden_size * (2 if bidirectional else 1)

    def forward(self, embedded, mask):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        hidden, _ = self.forwards(embedded)  # padding is on the right: no word comes after it
        if self.backwards is not None:
            turned, _ = self.backwards(reverse_notes(embedded, mask))
            hidden = torch.cat([hidden, reverse_notes(turned, mask)], dim=-1)
        return hidden * mask.unsqueeze(-1), mask
