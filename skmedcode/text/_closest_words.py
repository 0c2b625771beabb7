"""Known words that are spelled like others, for words that training has not seen."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from skmedcode.text._ppmi import unit_rows

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
    >>> places, cosines = closest.search(["anaemic"], n=1)
    >>> closest.words[places[0, 0]]
    'anaemia'
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
