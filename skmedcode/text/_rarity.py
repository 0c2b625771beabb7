"""How rare words are."""

import numpy as np

LEAST = 0.02  # of a word that all texts have


def rarity(words, title_ids):
    """The inverse document frequency of words, over notes and titles together.

    ``log((1 + n) / (1 + d))`` for a word in ``d`` of ``n`` notes and titles. Titles count too,
    because words such as "unspecified" are rare in notes, and tell nothing.

    Parameters
    ----------
    words : csr_array of shape (n_notes, n_tokens)
        1 where the note has the word, see ``words_of_notes``.
    title_ids : sequence of n_codes integer arrays

    Returns
    -------
    ndarray of float32 of shape (n_tokens,)
        Above 0.
    """
    n_notes = words.shape[0]
    count = np.asarray(words.sum(axis=0), dtype=np.float64).ravel()
    for ids in title_ids:
        count[np.unique(np.asarray(ids, dtype=np.int64))] += 1
    n_texts = n_notes + len(title_ids)
    return np.log((1 + n_texts) / (1 + count)).clip(min=LEAST).astype(np.float32)
