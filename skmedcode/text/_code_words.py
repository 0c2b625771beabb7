"""The words that mark a code in the training notes, as a vector a code."""

import numpy as np
from scipy import sparse

from skmedcode.utils._sequences import FIRST_WORD

CODES_AT_ONCE = 256


def code_vectors(words, Y, vectors, *, top=5):
    """Start a code at the words by which the training notes tell it.

    A word marks a code by ``n log(n N / (n_code n_word))`` with ``n`` notes that have both out of
    ``N``, its share of their mutual information. The ``top`` words of a code, each in at least two
    of its notes, give their weighted mean vector.

    Parameters
    ----------
    words : csr_array of shape (n_notes, n_tokens)
        Which note has which word, from :func:`words_of_notes`.
    Y : csr_array of shape (n_notes, n_codes)
    vectors : ndarray of float32 of shape (n_tokens, dim)
    top : int, default=5

    Returns
    -------
    ndarray of float32 of shape (n_codes, dim)
        Of length 1; zero where no word marks the code.
    """
    n_word = np.asarray(words.sum(axis=0)).ravel()
    columns = Y.T.tocsr()
    result = np.zeros((Y.shape[1], vectors.shape[1]), dtype=np.float32)
    for start in range(0, Y.shape[1], CODES_AT_ONCE):
        block = columns[start : start + CODES_AT_ONCE]
        together = (block @ words).tocsr()
        n_code = np.repeat(np.asarray(block.sum(axis=1)).ravel(), np.diff(together.indptr))
        lift = together.data * words.shape[0] / (n_code * n_word[together.indices])
        marks = together.data * np.log(lift)
        marks[(together.data < 2) | (marks < 0)] = 0
        together.data = marks
        for row in range(together.shape[0]):
            part = slice(together.indptr[row], together.indptr[row + 1])
            ids, weight = together.indices[part], marks[part]
            best = np.argsort(-weight, kind="stable")[:top]
            result[start + row] = weight[best] @ vectors[ids[best]]
    norms = np.linalg.norm(result, axis=1, keepdims=True)
    return np.divide(result, norms, out=np.zeros_like(result), where=norms > 1e-8)


def words_of_notes(sequences, n_tokens):
    """Which note has which word.

    Parameters
    ----------
    sequences : TokenSequences
    n_tokens : int

    Returns
    -------
    csr_array of float32 of shape (n_notes, n_tokens)
        1 where the note has the word.
    """
    notes = np.repeat(np.arange(len(sequences)), sequences.lengths)
    known = sequences.flat >= FIRST_WORD
    places = (notes[known], sequences.flat[known])
    ones = np.ones(known.sum(), dtype=np.float32)
    words = sparse.csr_array((ones, places), shape=(len(sequences), n_tokens))
    words.sum_duplicates()
    words.data[:] = 1
    return words
