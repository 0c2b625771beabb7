"""Word vectors from the notes at hand."""

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from skmedcode.utils._sequences import FIRST_WORD


def corpus_vectors(sequences, n_tokens, n_components, *, window=5, random_state=0):
    """Word vectors by factorising positive pointwise mutual information.

    Co-occurrence counts in a window, weighted by 1 / distance, become positive PMI with a smoothed
    context distribution, of which a randomised SVD keeps the leading directions (Levy, Goldberg and
    Dagan, TACL 2015). Vectors are centred, so that no common direction drowns the meaning, and have
    length 1.

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
        Zero for padding, unknown words and words that occur next to no other.
    """
    ppmi = _ppmi(_cooccurrences(sequences, n_tokens, window))
    vectors = np.zeros((n_tokens, n_components), dtype=np.float32)
    rank = min(n_components, n_tokens - 1)
    if ppmi.nnz == 0 or rank < 1:
        return vectors
    left, values, _ = randomized_svd(ppmi, rank, n_iter=4, random_state=random_state)
    vectors[:, :rank] = left * np.sqrt(values)
    seen = ppmi.sum(axis=1) > 0
    vectors[seen] -= vectors[seen].mean(axis=0)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-8)
    vectors[~seen] = 0
    return vectors


def _cooccurrences(sequences, n_tokens, window):
    """Symmetric counts of words at most ``window`` apart in one note."""
    note = np.repeat(np.arange(len(sequences)), sequences.lengths)
    flat = sequences.flat
    counts = sparse.csr_array((n_tokens, n_tokens), dtype=np.float64)
    for distance in range(1, window + 1):
        left, right = flat[:-distance], flat[distance:]
        usable = (note[:-distance] == note[distance:]) & (left >= FIRST_WORD)
        usable &= right >= FIRST_WORD
        ones = np.full(usable.sum(), 1 / distance)
        pairs = (left[usable], right[usable])
        counts = counts + sparse.coo_array((ones, pairs), shape=counts.shape).tocsr()
    return counts + counts.T


def _ppmi(counts, smoothing=0.75):
    """Positive part of ``log(P(word, context) / (P(word) P(context)))``, contexts smoothed."""
    counts = counts.tocoo()
    word = np.bincount(counts.row, counts.data, minlength=counts.shape[0])
    context = word**smoothing
    pmi = np.log(counts.data * context.sum()) - np.log(word[counts.row] * context[counts.col])
    positive = pmi > 0
    places = (counts.row[positive], counts.col[positive])
    return sparse.csr_array((pmi[positive], places), shape=counts.shape)
