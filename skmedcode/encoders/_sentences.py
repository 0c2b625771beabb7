"""Where the sentences of notes lie, as rows of words of similar length."""

import torch
from torch.nn import functional as F

MOST_PARTS = 4  # rectangles of one layout: little of them is padding
LEAST_ROWS = 32  # of a rectangle


class SentenceRows:
    """The sentences of a batch of notes, the longest first.

    Parameters
    ----------
    place : integer Tensor of shape (n, length)
        Which of its note's sentences a word stands in, from 0.
    most : int
        Sentences of the note that has most.
    target : integer Tensor of shape (n_sentences,)
        Where each row stands among ``n * most`` sentences.
    parts : list of integer Tensors of shape (n_sentences_of_the_part, words)
        Positions of each row's words in the flattened notes, counted from 1; 0 where there is none.
    """

    def __init__(self, place, most, target, parts):
        self.place = place
        self.most = most
        self.target = target
        self.parts = parts

    def of_notes(self, hidden):
        """Words of notes as rows, (n, length, features) -> [(n_sentences, words, features)]."""
        words = F.pad(hidden.flatten(0, 1), (0, 0, 1, 0))
        return [F.embedding(part, words) for part in self.parts]

    def to_notes(self, rows):
        """The words of all rows where they stand in their notes, (n, length, features)."""
        states = torch.cat([own.flatten(0, 1) for own in rows])
        where = torch.cat([part.flatten() for part in self.parts])
        notes = states.new_zeros(self.place.numel() + 1, states.shape[-1])
        notes = notes.index_copy(0, where, states)[1:]  # what is no word went to the first
        return notes.view(*self.place.shape, -1)

    def in_order(self, vectors):
        """One vector a row, in the order of the notes, (n, most, features), and their mask."""
        n = len(self.place)
        notes = vectors.new_zeros(n * self.most, vectors.shape[-1])
        exists = torch.zeros(n * self.most, dtype=torch.bool, device=vectors.device)
        notes = notes.index_copy(0, self.target, vectors)
        exists = exists.index_fill(0, self.target, True)
        return notes.view(n, self.most, -1), exists.view(n, self.most)


def lay_out(mask, sentences, size):
    """Find the sentences of notes.

    Parameters
    ----------
    mask : bool Tensor of shape (n, length)
        True at words, which come first.
    sentences : integer Tensor of shape (n, length) or None
        A sentence begins where the number changes. None is one sentence a note.
    size : int
        Sentences of more words are cut after each ``size`` of them.

    Returns
    -------
    SentenceRows
    """
    n, length = mask.shape
    position = torch.arange(length, device=mask.device)
    first = (position == 0).expand(n, -1)
    if sentences is not None:
        first = first | F.pad(sentences.diff(dim=1) != 0, (1, 0))
    begun = torch.where(first, position, 0).cummax(dim=1).values
    first = ((position - begun) % size == 0) & mask
    place = (first.cumsum(dim=1) - 1).clamp(min=0)
    if mask.is_meta:  # shapes cannot depend on data there: each word is a sentence
        start = torch.arange(n * length, device=mask.device)
    else:
        start = first.flatten().nonzero().squeeze(1)
    end = (torch.arange(n, device=mask.device) * length + mask.sum(1))[start // length]
    following = F.pad(start[1:], (0, 1), value=n * length)
    count, order = (torch.minimum(following, end) - start).sort(descending=True, stable=True)
    start, n_parts = start[order], max(min(len(start) // LEAST_ROWS, MOST_PARTS), 1)
    counts = count.tensor_split(n_parts)
    most, *widths = _numbers([place.max() + 1, *(own[0] for own in counts)], length)
    parts = []
    for begin, own, width in zip(start.tensor_split(n_parts), counts, widths, strict=True):
        word = torch.arange(width, device=mask.device)
        parts.append((begin[:, None] + word + 1) * (word < own[:, None]))
    return SentenceRows(place, most, start // length * most + place.flatten()[start], parts)


def _numbers(tensors, length):
    """Whole numbers in one go, since a device is waited for; on the meta device the most."""
    numbers = torch.stack(tensors)
    return [length] * len(tensors) if numbers.is_meta else numbers.tolist()
