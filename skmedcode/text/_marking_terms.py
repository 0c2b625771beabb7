"""The terms by which the training notes tell a code, in place of a text about it."""

import numpy as np

CODES_AT_ONCE = 256


def marking_terms(words, Y, *, top=5):
    """The terms with the largest TF-IDF in the notes of each code.

    A term's frequency is the share of the code's notes that have it, its inverse document frequency
    ``log((1 + N) / (1 + n))`` with ``n`` of all ``N`` notes that have it.

    Parameters
    ----------
    words : csr_array of shape (n_notes, n_tokens)
        Which note has which word, from :func:`words_of_notes`; none of the notes may be held out.
    Y : csr_array of shape (n_notes, n_codes)
    top : int, default=5

    Returns
    -------
    list of n_codes ndarrays of int
        Token ids, the largest first; empty where no note has the code.
    """
    n_word = np.asarray(words.sum(axis=0)).ravel()
    rarity = np.log((1 + words.shape[0]) / (1 + n_word))
    columns, found = Y.T.tocsr(), []
    for start in range(0, Y.shape[1], CODES_AT_ONCE):
        together = (columns[start : start + CODES_AT_ONCE] @ words).tocsr()
        for row in range(together.shape[0]):
            part = slice(together.indptr[row], together.indptr[row + 1])
            ids = together.indices[part]
            score = together.data[part] * rarity[ids]  # the code's number of notes is the same
            best = np.lexsort((ids, -score))[:top]
            found.append(ids[best][score[best] > 0].astype(np.int64))
    return found
