"""Reuse of a scikit-learn vectorizer's settings as a note tokenizer."""

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils.validation import check_is_fitted

from skmedcode.text._tokenizer import NoteTokenizer
from skmedcode.utils._sequences import FIRST_WORD, UNKNOWN, TokenSequences
from skmedcode.utils._validation import check_notes


class VectorizerTokenizer:
    """Sequences of ids from the analyzer and vocabulary of a ``CountVectorizer``.

    Parameters
    ----------
    vectorizer : CountVectorizer or TfidfVectorizer
        With word analyzer and single words; column ``j`` becomes id ``j + 2``.
    max_length : int, default=4000
        Words after this many are cut off.
    """

    def __init__(self, vectorizer, max_length=4000):
        if vectorizer.analyzer == "word" and tuple(vectorizer.ngram_range) != (1, 1):
            raise ValueError(
                f"tokenizer must give single words in their order, got ngram_range="
                f"{vectorizer.ngram_range}. Use ngram_range=(1, 1); convolutions read the context."
            )
        self.vectorizer = vectorizer
        self.max_length = max_length

    @property
    def vocabulary_(self):
        """Word -> id, from 2 on."""
        return {w: int(i) + FIRST_WORD for w, i in self.vectorizer.vocabulary_.items()}

    def fit_encode(self, notes):
        """Learn the vocabulary where it is not given, and return the ids."""
        notes = check_notes(notes)
        try:
            check_is_fitted(self.vectorizer, "vocabulary_")
        except NotFittedError:
            self.vectorizer.fit(notes)
        return self.encode(notes)

    def encode(self, notes):
        """Return the ids of many notes as ``TokenSequences``."""
        analyze, vocabulary = self.vectorizer.build_analyzer(), self.vocabulary_
        rows = [
            [vocabulary.get(word, UNKNOWN) for word in analyze(note)[: self.max_length]]
            for note in check_notes(notes)
        ]
        flat = np.fromiter((i for row in rows for i in row), dtype=np.int32)
        return TokenSequences.from_lengths(flat, [len(row) for row in rows])

    def offsets(self, note):
        """Start and end of each word, found by walking through the note.

        A word that the vectorizer has rewritten (stems, stripped accents) and that the note
        therefore does not hold gets an empty span at the place that the walk has reached.
        """
        text = note.lower() if len(note.lower()) == len(note) else note
        spans, place = [], 0
        for word in self.vectorizer.build_analyzer()(note)[: self.max_length]:
            start = text.find(word, place)
            spans.append((start, start + len(word)) if start >= 0 else (place, place))
            place = spans[-1][1]
        return np.array(spans, dtype=int).reshape(-1, 2)


def make_tokenizer(tokenizer):
    """Return an unfitted copy of what the user passed as ``tokenizer``, ready to encode.

    Parameters
    ----------
    tokenizer : None, NoteTokenizer, CountVectorizer, TfidfVectorizer or FrozenEstimator of one
        None means ``NoteTokenizer()``; a ``FrozenEstimator`` stays as fitted.
    """
    if tokenizer is None:
        return NoteTokenizer()
    frozen = type(tokenizer).__name__ == "FrozenEstimator"
    inner = tokenizer.estimator if frozen else tokenizer
    if isinstance(inner, CountVectorizer):
        return VectorizerTokenizer(inner if frozen else clone(inner))
    if all(hasattr(inner, name) for name in ("fit_encode", "encode", "offsets")):
        return _Frozen(inner) if frozen else clone(inner)
    raise TypeError(
        "tokenizer must be None, a NoteTokenizer, a CountVectorizer or TfidfVectorizer, or a "
        f"FrozenEstimator of one; got {type(tokenizer).__name__}."
    )


class _Frozen:
    """A fitted tokenizer that ``fit_encode`` does not fit again."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def __getattr__(self, name):
        if name == "tokenizer":  # not set yet while unpickling
            raise AttributeError(name)
        return getattr(self.tokenizer, name)

    def fit_encode(self, notes):
        return self.tokenizer.encode(notes)
