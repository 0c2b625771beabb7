"""Titles and synonyms of codes as weighted stems."""

import numpy as np
from scipy import sparse

from skmedcode.persistence import SavedPart
from skmedcode.text import synonym_texts, title_texts


class TitleTerms(SavedPart):
    """The terms of the codes: titles and synonyms, each a few weighted stems.

    A stem weighs as much as it tells codes apart: its inverse document frequency among the terms,
    so that "unspecified" hardly counts. The weights of a term sum to 1.

    Parameters
    ----------
    texts : list of n_codes lists of str
        The terms of each code; see :func:`term_texts`.
    reader : StemReader
        Open: it numbers the stems of terms that no note has.

    Attributes
    ----------
    code : ndarray of int of shape (n_terms,)
        Column of each term's code; it never falls.
    stems : csr_array of float32 of shape (n_terms, n_stems)
        Weight of each stem in each term.
    words : csr_array of float32 of shape (n_terms, n_words)
        The same for whole words.

    Examples
    --------
    >>> from skmedcode.ranking._stems import StemReader
    >>> terms = TitleTerms([["Renal failure"], [], ["Renal colic", "Stone"]], StemReader())
    >>> terms.code.tolist(), (100 * terms.stems.toarray()).round().tolist()
    ([0, 2, 2], [[43.0, 57.0, 0.0, 0.0], [43.0, 0.0, 57.0, 0.0], [0.0, 0.0, 0.0, 100.0]])
    """

    _saved_attributes = ("code", "stems", "words")

    def __init__(self, texts, reader):
        owners = [(code, text) for code, own in enumerate(texts) for text in dict.fromkeys(own)]
        stems = reader.read([text for _, text in owners])
        full = np.diff(stems.offsets) > 0  # a term without a word tells nothing
        self.code = np.array([code for code, _ in owners], dtype=np.int64)[full]
        rows = np.cumsum(full)[stems.notes] - 1
        self.stems = _weights(rows, stems.ids, (len(self.code), reader.n_stems))
        self.words = _weights(rows, stems.words, (len(self.code), reader.n_words))

    def __len__(self):
        return len(self.code)


def _weights(rows, ids, shape):
    """Inverse document frequencies among the terms, divided by their sum a term."""
    has = sparse.coo_array((np.ones(len(ids)), (rows, ids)), shape=shape).tocsr()
    n_terms_with = np.bincount(has.indices, minlength=shape[1])
    has.data = (np.log((1 + shape[0]) / (1 + n_terms_with)) + 1)[has.indices]
    total = np.repeat(np.asarray(has.sum(axis=1)).ravel(), np.diff(has.indptr))
    has.data = (has.data / total).astype(np.float32)
    has.sort_indices()
    return has


def term_texts(code_names, descriptions=None, synonyms=None):
    """The terms of each code, a list of n_codes lists of str.

    Parameters
    ----------
    code_names : ndarray of shape (n_codes,)
    descriptions : mapping of code name to str, or object with ``description(code)``, default=None
    synonyms : mapping of code name to list of str, or object with ``synonyms(code)``, default=None
    """
    texts = [[] for _ in code_names]
    if descriptions is not None:
        for own, title in zip(texts, title_texts(descriptions, code_names), strict=True):
            own.extend([title] if title else [])
    if synonyms is not None:
        for own, names in zip(texts, synonym_texts(synonyms, code_names), strict=True):
            own.extend(name for name in names if name)
    return texts
