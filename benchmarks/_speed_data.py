"""Synthetic token ids to time networks on: log-normal lengths, words by Zipf's law."""

from pathlib import Path

import numpy as np
from scipy import sparse

N_TOKENS = 50_000


def make_ids(n_notes, median=1400, longest=2500, n_tokens=N_TOKENS, seed=0):
    """Right-padded ids, int32 of shape (n_notes, longest note); the mean is about 1,500 tokens."""
    rng = np.random.RandomState(seed)
    lengths = rng.lognormal(np.log(median), 0.5, n_notes).clip(median / 10, longest).astype(int)
    chances = 1 / np.arange(1, n_tokens - 1)
    words = np.cumsum(chances / chances.sum())
    ids = np.zeros((n_notes, lengths.max()), dtype=np.int32)
    for row, length in enumerate(lengths):
        drawn = np.searchsorted(words, rng.uniform(size=length))
        ids[row, :length] = 2 + drawn.clip(max=n_tokens - 3)
    ids[0, 0] = n_tokens - 1  # so that a coder makes an embedding of n_tokens rows
    return ids


def make_codes(n_notes, n_codes, a_note=6, seed=0):
    """An indicator with about ``a_note`` codes a note, csr_array of float32."""
    rng = np.random.RandomState(seed)
    columns = rng.randint(n_codes, size=(n_notes, a_note))
    rows = np.repeat(np.arange(n_notes), a_note)
    Y = sparse.coo_array((np.ones(rows.size), (rows, columns.ravel())), (n_notes, n_codes))
    Y = sparse.csr_array(Y)
    Y.data = np.minimum(Y.data, 1).astype(np.float32)
    return Y


def write(folder, ids, Y):
    """Keep notes and codes where another process finds them."""
    np.save(Path(folder) / "ids.npy", ids)
    np.save(Path(folder) / "codes.npy", np.column_stack(Y.nonzero()))
    np.save(Path(folder) / "shape.npy", Y.shape)


def read(folder):
    """What :func:`write` has kept: ids, and the codes as a dense indicator."""
    ids = np.load(Path(folder) / "ids.npy")
    Y = np.zeros(np.load(Path(folder) / "shape.npy"), dtype=np.float32)
    rows, columns = np.load(Path(folder) / "codes.npy").T
    Y[rows, columns] = 1
    return ids, Y
