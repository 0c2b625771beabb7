"""Known words that are spelled like others, for words that training has not seen."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from skmedcode.text._ppmi import unit_rows
from skmedcode.utils._sequences import UNKNOWN

WORDS_AT_ONCE = 256


class ClosestWords:
    """The words of a vocabulary by their spelling.

    Words are compared by the cosine of their runs of two and three characters, word boundaries
    included, all runs counting alike.

    Parameters
    ----------
    vocabulary : mapping of str to int
        Ids or rows of the known words.

    Notes
    -----
    Words that are asked for are never kept: they come from notes.

    Examples
    --------
    >>> closest = ClosestWords({"pneumonia": 2, "anaemia": 3})
    >>> closest.ids(["anaemia", "pnuemonia", "insulin"])
    array([3, 2, 1], dtype=int32)
    """

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.words = list(vocabulary)
        self._rows = np.array(list(vocabulary.values()))
        self._grams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 3), use_idf=False, dtype=np.float32
        )
        self._known = self._grams.fit_transform(self.words).T.tocsr()

    def search(self, words, n=10):
        """The known words closest to each of some words.

        Parameters
        ----------
        words : list of str
        n : int, default=10

        Returns
        -------
        places : ndarray of int of shape (len(words), n)
            Where ``self.words`` has them, the closest first.
        cosines : ndarray of float32 of shape (len(words), n)
        """
        n = min(n, len(self.words))
        places = np.empty((len(words), n), dtype=np.int64)
        cosines = np.empty((len(words), n), dtype=np.float32)
        for start in range(0, len(words), WORDS_AT_ONCE):
            part = slice(start, start + WORDS_AT_ONCE)
            likeness = (self._grams.transform(words[part]) @ self._known).toarray()
            best = np.sort(np.argpartition(-likeness, n - 1, axis=1)[:, :n], axis=1)
            found = np.take_along_axis(likeness, best, axis=1)
            order = np.argsort(-found, axis=1, kind="stable")
            places[part] = np.take_along_axis(best, order, axis=1)
            cosines[part] = np.take_along_axis(found, order, axis=1)
        return places, cosines

    def ids(self, words):
        """Ids of words, a misspelt word having that of the word that was meant.

        A word of five letters or more that the vocabulary lacks gets the id of the closest word
        that one letter inserted, left out, replaced, or swapped with its neighbour makes of it.

        Parameters
        ----------
        words : list of str

        Returns
        -------
        ndarray of int32 of shape (len(words),)
            1, unknown, where there is no such word.
        """
        ids = np.array([self.vocabulary.get(word, UNKNOWN) for word in words], dtype=np.int32)
        new = [i for i in np.flatnonzero(ids == UNKNOWN) if _may_be_misspelt(words[i])]
        places, _ = self.search([words[i] for i in new], n=20)
        for i, row in zip(new, places, strict=True):
            candidates = (self.words[place] for place in row)
            meant = (w for w in candidates if w.isalpha() and one_edit_apart(w, words[i]))
            ids[i] = self.vocabulary.get(next(meant, None), UNKNOWN)
        return ids

    def vectors(self, words, vectors):
        """Vectors of words from those of the ten known words that are closest.

        Parameters
        ----------
        words : list of str
        vectors : ndarray of shape (n_rows, width)
            Row ``vocabulary[word]`` is that of a known word.

        Returns
        -------
        ndarray of float32 of shape (len(words), width)
            Of length 1; zero where no known word shares two characters.
        """
        # The eighth power: a misspelling is its one word, a new word a mixture of many.
        mixed = self._mixture(*self.search(words), vectors, power=8)
        norms = np.linalg.norm(mixed, axis=1, keepdims=True)
        return np.divide(mixed, norms, out=np.zeros_like(mixed), where=norms > 0)

    def blend(self, vectors, weight):
        """Let each known word take on the vectors of the ten words spelled most like it.

        Parameters
        ----------
        vectors : ndarray of shape (n_rows, width)
            Row ``vocabulary[word]`` is that of a known word.
        weight : float
            How much, times the fourth power of the cosine of spelling.

        Returns
        -------
        ndarray of float32 of shape (n_rows, width)
            Centred, of length 1; zero for rows of no word.
        """
        places, cosines = self.search(self.words, n=11)
        cosines[places == np.arange(len(places))[:, None]] = 0
        blended = np.zeros(vectors.shape, dtype=np.float32)
        mixed = self._mixture(places, cosines, vectors, power=4)
        blended[self._rows] = vectors[self._rows] + weight * mixed
        return unit_rows(blended, blended.any(axis=1))

    def _mixture(self, places, cosines, vectors, power):
        mixed = np.zeros((len(places), vectors.shape[1]), dtype=np.float32)
        for place, cosine in zip(places.T, cosines.T, strict=True):
            mixed += (cosine**power)[:, None] * vectors[self._rows[place]]
        return mixed


def one_edit_apart(one, other):
    """Whether one inserted, lost, replaced or swapped character makes one word of the other."""
    start = _same_letters(one, other)
    one, other = one[start:], other[start:]
    end = _same_letters(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if len(one) == len(other) == 2:
        return one == other[::-1]
    return (len(one), len(other)) in ((0, 1), (1, 0), (1, 1))


def _same_letters(one, other):
    """How many characters two words share from their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _may_be_misspelt(word):
    """Numbers and abbreviations differ by one character from others that mean something else."""
    return len(word) >= 5 and word.isalpha()
