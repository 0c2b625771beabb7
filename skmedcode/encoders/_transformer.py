"""A transformer over notes of any length, in chunks."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from skmedcode.encoders._chunks import cut, one
from skmedcode.encoders._small_transformer import SmallTransformer
from skmedcode.layers import Dropout

POOLINGS = (None, "first", "mean")


class TransformerEncoder(nn.Module):
    """Read notes of any length in chunks, each by itself, and put the states together again.

    Every chunk starts at position 0 and carries the marks that the model knows ([CLS], [SEP]), so
    that it looks as the model's own inputs do; states of the marks are dropped. A word in two
    chunks gets the mean of its states. Time and memory grow linearly with the length of the notes.

    Parameters
    ----------
    model : nn.Module
        Called as transformers' encoders are: ``model(inputs_embeds=, attention_mask=)`` gives the
        states, shape (n, length, out_features), as its first item. It is used as it is.
    embedding : nn.Embedding or None
        The table that notes use, for the marks; None where there are none.
    out_features : int
        Width of the states.
    chunk_size : int, default=128
        Positions that the model reads at once, marks included.
    stride : int, default=0
        Words that a chunk shares with the one before it, as tokenizers of transformers count.
    prefix, suffix : sequence of int, default=()
        Ids of the marks before and after each chunk.
    pooling : {None, "first", "mean"}, default=None
        None gives a state a word; "first" the state of each chunk's first position, which is
        [CLS]; "mean" the mean over each chunk's words.
    where : {None, "first", "last"}, default=None
        With ``pooling``, read one chunk a note alone: its first words or its last.
    gradient_checkpointing : bool, default=False
        Compute the states again in the backward pass: training needs memory for one slice of
        chunks at a time, and a third more time.
    dropout : float, default=0
        Of the states that leave the encoder.
    freeze : bool, default=False
        Keep the model's weights; it then reads without dropout in training too.
    chunks_at_once : int, default=64
        Chunks in a slice, the most that one call of the model reads.

    Attributes
    ----------
    out_features : int

    Examples
    --------
    >>> import torch
    >>> from skmedcode.encoders import SmallTransformer
    >>> embedding = nn.Embedding(20, 8, padding_idx=0)
    >>> model = SmallTransformer(8, hidden_size=16, n_positions=4)
    >>> encoder = TransformerEncoder(model, embedding, 16, chunk_size=4, stride=1)
    >>> ids = torch.tensor([[5, 7, 9, 4, 3, 2, 6], [3, 8, 0, 0, 0, 0, 0]])
    >>> hidden, mask = encoder(embedding(ids), ids != 0)
    >>> hidden.shape
    torch.Size([2, 7, 16])
    """

    def __init__(
        self,
        model,
        embedding,
        out_features,
        *,
        chunk_size=128,
        stride=0,
        prefix=(),
        suffix=(),
        pooling=None,
        where=None,
        gradient_checkpointing=False,
        dropout=0.0,
        freeze=False,
        chunks_at_once=64,
    ):
        super().__init__()
        if pooling not in POOLINGS:
            raise ValueError(f"pooling must be None, 'first' or 'mean', got {pooling!r}.")
        self.size = chunk_size - len(prefix) - len(suffix)  # words in a chunk
        if not 0 <= stride < self.size:
            raise ValueError(
                f"stride must be at least 0 and below the {self.size} words that a chunk of "
                f"{chunk_size} positions holds, got {stride}."
            )
        self.model = model
        self.embedding = embedding
        self.out_features = out_features
        self.stride = stride
        self.n_before, self.n_after = len(prefix), len(suffix)
        self.register_buffer("marks", torch.tensor([*prefix, *suffix], dtype=torch.long))
        if where is not None and pooling is None:
            raise ValueError("where needs pooling: the other words would have no state.")
        self.pooling = pooling
        self.where = where
        self.gradient_checkpointing = gradient_checkpointing
        self.chunks_at_once = chunks_at_once
        self.dropout = Dropout(dropout)
        self.freeze = freeze
        if freeze:
            self.model.requires_grad_(False)

    def train(self, mode=True):
        """Set training mode; a frozen model stays in evaluation."""
        super().train(mode)
        if self.freeze:
            self.model.eval()
        return self

    @property
    def is_frozen(self):
        """Whether no weight of the model learns, so that states of notes stay as they are."""
        return not any(weight.requires_grad for weight in self.model.parameters())

    def forward(self, embedded, mask):
        """Encode notes: :meth:`read`, then dropout."""
        hidden, mask = self.read(embedded, mask)
        return self.dropout(hidden), mask

    def read(self, embedded, mask):
        """Encode notes, without dropout of the states.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)
            True at words, which come first.

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding. With ``pooling``, (n, most_chunks, out_features).
        mask : bool Tensor of shape (n, length)
            With ``pooling``, (n, most_chunks).
        """
        if self.where is None:
            chunks = cut(mask, self.size, self.stride)
        else:
            chunks = one(mask, self.size, self.where)
        states = self._read_all(*self._fill(chunks, embedded))
        words = states[:, self.n_before : states.shape[1] - self.n_after]
        if self.pooling is None:
            return self._join(chunks, words, mask.shape), mask
        pooled = states[:, 0]
        if self.pooling == "mean":
            real = torch.arange(words.shape[1], device=mask.device) < chunks.count
            total = (words * real.unsqueeze(-1)).sum(1)  # (n_chunks, out_features)
            pooled = total / chunks.count.clamp(min=1)
        n, most = chunks.exists.shape
        hidden = pooled.new_zeros(n * most, self.out_features)
        hidden = hidden.index_copy(0, chunks.note * most + chunks.number, pooled)
        return hidden.view(n, most, self.out_features), chunks.exists

    def _fill(self, chunks, embedded):
        """The chunks with their marks, (n_chunks, positions, in_features), and their mask."""
        n, length, _ = embedded.shape
        n_marks = self.n_before + self.n_after
        place = torch.arange(min(self.size, length) + n_marks, device=embedded.device)
        after = place >= self.n_before + chunks.count  # the marks at the end, then nothing
        mask = place < chunks.count + n_marks
        source = place + self.n_after + chunks.start  # of words, which follow the marks
        source = torch.where(place < self.n_before, place, source)
        source = torch.where(after, place - chunks.count, source).masked_fill(~mask, 0)
        rows = embedded
        if n_marks:
            marks = self.embedding(self.marks).to(embedded.dtype)
            rows = torch.cat([marks.expand(n, -1, -1), embedded], dim=1)
        source = source + chunks.note.unsqueeze(1) * (length + n_marks)
        filled = rows.flatten(0, 1).index_select(0, source.flatten())
        filled = filled.view(*source.shape, -1)
        return filled.masked_fill(~mask.unsqueeze(-1), 0), mask  # some models mix neighbours

    def _read_all(self, chunks, mask):
        again = self.gradient_checkpointing and self.training and torch.is_grad_enabled()
        states = []
        slices = (tensor.split(self.chunks_at_once) for tensor in (chunks, mask))
        for part in zip(*slices, strict=True):
            if again:
                states.append(checkpoint(self._read, *part, use_reentrant=False))
            else:
                states.append(self._read(*part))
        return torch.cat(states)

    def _read(self, chunks, mask):
        return self.model(inputs_embeds=chunks, attention_mask=mask.long())[0]

    def _join(self, chunks, words, shape):
        """One state a word, (n, length, out_features): the mean of those it has in chunks."""
        place = torch.arange(words.shape[1], device=words.device)
        target = chunks.note.unsqueeze(1) * shape[1] + chunks.start + place
        end = shape[0] * shape[1]  # a row past the notes takes what padding has become
        target = target.masked_fill(place >= chunks.count, end).flatten()
        hidden = words.new_zeros(end + 1, self.out_features)
        hidden = hidden.index_add(0, target, words.flatten(0, 1))
        if self.stride:
            one = words.new_ones(target.shape)
            times = words.new_zeros(end + 1).index_add(0, target, one)
            hidden = hidden / times.clamp(min=1).unsqueeze(1)
        return hidden[:-1].view(*shape, self.out_features)


def chunked_transformer(
    in_features, *, hidden_size=128, n_layers=2, n_heads=4, chunk_size=128, stride=0, dropout=0.1
):
    """:class:`TransformerEncoder` of a :class:`SmallTransformer`, from numbers.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=128
    n_layers : int, default=2
    n_heads : int, default=4
        As of :class:`SmallTransformer`.
    chunk_size : int, default=128
    stride : int, default=0
        As of :class:`TransformerEncoder`; there are no marks.
    dropout : float, default=0.1
        As of :class:`SmallTransformer`.

    Returns
    -------
    TransformerEncoder
        ``(embedded, mask) -> hidden, mask``.
    """
    model = SmallTransformer(
        in_features,
        hidden_size=hidden_size,
        n_layers=n_layers,
        n_heads=n_heads,
        n_positions=chunk_size,
        dropout=dropout,
    )
    return TransformerEncoder(model, None, hidden_size, chunk_size=chunk_size, stride=stride)
