"""Word vectors from the company that words keep in the notes at hand."""

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from skmedcode.utils._sequences import FIRST_WORD

TOKENS_AT_ONCE = 1_000_000
ROWS_AT_ONCE = 1_000


def corpus_vectors(sequences, n_tokens, n_components, *, window=5, random_state=0):
    """Word vectors by factorising positive pointwise mutual information.

    Co-occurrence counts in a window, weighted by 1 / distance, become positive PMI with a smoothed
    context distribution, of which a randomised SVD keeps the leading directions (Levy, Goldberg and
    Dagan, TACL 2015). Memory grows with the pairs of words that occur, not with the notes.

    Parameters
    ----------
    sequences : TokenSequences
    n_tokens : int
        Rows of the result.
    n_components : int
        Width of the vectors.
    window : int, default=5
        Words to each side.
    random_state : int, default=0

    Returns
    -------
    ndarray of float32 of shape (n_tokens, n_components)
        Centred, of length 1; zero for padding, unknown words and words that occur next to no other.
    """
    ppmi = _ppmi(_cooccurrences(sequences, n_tokens, window))
    vectors = np.zeros((n_tokens, n_components), dtype=np.float32)
    rank = min(n_components, n_tokens - 1)
    if ppmi.nnz == 0 or rank < 1:
        return vectors
    left, values, _ = randomized_svd(ppmi, rank, n_iter=4, random_state=random_state)
    vectors[:, :rank] = left * np.sqrt(values)
    return unit_rows(vectors, np.diff(ppmi.indptr) > 0)


def unit_rows(vectors, known=None):
    """Centre rows, so that no common direction drowns the meaning, and give them length 1.

    Parameters
    ----------
    vectors : ndarray of shape (n_rows, width)
    known : ndarray of bool of shape (n_rows,), default=None
        The rows that count; the others become zero. None means all.

    Returns
    -------
    ndarray of float32 of shape (n_rows, width)
    """
    result = np.zeros(vectors.shape, dtype=np.float32)
    known = np.ones(len(vectors), dtype=bool) if known is None else known
    rows = vectors[known].astype(np.float64)
    if len(rows) > 1:  # a single row has no others to differ from
        rows -= rows.mean(axis=0)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    result[known] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-8)
    return result


def _cooccurrences(sequences, n_tokens, window):
    """Symmetric counts of words at most ``window`` apart in one note."""
    half = recent = sparse.csr_array((n_tokens, n_tokens), dtype=np.float32)
    for start in range(0, len(sequences.flat), TOKENS_AT_ONCE):
        recent = recent + _pairs(sequences, start, n_tokens, window)
        if recent.nnz > half.nnz / 4:  # rarely add to the large matrix: each time copies it
            half, recent = half + recent, sparse.csr_array(half.shape, dtype=np.float32)
    half = half + recent
    return (half + half.T).tocsr()


def _pairs(sequences, start, n_tokens, window):
    """Half of the counts, word <= context, from a stretch of words and the ``window`` after it."""
    stop = min(start + TOKENS_AT_ONCE + window, len(sequences.flat))
    flat = sequences.flat[start:stop]
    note = np.searchsorted(sequences.offsets, np.arange(start, stop), side="right")
    counts = [sparse.csr_array((n_tokens, n_tokens), dtype=np.float32)]
    for distance in range(1, min(window, len(flat) - 1) + 1):
        first = slice(0, min(TOKENS_AT_ONCE, len(flat) - distance))
        second = slice(distance, first.stop + distance)
        usable = (note[first] == note[second]) & (flat[first] >= FIRST_WORD)
        usable &= flat[second] >= FIRST_WORD
        left, right = flat[first][usable], flat[second][usable]
        weight = np.full(len(left), 1 / distance, dtype=np.float32)
        places = (np.minimum(left, right), np.maximum(left, right))
        counts.append(sparse.coo_array((weight, places), shape=counts[0].shape).tocsr())
    return sum(counts[1:], start=counts[0])


def _ppmi(counts, smoothing=0.75):
    """Positive part of ``log(P(word, context) / (P(word) P(context)))``, contexts smoothed.

    Written over the counts, which may be large.
    """
    total = counts.sum(axis=1, dtype=np.float64)
    log_word = np.log(total, out=np.zeros_like(total), where=total > 0)
    log_context = smoothing * log_word - np.log(max((total**smoothing).sum(), 1e-300))
    ends = counts.indptr
    for start in range(0, len(total), ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, len(total)))
        part = slice(ends[rows.start], ends[rows.stop])
        pmi = np.log(counts.data[part]) - log_context[counts.indices[part]]
        pmi -= np.repeat(log_word[rows], np.diff(ends[rows.start : rows.stop + 1]))
        counts.data[part] = np.maximum(pmi, 0)
    counts.eliminate_zeros()
    return counts
