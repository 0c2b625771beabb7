"""Words read within their sentences, sentences within their note."""

import torch
from torch import nn

from skmedcode.encoders._recurrent import RecurrentEncoder
from skmedcode.encoders._sentences import lay_out


class HierarchicalEncoder(nn.Module):
    """Two recurrent layers: over the words of each sentence, and over the sentences of a note.

    Both read in both directions. A sentence is the mean of its words' states by attention, with one
    learnt query (Yang, Yang, Dyer, He, Smola and Hovy, "Hierarchical Attention Networks for
    Document Classification", NAACL 2016; in medical coding Baumel, Nassour-Kassis, Cohen, Elhadad
    and Elhadad, HA-GRU, AAAI workshop on health intelligence 2018). The state of a word is its own
    beside that of its sentence: what was read onwards of both, then what was read backwards.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=50
        Units a direction, in both layers.
    cell : {"gru", "lstm"}, default="gru"
    segment_length : int, default=30
        Words after which a sentence is cut, so that memory stays bounded; where no sentences are
        known, each run of so many words is one.

    Attributes
    ----------
    out_features : int
        ``4 * hidden_size``.

    Notes
    -----
    Differs from the papers: there a note, or each code's view of it, is a mean of sentences; here
    words leave, so that any decoder can read and point at them. The steps that are taken one after
    another are those of the longest sentence and of the sentences of a note, not of its words.

    Token ids without their notes have no sentences, so that a coder of them reads otherwise than
    one of notes.

    Sentences lie in a few rectangles of rows of similar length. How large these are depends on the
    notes: on a GPU each batch is waited for twice.

    Examples
    --------
    >>> import torch
    >>> encoder = HierarchicalEncoder(8, hidden_size=3)
    >>> mask = torch.ones(1, 5, dtype=torch.bool)
    >>> hidden, mask = encoder(torch.randn(1, 5, 8), mask, torch.tensor([[0, 0, 1, 1, 1]]))
    >>> hidden.shape
    torch.Size([1, 5, 12])
    """

    def __init__(self, in_features, *, hidden_size=50, cell="gru", segment_length=30):
        super().__init__()
        if segment_length < 1:
            raise ValueError(f"segment_length must be at least 1, got {segment_length}.")
        width = 2 * hidden_size
        self.segment_length = segment_length
        self.over_words = RecurrentEncoder(in_features, hidden_size=hidden_size, cell=cell)
        self.attention = nn.Linear(width, width)
        self.query = nn.Parameter(torch.empty(width))
        nn.init.normal_(self.query, std=width**-0.5)
        self.over_sentences = RecurrentEncoder(width, hidden_size=hidden_size, cell=cell)
        self.out_features = 2 * width

    def forward(self, embedded, mask, sentences=None):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)
        sentences : integer Tensor of shape (n, length), default=None
            The number of each word's sentence in its note, not decreasing.

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        layout = lay_out(mask, sentences, self.segment_length)
        states, vectors = [], []
        for part, words in zip(layout.parts, layout.of_notes(embedded), strict=True):
            own, real = self.over_words(words, part != 0)
            states.append(own)
            vectors.append(self._sentence(own, real))
        above, _ = self.over_sentences(*layout.in_order(torch.cat(vectors)))
        place = layout.place.unsqueeze(-1).expand(-1, -1, above.shape[-1])
        onwards, back = layout.to_notes(states).chunk(2, dim=-1)
        above_onwards, above_back = above.gather(1, place).chunk(2, dim=-1)
        hidden = torch.cat([onwards, above_onwards, back, above_back], dim=-1)
        return hidden * mask.unsqueeze(-1), mask

    def _sentence(self, states, real):
        """The mean of the words of each row by attention, (n_sentences, features)."""
        scores = self.attention(states).tanh() @ self.query  # (n_sentences, words)
        weights = torch.softmax(scores.masked_fill(~real, -torch.inf), dim=-1)
        return (weights.unsqueeze(-1) * states).sum(1)
