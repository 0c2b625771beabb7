"""The composed network of coders that read a note as segments of spelled words."""

import torch
from torch import nn
from torch.nn import functional as F


class SegmentNetwork(nn.Module):
    """Characters to words to segments to logits.

    Parameters
    ----------
    encoder : SpelledEncoder
    decoder : nn.Module
        ``(hidden, mask) -> logits`` over segments.
    spelling : integer Tensor of shape (n_tokens, max_chars)
        Characters of each word of the vocabulary, for ids that come without ``words``.
    max_words : int, default=30
        Words of a segment, where ids come without ``segments``.
    dropout : float, default=0.2
        Element-wise dropout of words and of segments.

    Attributes
    ----------
    always_tabulates : bool
        True: words and titles are read once in a prediction.
    """

    always_tabulates = True

    def __init__(self, encoder, decoder, spelling, *, max_words=30, dropout=0.2):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self.max_words = max_words
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("spelling", spelling)

    def forward(self, ids, mask, codes=None, table=None, **layout):
        """Logits, and attention where it is asked for.

        Parameters
        ----------
        ids : integer Tensor of shape (n, length)
            Rows of ``words`` counted from 1, 0 at padding; without ``words``, ids of the
            vocabulary.
        mask : bool Tensor of shape (n, length)
        codes : integer Tensor of shape (n_asked,) or (n, n_asked), default=None
            Codes whose attention is returned too.
        table : SpelledTable, default=None
            What :meth:`tabulate` gave for words that include these; for prediction.
        **layout : Tensors
            ``words``, ``which``, ``segments``, ``order`` and ``place`` of
            ``SegmentedSequences.inputs``. Without them a note has no marks between its segments:
            each has ``max_words`` words.

        Returns
        -------
        logits : Tensor of shape (n, n_codes)
        attention : Tensor of shape (n, n_asked, length)
            With ``codes``; the weight of a segment is shared evenly by its words.
        """
        layout = layout or windows(mask, self.max_words)
        embedded = self.embed(ids, table=table, **layout)
        hidden, hidden_mask = self.encode(embedded, mask, **layout)
        known = () if table is None else (table.codes,)
        logits = self.decoder(hidden, hidden_mask, *known)
        if codes is None:
            return logits
        return logits, self.attend(hidden, hidden_mask, mask, codes, **layout)

    def embed(self, ids, values=None, *, words=None, which=None, table=None, **_):
        """Vectors of the words, shape (n, length, word_size), zero at padding."""
        if table is None:
            spelled = self.encoder.spell([self.spelling[1:]] if words is None else words)
        else:
            spelled = table.words[which[0]]
        vectors = F.pad(spelled, (0, 0, 1, 0))  # 0 is no word
        return self.dropout(F.embedding(ids.long(), vectors))

    def encode(self, embedded, mask, ids=None, **layout):
        """States of the segments, (n, n_segments, features), and their mask; ids are not read."""
        layout = layout or windows(mask, self.max_words)
        states = self.encoder.read(embedded, layout["segments"])
        order = layout["order"].long()
        hidden = F.embedding(order, F.pad(states, (0, 0, 1, 0)))
        return self.dropout(hidden), order != 0

    def attend(self, hidden, hidden_mask, mask, codes, **layout):
        """Attention of some codes over the words, shape (n, n_asked, length)."""
        layout = layout or windows(mask, self.max_words)
        weights = self.decoder.attend(hidden, hidden_mask, codes)  # (n, n_asked, n_segments)
        segment = (layout["place"].long() - 1).clamp_min(0)  # (n, length)
        counts = torch.zeros_like(weights[:, 0])
        counts = counts.scatter_add(1, segment, mask.to(weights.dtype))
        shares = weights / counts.clamp_min(1).unsqueeze(1)  # of each of a segment's words
        where = segment.unsqueeze(1).expand(-1, weights.shape[1], -1)
        return shares.gather(2, where) * mask.unsqueeze(1)

    def laid_out(self, **layout):
        """The network with the layout of one batch, which embeds, encodes and attends by it."""
        return LaidOut(self, layout)

    def tabulate(self, ids, words, which):
        """What a prediction needs to read once: its words, and the titles of the codes.

        Parameters
        ----------
        ids : integer Tensor of shape (n_ids,)
            In ascending order.
        words, which : lists of Tensors
            As of :meth:`forward`.

        Returns
        -------
        SpelledTable
        """
        with torch.no_grad():
            return SpelledTable(self, int(ids[-1]) + 1, words, which[0])


class LaidOut:
    """A network that knows how the words of one batch make up its segments.

    Parameters
    ----------
    network : SegmentNetwork
        What is not said here is the network's.
    layout : dict of str to Tensor or list of Tensors
    """

    def __init__(self, network, layout):
        self.network = network
        self.layout = layout

    def __getattr__(self, name):
        return getattr(self.network, name)

    def embed(self, ids, values=None):
        """As :meth:`SegmentNetwork.embed`; ids are rows of the layout's words."""
        return self.network.embed(ids, **self.layout)

    def encode(self, embedded, mask, ids=None):
        """As :meth:`SegmentNetwork.encode`."""
        return self.network.encode(embedded, mask, **self.layout)

    def attend(self, hidden, hidden_mask, mask, codes):
        """As :meth:`SegmentNetwork.attend`."""
        return self.network.attend(hidden, hidden_mask, mask, codes, **self.layout)


class SpelledTable:
    """The vectors of words and codes, for prediction: it keeps no gradient.

    Parameters
    ----------
    network : SegmentNetwork
    n_ids : int
    words : list of integer Tensors of shape (n_words, n_chars)
    which : integer Tensor of shape (all words,)
        Their ids.
    """

    def __init__(self, network, n_ids, words, which):
        spelled = network.encoder.spell(words)
        self.words = spelled.new_zeros(n_ids, spelled.shape[1])
        self.words[which] = spelled
        self.codes = network.decoder.code_embeddings()


def windows(mask, max_words):
    """The layout of notes without marks: segments of ``max_words`` words each.

    Parameters
    ----------
    mask : bool Tensor of shape (n, length)
    max_words : int

    Returns
    -------
    dict
    """
    n, length = mask.shape
    n_segments = -(-length // max_words)
    missing = n_segments * max_words - length
    positions = 1 + torch.arange(n * length, device=mask.device).view(n, length)
    segments = F.pad(positions * mask, (0, missing)).view(n * n_segments, max_words)
    rows = 1 + torch.arange(n * n_segments, device=mask.device).view(n, n_segments)
    order = rows * (segments[:, 0] != 0).view(n, n_segments)
    place = (1 + torch.arange(length, device=mask.device) // max_words) * mask
    return {"segments": [segments], "order": order, "place": place}
