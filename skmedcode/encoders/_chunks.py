"""Where the chunks of long notes lie."""

import torch


class Chunks:
    """The chunks of a batch of notes, those that hold words alone.

    Parameters
    ----------
    exists : bool Tensor of shape (n, most_chunks)
        Whether a note has that many chunks.
    note : integer Tensor of shape (n_chunks,)
        The note of each chunk.
    number : integer Tensor of shape (n_chunks,)
        Which of its note's chunks it is.
    start : integer Tensor of shape (n_chunks, 1)
        The first word of each chunk.
    count : integer Tensor of shape (n_chunks, 1)
        Its words.
    """

    def __init__(self, exists, note, number, start, count):
        self.exists = exists
        self.note = note
        self.number = number
        self.start = start
        self.count = count


def one(mask, size, where):
    """One chunk a note: its first words, or its last.

    Parameters
    ----------
    mask : bool Tensor of shape (n, length)
    size : int
    where : {"first", "last"}

    Returns
    -------
    Chunks
    """
    note = torch.arange(len(mask), device=mask.device)
    lengths = mask.sum(1, keepdim=True)  # (n, 1)
    start = (lengths - size).clamp(min=0) if where == "last" else torch.zeros_like(lengths)
    exists = torch.ones_like(lengths, dtype=torch.bool)
    return Chunks(exists, note, torch.zeros_like(note), start, lengths.clamp(max=size))


def cut(mask, size, stride):
    """Cut notes into chunks of equal size.

    The last chunk of a note is as long as the note leaves it; there is no chunk that holds nothing
    but words of the one before.

    Parameters
    ----------
    mask : bool Tensor of shape (n, length)
        True at words, which come first.
    size : int
        Words in a chunk.
    stride : int
        Words that a chunk shares with the one before.

    Returns
    -------
    Chunks
    """
    n, length = mask.shape
    step = size - stride
    most = 1 + max(-(-(length - size) // step), 0)
    starts = torch.arange(most, device=mask.device) * step
    lengths = mask.sum(1, keepdim=True)  # (n, 1)
    counts = (lengths - starts).clamp(0, size)  # (n, most)
    exists = (starts == 0) | (lengths > starts + stride)
    if mask.is_meta:  # shapes cannot depend on data there: all chunks
        note = torch.arange(n, device=mask.device).repeat_interleave(most)
        number = torch.arange(most, device=mask.device).repeat(n)
    else:
        note, number = exists.nonzero(as_tuple=True)
    return Chunks(exists, note, number, starts[number, None], counts[note, number, None])
