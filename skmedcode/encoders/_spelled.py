"""Characters to words to segments, by one recurrent network on top of the other."""

import torch
from torch import nn
from torch.nn import functional as F


class SpelledEncoder(nn.Module):
    """An LSTM over the characters of each word, and one over the words of each segment.

    The last state of the first is the word's vector, that of the second the segment's (Shi, Xie,
    Hu, Zhang and Xing, arXiv 1711.04075, 2017). Rows come in arrays of similar length, each padded
    on the right; a last state is that of the last real character or word, so that padding never
    takes part.

    Parameters
    ----------
    n_characters : int
        Rows of the character embedding; 0 is padding.
    character_size : int, default=50
    word_size : int, default=100
    hidden_size : int, default=200
        Units of the LSTM over words.
    dropout : float, default=0.0
        Element-wise dropout of the words' vectors.

    Attributes
    ----------
    word_features, out_features : int

    Notes
    -----
    It is no encoder of words with a mask: what it reads is laid out in characters, words and
    segments. Recurrent weights start orthogonal, the others by Glorot and Bengio's rule, and the
    forget gates open by 1.
    """

    def __init__(
        self, n_characters, *, character_size=50, word_size=100, hidden_size=200, dropout=0.0
    ):
        super().__init__()
        self.characters = nn.Embedding(n_characters, character_size, padding_idx=0)
        self.spelling = nn.LSTM(character_size, word_size, batch_first=True)
        self.reading = nn.LSTM(word_size, hidden_size, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.word_features, self.out_features = word_size, hidden_size
        for layer in (self.spelling, self.reading):
            _start(layer)

    def spell(self, words):
        """Vectors of words, list of (n_words, n_chars) -> (all words, word_size)."""
        parts = [
            last_states(self.spelling, self.characters(part), (part != 0).sum(1)) for part in words
        ]
        return torch.cat(parts)

    def read(self, embedded, segments):
        """States of segments.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, word_size)
            Vectors of the words of each note.
        segments : list of integer Tensors of shape (n_segments, n_words)
            Positions of the words in the flattened notes, counted from 1; 0 is padding.

        Returns
        -------
        Tensor of shape (all segments, hidden_size)
        """
        words = with_nothing(embedded.flatten(0, 1))  # (1 + n * length, word_size)
        parts = [
            last_states(self.reading, F.embedding(part, words), (part != 0).sum(1))
            for part in segments
        ]
        return torch.cat(parts)

    def forward(self, ids, words, segments):
        """States of segments, for ids (n, length) that are rows of ``words`` counted from 1."""
        vectors = with_nothing(self.spell(words))
        return self.read(self.dropout(F.embedding(ids.long(), vectors)), segments)


def last_states(layer, inputs, lengths):
    """The state after the last real step, (n, steps, features), (n,) -> (n, hidden_size)."""
    states, _ = layer(inputs)  # padding is on the right: no real step comes after it
    last = (lengths - 1).clamp_min(0)[:, None, None]
    return states.gather(1, last.expand(-1, 1, states.shape[-1])).squeeze(1)


def with_nothing(rows):
    """A row of zeros before the others, for the number 0."""
    return F.pad(rows, (0, 0, 1, 0))


def _start(layer):
    nn.init.xavier_uniform_(layer.weight_ih_l0)
    for gate in layer.weight_hh_l0.chunk(4):
        nn.init.orthogonal_(gate)
    nn.init.zeros_(layer.bias_ih_l0)
    nn.init.zeros_(layer.bias_hh_l0)
    with torch.no_grad():
        layer.bias_ih_l0.chunk(4)[1].fill_(1)  # torch's order: input, forget, cell, output
