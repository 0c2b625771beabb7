"""Word vectors as an estimator."""

import numbers
from copy import copy
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted, check_random_state

from skmedcode.text._closest_words import ClosestWords
from skmedcode.text._concepts import named_vectors, words_alone
from skmedcode.text._distilled import distilled_vectors
from skmedcode.text._ppmi import corpus_vectors
from skmedcode.text._tokenizer import NoteTokenizer
from skmedcode.text._vectorizer import make_tokenizer
from skmedcode.utils._sequences import FIRST_WORD, UNKNOWN
from skmedcode.utils._validation import check_notes, check_number, check_option


@dataclass(kw_only=True, eq=False, repr=False)
class WordVectors(BaseEstimator):
    """Word vectors to start a coder's word embedding from.

    Pass an instance as ``embeddings`` of any coder. Unfitted, it is cloned and fitted on the
    coder's training notes, as the coder's own tokenizer reads them, with the codes' titles. Fitted
    beforehand, on more notes than have codes for example, it is used as it is, and words that it
    has not seen start at words that are spelled like them. ``clone`` keeps it fitted, so that
    cross-validation and ensembles use the same vectors.

    Parameters
    ----------
    method : {"ppmi", "distilled"}, default="ppmi"
        "ppmi" factorises the co-occurrences of words in the notes (Levy, Goldberg and Dagan, TACL
        2015). "distilled" takes from the notes only their words, and the vectors from a
        transformer that reads each word alone; it needs ``pip install skmedcode[transformers]``.
    n_components : int, default=100
        Width of the vectors.
    window : int, default=5
        Words to each side that count as company, for "ppmi".
    spelling : float, default=1.0
        How much words take on the vectors of words that are spelled like them ("adenopathy",
        "adenopathies"), which helps most with words that are rare. 0 leaves spelling out.
    checkpoint : str or path-like, default=None
        Folder with the transformer and its tokenizer, for "distilled". Nothing is downloaded.
    tokenizer : NoteTokenizer, CountVectorizer, TfidfVectorizer or FrozenEstimator, default=None
        Reads notes in ``fit``; it decides which words are frequent enough. None means
        ``NoteTokenizer(handle_unknown="unknown")``: unknown words have vectors of their own here.
    random_state : int, RandomState instance or None, default=None
        Inside a coder, None means the coder's own.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The row of each word.
    vectors_ : ndarray of float32 of shape (n_tokens, n_components)
        Centred, of length 1. Rows 0 (padding) and 1 (unknown) are zero, as are words of which
        nothing is known.
    tokenizer_ : object
        The fitted tokenizer.

    See Also
    --------
    skmedcode.BaseCoder : Its ``embeddings`` also takes vectors that others have trained.

    Examples
    --------
    >>> from skmedcode.text import WordVectors
    >>> notes = ["acute renal failure", "acute kidney failure", "old hip fracture", "old hip pain"]
    >>> vectors = WordVectors(n_components=4, random_state=0).fit(notes)
    >>> vectors.neighbours("renal", n=1)
    [('kidney', 1.0)]
    >>> vectors.coverage(["chronic renal failure"])
    (0.666..., 0.666...)
    """

    method: str = "ppmi"
    n_components: int = 100
    window: int = 5
    spelling: float = 1.0
    checkpoint: object = None
    tokenizer: object = None
    random_state: object = None

    def fit(self, notes, y=None):
        """Learn the vectors of the words of some notes.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)
            They need no codes.
        y : None
            Ignored.

        Returns
        -------
        self
        """
        self._check_parameters()
        notes = check_notes(notes)
        own = NoteTokenizer(handle_unknown="unknown") if self.tokenizer is None else self.tokenizer
        tokenizer, frozen = make_tokenizer(own)
        sequences = tokenizer.encode(notes) if frozen else tokenizer.fit_encode(notes)
        vocabulary = tokenizer.vocabulary_
        seed = check_random_state(self.random_state).randint(2**31 - 1)
        n_tokens = max(vocabulary.values()) + 1
        self.vectors_ = self._learn(sequences, vocabulary, n_tokens, seed)
        self.tokenizer_, self.vocabulary_, self._closest = tokenizer, vocabulary, None
        return self

    def __sklearn_clone__(self):
        """A fitted one stays fitted, or a search over a coder would forget the other notes."""
        if hasattr(self, "vectors_"):
            return copy(self)
        return type(self)(**{k: clone(v, safe=False) for k, v in self.get_params(False).items()})

    def vector(self, word):
        """Vector of a word, by its spelling where ``fit`` has not seen it.

        Parameters
        ----------
        word : str

        Returns
        -------
        ndarray of float32 of shape (n_components,)
            Of length 1, or zero where nothing is known.
        """
        check_is_fitted(self)
        return self._rows([word])[0]

    def neighbours(self, word, n=10):
        """The words whose vectors are most like a word's.

        Parameters
        ----------
        word : str
        n : int, default=10

        Returns
        -------
        list of (str, float)
            Words and cosines, the closest first; the word itself is left out.
        """
        check_is_fitted(self)
        cosines = self.vectors_ @ self.vector(word)
        own = self._id(word)
        known = [(w, i) for w, i in self.vocabulary_.items() if i != own]
        known.sort(key=lambda pair: -cosines[pair[1]])
        return [(w, round(float(cosines[i]), 6)) for w, i in known[:n]]

    def coverage(self, notes):
        """How much of some notes has a vector.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)
            A list of words will do.

        Returns
        -------
        tokens : float
            Share of all words, repetitions counted.
        types : float
            Share of the different words.
        """
        check_is_fitted(self)
        notes = check_notes(notes)
        sequences = self.tokenizer_.encode(notes)
        known = np.unique(sequences.flat[sequences.flat >= FIRST_WORD])
        unknown = set()
        for i, note in enumerate(notes):
            if (sequences[i] == UNKNOWN).any():
                spans = self.tokenizer_.offsets(note)[sequences[i] == UNKNOWN]
                unknown.update(note[start:end].lower() for start, end in spans)
        if not len(sequences.flat):
            return 0.0, 0.0
        tokens = (sequences.flat >= FIRST_WORD).mean()
        return float(tokens), len(known) / (len(known) + len(unknown))

    def _rows(self, words):
        """Vectors of several words, shape (len(words), n_components)."""
        ids = np.array([self._id(word) for word in words], dtype=np.int64)
        result = self.vectors_[ids]
        new = np.flatnonzero(ids == UNKNOWN)
        if len(new):
            if getattr(self, "_closest", None) is None:
                self._closest = ClosestWords(self.vocabulary_)
            result[new] = self._closest.vectors([words[i] for i in new], self.vectors_)
        return result

    def _id(self, word):
        """A word's row, spelled as given or as the tokenizer reads it."""
        if word in self.vocabulary_:
            return self.vocabulary_[word]
        ids = self.tokenizer_.encode([word]).flat
        return int(ids[0]) if len(ids) == 1 else UNKNOWN

    def _learn(self, sequences, vocabulary, n_tokens, seed):
        """Vectors of every id; ``vocabulary`` may be None where no words are needed."""
        if self.method == "ppmi":
            vectors = corpus_vectors(
                sequences, n_tokens, self.n_components, window=self.window, random_state=seed
            )
        else:
            vectors = np.zeros((n_tokens, self.n_components), dtype=np.float32)
            vectors[list(vocabulary.values())] = distilled_vectors(
                list(vocabulary), self.checkpoint, self.n_components, random_state=seed
            )
        return self._spelled(vectors, vocabulary)

    def _spelled(self, vectors, vocabulary):
        """The vectors, each word's blended with those of words spelled like it.

        Concepts start at the words of their names; those without, where their company puts them.
        """
        words = vocabulary if vocabulary is None else words_alone(vocabulary)
        result = ClosestWords(words).blend(vectors, self.spelling) if self.spelling else vectors
        if vocabulary is None or len(words) == len(vocabulary):
            return result
        concepts = [token for token in vocabulary if token not in words]
        rows = [vocabulary[token] for token in concepts]
        result[rows] = vectors[rows]
        return named_vectors(result, vocabulary, concepts)

    @property
    def _needs_words(self):
        return self.method == "distilled" or self.spelling > 0

    def _check_parameters(self):
        check_option(self.method, "method", ["ppmi", "distilled"])
        check_number(self.n_components, "n_components", numbers.Integral, low=1)
        check_number(self.window, "window", numbers.Integral, low=1)
        check_number(self.spelling, "spelling", low=0)
