"""Reuse of a scikit-learn vectorizer's settings as a note tokenizer."""

import re
from copy import deepcopy

import numpy as np
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.utils.validation import check_is_fitted

from skmedcode.text._subwords import SubwordTokenizer
from skmedcode.text._tokenizer import NoteTokenizer
from skmedcode.utils._quiet_errors import call_on_notes
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
        if vectorizer.input != "content":
            raise ValueError(
                f"tokenizer must read notes, got input={vectorizer.input!r}. Use input='content'."
            )
        if vectorizer.analyzer != "word" and not callable(vectorizer.analyzer):
            raise ValueError(
                f"tokenizer must give words, got analyzer={vectorizer.analyzer!r}. Use "
                "analyzer='word'."
            )
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
        """Learn the vocabulary and return the ids."""
        notes = check_notes(notes)
        call_on_notes("tokenizer", self.vectorizer.fit, notes)
        return self.encode(notes)

    def transform(self, notes):
        """Return right-padded ids, as :meth:`NoteTokenizer.transform` does."""
        return self.encode(notes).pad()[0]

    def encode(self, notes):
        """Return the ids of many notes as ``TokenSequences``."""
        analyze, vocabulary = self.vectorizer.build_analyzer(), self.vocabulary_
        rows = [
            [
                vocabulary.get(word, UNKNOWN)
                for word in call_on_notes("tokenizer", analyze, note, row)[: self.max_length]
            ]
            for row, note in enumerate(check_notes(notes))
        ]
        flat = np.fromiter((i for row in rows for i in row), dtype=np.int32)
        return TokenSequences.from_lengths(flat, [len(row) for row in rows])

    encode_strictly = encode  # a vectorizer never guesses

    def offsets(self, note):
        """Start and end of each word, as :meth:`NoteTokenizer.offsets` gives them.

        Words that a function of the vectorizer has rewritten (stems, stripped accents) are looked
        for one after the other; one that the note does not hold gets an empty span.
        """
        vectorizer = self.vectorizer
        own_words = vectorizer.tokenizer is None and vectorizer.analyzer == "word"
        text = vectorizer.build_preprocessor()(note) if own_words else note
        if own_words and len(text) == len(note):
            spans = self._matches(text)
        else:
            spans = self._walk(note)
        return np.array(spans[: self.max_length], dtype=int).reshape(-1, 2)

    def _matches(self, text):
        pattern = re.compile(self.vectorizer.token_pattern)
        stop_words = self.vectorizer.get_stop_words() or ()
        matches = pattern.finditer(text)
        return [m.span(pattern.groups) for m in matches if m[pattern.groups] not in stop_words]

    def _walk(self, note):
        text = note
        spans, place = [], 0
        for word in self.vectorizer.build_analyzer()(note):
            start = text.find(word, place)
            if start < 0 and len(text.lower()) == len(text):
                start = text.lower().find(word, place)
            spans.append((start, start + len(word)) if start >= 0 else (place, place))
            place = spans[-1][1]
        return spans


def make_tokenizer(tokenizer):
    """Make what reads notes out of what the user passed as ``tokenizer``.

    Parameters
    ----------
    tokenizer : None, NoteTokenizer, SubwordTokenizer, vectorizer or FrozenEstimator of one
        None means ``NoteTokenizer()``.

    Returns
    -------
    tokenizer : NoteTokenizer, SubwordTokenizer or VectorizerTokenizer
        An unfitted copy, or the fitted one itself where it is frozen.
    frozen : bool
    """
    frozen = isinstance(tokenizer, FrozenEstimator)
    inner = tokenizer.estimator if frozen else tokenizer
    if inner is None:
        return NoteTokenizer(), False
    if not isinstance(inner, (NoteTokenizer, SubwordTokenizer, CountVectorizer)):
        raise TypeError(
            "tokenizer must be None, a NoteTokenizer, a SubwordTokenizer, a CountVectorizer or "
            f"TfidfVectorizer, or a FrozenEstimator of one; got {type(inner).__name__}."
        )
    if frozen:
        check_is_fitted(inner, "vocabulary_")
    inner = deepcopy(inner) if frozen else clone(inner)  # the user's own may be fitted again
    return (VectorizerTokenizer(inner) if isinstance(inner, CountVectorizer) else inner), frozen
