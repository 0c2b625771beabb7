"""Vectors of the columns of a document-term matrix."""

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from skmedcode.utils._sequences import FIRST_WORD


def document_vectors(sequences, n_tokens, n_components, *, random_state=0):
    """Latent semantic analysis: columns that share notes lie close together.

    Parameters
    ----------
    sequences : TokenSequences
        With values.
    n_tokens : int
    n_components : int
    random_state : int, default=0

    Returns
    -------
    ndarray of float32 of shape (n_tokens, n_components)
        Centred, of length 1; zero for padding, unknown and columns that no note has.
    """
    places = (sequences.flat, sequences.offsets)
    matrix = sparse.csr_array(
        (sequences.values, *places), shape=(len(sequences), n_tokens), dtype=np.float32
    )
    vectors = np.zeros((n_tokens, n_components), dtype=np.float32)
    rank = min(n_components, len(sequences), n_tokens - FIRST_WORD)
    if matrix.nnz == 0 or rank < 1:
        return vectors
    _, scale, right = randomized_svd(matrix, rank, n_iter=4, random_state=random_state)
    vectors[:, :rank] = right.T * np.sqrt(scale)
    seen = np.flatnonzero(np.bincount(sequences.flat, minlength=n_tokens))
    seen = seen[seen >= FIRST_WORD]
    if len(seen) > rank:  # with fewer columns than directions there is no common one to take out
        vectors[seen] -= vectors[seen].mean(axis=0)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-8)
    vectors[:FIRST_WORD] = 0
    return vectors
