"""What a fitted coder knows about reading notes, however they are passed."""

from collections.abc import Mapping
from copy import copy

import numpy as np
from scipy import sparse

from skmedcode.text._concepts import concept_name
from skmedcode.text._sentences import number_sentences
from skmedcode.text._token_ids import TokenIds
from skmedcode.text._tokenizer import MAX_ID, NoteTokenizer, check_vocabulary
from skmedcode.text._vectorizer import make_tokenizer
from skmedcode.utils._sequences import FIRST_WORD, UNKNOWN, TokenSequences
from skmedcode.utils._validation import check_ids, check_notes, input_kind

MATRIX_CURE = (
    "X must be notes (1-D str) or token ids (2-D integers) for a coder that reads words in their "
    "order, got a document-term matrix or floats. Pass the notes themselves, with "
    "tokenizer=your_vectorizer to keep its settings, or put NoteTokenizer() in the vectorizer's "
    "place in the pipeline."
)


NOT_A_MATRIX = (
    "X must be a document-term matrix with the columns that this coder was fitted on, got notes. "
    "Transform them with the same vectorizer first, or put both in a pipeline."
)


class NoteReader:
    """Turn notes or token ids into :class:`TokenSequences`.

    Parameters
    ----------
    tokenizer : None, NoteTokenizer, vectorizer or FrozenEstimator
    vocabulary : mapping of str to int or iterable of str, default=None
        The words behind token ids, or behind the columns of a matrix.
    matrices : bool, default=False
        Read document-term matrices too.
    sentences : bool, default=False
        Say of each word of a note which sentence it stands in, under the name "sentences" beside
        the ids. Token ids have no sentences.

    Attributes
    ----------
    kind : {"notes", "ids", "matrix"}
        What ``fit_read`` was given.
    scale : float
        Mean size of a matrix's entries, by which they are divided.
    tokenizer : object or None
        The fitted tokenizer; None after token ids without vocabulary.
    vocabulary : dict of str to int, or None
    table : ndarray of int of shape (n_tokens,)
        What each id reads as: itself, or unknown where ``fit`` has not seen it.
    """

    def __init__(self, tokenizer=None, vocabulary=None, matrices=False, sentences=False):
        self.tokenizer = tokenizer
        self.vocabulary = vocabulary
        self.matrices = matrices
        self.sentences = sentences
        self.scale = 1.0

    def fit_read(self, X):
        """Learn the words of the training notes and return their sequences."""
        self.kind = input_kind(X)
        if self.kind == "matrix":
            return self._fit_read_matrix(X)
        if self.kind == "ids":
            return self._fit_read_ids(X)
        if self.vocabulary is not None:
            if self.tokenizer is not None:
                raise ValueError(
                    "vocabulary names the words behind token ids; for notes pass "
                    "tokenizer=NoteTokenizer(vocabulary=...)."
                )
            self.tokenizer = NoteTokenizer(vocabulary=self.vocabulary)
        self.tokenizer, frozen = make_tokenizer(self.tokenizer)
        sequences = self.tokenizer.encode(X) if frozen else self.tokenizer.fit_encode(X)
        self.vocabulary = self.tokenizer.vocabulary_
        self.table = np.arange(max(self.vocabulary.values()) + 1)
        return self._with_sentences(sequences, X).without_empty()

    def _with_sentences(self, sequences, notes):
        if not self.sentences:
            return sequences
        return sequences.with_beside(sentences=number_sentences(check_notes(notes), self.tokenizer))

    def _fit_read_ids(self, X):
        sequences = check_ids(X)
        if sequences.flat.max(initial=0) >= MAX_ID:
            raise ValueError(
                f"X must have token ids below {MAX_ID}, got {sequences.flat.max()}: the word "
                "embedding has a row for every id up to the largest. Number the words from 2."
            )
        self.tokenizer = None
        if self.vocabulary is not None:
            self.vocabulary = check_vocabulary(self.vocabulary)
            self.tokenizer = NoteTokenizer(vocabulary=self.vocabulary).fit([""])
        elif isinstance(X, TokenIds) and X.tokenizer is not None:
            self.tokenizer = copy(X.tokenizer)  # the user's own may be fitted again
            self.vocabulary = self.tokenizer.vocabulary_
        if self.vocabulary is not None:
            self.table = np.arange(max(self.vocabulary.values()) + 1)
        else:
            self.table = np.full(sequences.flat.max(initial=UNKNOWN) + 1, UNKNOWN)
            self.table[sequences.flat] = sequences.flat
        return sequences.map(self.table).without_empty()

    def _fit_read_matrix(self, X):
        if not self.matrices:
            raise ValueError(MATRIX_CURE)
        self.tokenizer = None
        if self.vocabulary is not None:
            if isinstance(self.vocabulary, Mapping):  # columns count from 0, ids from 2
                shifted = {word: int(j) + FIRST_WORD for word, j in self.vocabulary.items()}
                self.vocabulary = shifted
            self.vocabulary = check_vocabulary(self.vocabulary)
            if max(self.vocabulary.values()) >= X.shape[1] + FIRST_WORD:
                raise ValueError(
                    f"vocabulary must name columns of X, which has {X.shape[1]}; it names more."
                )
            self.tokenizer = NoteTokenizer(vocabulary=self.vocabulary).fit([""])
        self.table = np.arange(X.shape[1] + FIRST_WORD)
        X = sparse.csr_array(X, copy=True)
        X.eliminate_zeros()
        self.scale = float(np.abs(X.data).mean()) if X.nnz else 1.0
        return self._read_matrix(X)

    def _read_matrix(self, X):
        X = sparse.csr_array(X, copy=True)
        X.eliminate_zeros()
        X.sort_indices()
        values = (X.data / (self.scale or 1.0)).astype(np.float32)
        sequences = TokenSequences.from_lengths(X.indices + FIRST_WORD, np.diff(X.indptr), values)
        return sequences.without_empty()

    @property
    def n_tokens(self):
        """Rows that a word embedding needs."""
        return len(self.table)

    def read(self, X):
        """Return the sequences of new notes."""
        kind = input_kind(X)
        if self.kind == "matrix":
            if kind == "notes":
                raise ValueError(NOT_A_MATRIX)
            return self._read_matrix(X)
        if kind == "matrix":
            raise ValueError(MATRIX_CURE)
        if kind == "ids":
            self._check_words(X)
            sequences = check_ids(X).map(self.table)
        elif self.tokenizer is None:
            raise ValueError(
                "X must be token ids: this coder was fitted on ids, whose words it does not know. "
                "Pass ids, or fit with vocabulary=."
            )
        else:
            sequences = self._with_sentences(self.tokenizer.encode(X), X)
        return sequences.without_empty()

    def with_words(self, texts):
        """A reader that knows the words of some texts too, behind the others.

        Itself where it reads ids, whose words others have numbered, or where its tokenizer has the
        words that it has.
        """
        if self.kind != "notes" or not isinstance(self.tokenizer, NoteTokenizer):
            return self
        wider = copy(self)
        wider.tokenizer = self.tokenizer.with_words(texts)
        wider.vocabulary = wider.tokenizer.vocabulary_
        wider.table = np.arange(max(wider.vocabulary.values()) + 1)
        return wider

    def _check_words(self, X):
        """Refuse the ids of another tokenizer."""
        words = X.tokenizer.vocabulary_ if isinstance(X, TokenIds) and X.tokenizer else None
        if None not in (words, self.vocabulary) and words != self.vocabulary:
            raise ValueError(
                "X must have the token ids of the tokenizer that this coder was fitted with, got "
                "those of another, whose ids mean other words. Transform the notes with "
                "coder.tokenizer_."
            )

    def texts(self, X):
        """The text of each note, or None where X holds no texts."""
        return check_notes(X) if input_kind(X) == "notes" else None

    def encode(self, text):
        """Token ids of the known words in a title, phrase or term."""
        return self.encode_all([text])[0]

    def encode_all(self, texts):
        """Token ids of the known words in each of several titles; none of them is guessed."""
        sequences = self.tokenizer.encode_strictly(texts)
        return [ids[ids >= FIRST_WORD] for ids in map(sequences.__getitem__, range(len(texts)))]

    def read_phrases(self, texts):
        """Sequences of titles and the like, of which documents can be made; some may be empty."""
        found = self.encode_all(texts)
        return TokenSequences.from_lengths(np.concatenate(found), [len(ids) for ids in found])

    def require_words(self, parameter):
        """Refuse a parameter that needs words where there are only ids."""
        if self.vocabulary is None:
            raise ValueError(
                f"{parameter} needs to know the words behind the token ids in X. Pass "
                "vocabulary=tokenizer.vocabulary_, or the notes themselves."
            )

    def words(self, X):
        """Yield for each note its words as ``(start, end, word)``, aligned with its ids.

        Notes give character offsets; token ids give their place, and the word where it is known.
        """
        known = {} if self.vocabulary is None else self.vocabulary
        names = {i: concept_name(w) or w for w, i in known.items()}
        if self.kind == "matrix":
            sequences = self._read_matrix(X)
            for i in range(len(sequences)):
                columns = [int(k) for k in sequences[i] - FIRST_WORD]
                yield [(j, j + 1, names.get(j + FIRST_WORD, str(j))) for j in columns]
            return
        if input_kind(X) == "notes":
            for note in check_notes(X):
                yield self._places(note) or [(0, 0, "")]
            return
        sequences = check_ids(X).without_empty()
        for i in range(len(sequences)):
            yield [(t, t + 1, names.get(int(k), str(k))) for t, k in enumerate(sequences[i])]

    def _places(self, note):
        """What is read of a note, (start, end, word); of a concept its name."""
        if isinstance(self.tokenizer, NoteTokenizer):
            return self.tokenizer.places(note)
        return [(int(a), int(b), note[a:b]) for a, b in self.tokenizer.offsets(note)]
