"""The layout of titles that are spelled out."""

import numpy as np
import torch

from skmedcode.utils._segmented import SegmentedSequences
from skmedcode.utils._sequences import FIRST_WORD


def lay_out_titles(titles, max_chars):
    """Titles as a network reads them, each word once and each title as one segment.

    Parameters
    ----------
    titles : sequence of n_codes integer arrays
        Characters of each title, 0 between words; empty for a code without one.
    max_chars : int

    Returns
    -------
    dict or None
        ``described`` and the tensors of ``SegmentedSequences.inputs``; None without any title.
    """
    described = [code for code, title in enumerate(titles) if len(title)]
    if not described:
        return None
    numbers, flat, lengths = {}, [], []
    for code in described:
        title = np.asarray(titles[code])
        words = [tuple(word[word != 0]) for word in np.split(title, np.flatnonzero(title == 0))]
        flat += [numbers.setdefault(word, len(numbers) + FIRST_WORD) for word in words]
        lengths.append(len(words))
    spelling = np.zeros((len(numbers) + FIRST_WORD, max_chars), dtype=np.int32)
    for word, row in numbers.items():
        spelling[row, : len(word)] = word
    plain = SegmentedSequences.from_lengths(flat, lengths)
    segment = np.zeros(len(flat), dtype=np.int32)
    notes = SegmentedSequences(plain.flat, plain.offsets, spelling=spelling, segment=segment)
    own, shared = notes.inputs(np.arange(len(described)))
    return {
        "described": torch.tensor(described),
        "ids": torch.from_numpy(own["ids"]),
        "order": torch.from_numpy(own["order"]),
        "words": [torch.from_numpy(part) for part in shared["words"]],
        "segments": [torch.from_numpy(part) for part in shared["segments"]],
    }
