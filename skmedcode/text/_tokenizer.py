"""Notes to token ids."""

import itertools
import numbers
import re
from array import array
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.utils.validation import check_is_fitted

from skmedcode.text._concepts import (
    check_concepts,
    concept_name,
    concept_token,
    find_concepts,
    frequent_concepts,
    with_concepts,
    words_alone,
)
from skmedcode.text._misspelt import MeantWords
from skmedcode.text._phrase_concepts import PhraseConcepts
from skmedcode.text._token_ids import TokenIds
from skmedcode.utils._sequences import FIRST_WORD, UNKNOWN, TokenSequences
from skmedcode.utils._validation import check_notes, check_number, check_option

MAX_ID = 10_000_000  # the word embedding has a row for every id up to the largest


class _Ids(dict):
    """Word -> id; a word that is not there is unknown."""

    def __missing__(self, word):
        return UNKNOWN


class _MeantIds(dict):
    """Word -> id; a word that is not there is looked for once, by its spelling."""

    def __init__(self, meant):
        super().__init__(meant.vocabulary)
        self.meant = meant

    def __missing__(self, word):
        self[word] = number = self.meant.id(word)
        return number


class _GrowingIds(dict):
    """Word -> order of first appearance."""

    def __missing__(self, word):
        self[word] = number = len(self)
        return number


@dataclass(kw_only=True, eq=False, repr=False)
class NoteTokenizer(TransformerMixin, BaseEstimator):
    r"""Turn notes into right-padded token ids.

    Id 0 is padding, 1 an unknown word, words follow from 2 in alphabetical order. The parameters
    have the names and meanings of :class:`~sklearn.feature_extraction.text.CountVectorizer`.

    Parameters
    ----------
    lowercase : bool, default=True
        Lower-case the note before looking for words.
    token_pattern : str, default=r"\d*[^\W\d]\w*"
        Regular expression of a word, with at most one group. The default takes runs of letters,
        digits and underscores, and leaves out bare numbers, as the CAML preprocessing does
        (Mullenbach et al., NAACL 2018).
    min_df : int, float or "auto", default="auto"
        Words in fewer notes than this become unknown; a float is a share of the notes. "auto"
        is 1 below 1,000 notes, 2 below 10,000 and 3 (CAML's cut) from there on, because in a few
        hundred short notes about half of the words occur once.
    max_features : int, default=None
        Keep only this many words, the most frequent ones.
    vocabulary : mapping of str to int, or iterable of str, default=None
        Fix the vocabulary: ids of 2 or more, or words that are numbered from 2.
    stop_words : "english" or collection of str, default=None
        Words to leave out of the sequence altogether.
    max_length : int, default=4000
        Words after this many are cut off. None keeps all.
    handle_unknown : {"closest", "unknown"}, default="closest"
        How words that are not in the vocabulary read. "closest" takes a word of five letters or
        more for the known word with the same first letter that one inserted, lost, replaced or
        swapped letter makes of it: most such words in notes are misspelt or another form of a word.
        Rarely it is a word of its own ("dysphasia" reads as "dysphagia" where only that is known);
        "unknown" never guesses.
    concepts : callable or mapping of phrase to name, default=None
        Finds the concepts of a note, which are read behind its words, each as a token of its own,
        written "[heart failure]" in the vocabulary. A function from a note to a list of names, or
        of (name, start, end) with places in the note; or phrases that are looked for, the longest
        first, such as ``{"chf": "heart failure"}``. ``max_length`` does not cut concepts off. Each
        counts once a note, where it is found first; ``min_df`` holds for concepts too and
        ``max_features`` does not. Concepts that ``fit`` has not seen, or that a ``vocabulary``
        lacks, are left out and never guessed. Titles of codes are read without.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The id of each word, then of each concept.

    See Also
    --------
    skmedcode.BaseCoder : Takes notes directly and runs this tokenizer inside.

    Examples
    --------
    >>> from skmedcode.text import NoteTokenizer
    >>> tokenizer = NoteTokenizer().fit(["Acute renal failure", "No renal stones, 3 cysts"])
    >>> tokenizer.transform(["Renal failure", "acute renal colic"])
    array([[6, 4, 0],
           [2, 6, 1]], dtype=int32)
    >>> tokenizer.transform(["Acute renla failrue"])
    array([[2, 6, 4]], dtype=int32)

    Concepts follow the words:

    >>> tokenizer = NoteTokenizer(concepts={"CHF": "heart failure", "HTN": "hypertension"})
    >>> tokenizer.fit_transform(["HTN, old CHF"])
    array([[3, 4, 2, 6, 5]], dtype=int32)
    >>> list(tokenizer.vocabulary_)
    ['chf', 'htn', 'old', '[heart failure]', '[hypertension]']
    """

    lowercase: bool = True
    token_pattern: str = r"\d*[^\W\d]\w*"
    min_df: int | float | str = "auto"
    max_features: int | None = None
    vocabulary: object = None
    stop_words: object = None
    max_length: int | None = 4000
    handle_unknown: str = "closest"
    concepts: object = None

    def fit(self, notes, y=None):
        """Learn the vocabulary.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)
        y : None
            Ignored.

        Returns
        -------
        self
        """
        self.fit_encode(notes)
        return self

    def fit_transform(self, notes, y=None):
        """Learn the vocabulary and return the ids, in one pass over the notes."""
        return TokenIds(self.fit_encode(notes).pad()[0], self)

    def transform(self, notes):
        """Return token ids.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)

        Returns
        -------
        ids : ndarray of int32 of shape (n_notes, length of the longest note)
            Padded on the right with 0. The array has this tokenizer as an attribute, so that a
            coder behind it in a pipeline knows the words.
        """
        return TokenIds(self.encode(notes).pad()[0], self)

    def encode(self, notes):
        """Return the ids of many notes without padding, as ``TokenSequences``."""
        check_is_fitted(self)
        notes = check_notes(notes)
        return self._with_concepts(self._sequences(notes, self._ids()), self._found(notes))

    def encode_strictly(self, texts):
        """The same of titles, without concepts: what differs by a letter is another word."""
        check_is_fitted(self)
        return self._sequences(check_notes(texts), _Ids(self._words()))

    def with_words(self, texts):
        """A copy that knows the words of some texts too, behind the others."""
        check_is_fitted(self)
        seen = _GrowingIds()
        self._sequences(check_notes(texts), seen)
        further = sorted(set(seen) - set(self.vocabulary_))
        first = max(self.vocabulary_.values()) + 1
        wider = copy(self)
        numbers_of_further = {word: first + i for i, word in enumerate(further)}
        wider._set_vocabulary(self.vocabulary_ | numbers_of_further)
        return wider

    def fit_encode(self, notes):
        """Learn the vocabulary and return the ids as ``TokenSequences``."""
        self._check_parameters()
        notes = check_notes(notes)
        if self.vocabulary is not None:
            self._set_vocabulary(self._fixed_vocabulary())
            return self.encode(notes)
        found = self._found(notes)
        seen = _GrowingIds()
        sequences = self._sequences(notes, seen)
        kept = self._kept_words(seen, sequences)
        if not kept:
            raise ValueError(
                f"The {len(notes)} notes hold no word that token_pattern finds and min_df keeps. "
                "Check that the right column was passed, or lower min_df."
            )
        tokens = kept + frequent_concepts(found or [], self._min_documents(len(notes)))
        self._set_vocabulary({word: FIRST_WORD + i for i, word in enumerate(tokens)})
        ids = self._ids() if len(kept) < len(seen) else self.vocabulary_
        table = np.full(max(len(seen), 2), UNKNOWN)
        for word, place in seen.items():
            table[place] = ids[word]
        return self._with_concepts(sequences.map(table), found)

    def offsets(self, note):
        """Where the words of one note, and then its concepts, stand in its text.

        Parameters
        ----------
        note : str

        Returns
        -------
        spans : ndarray of int of shape (n_words, 2)
            Start and end of each word, aligned with the ids that ``transform`` gives.
        """
        return np.array([place[:2] for place in self.places(note)], dtype=int).reshape(-1, 2)

    def places(self, note):
        """What ``transform`` reads of one note, in words.

        Parameters
        ----------
        note : str

        Returns
        -------
        list of (start, end, word)
            Aligned with the ids. Of a concept the name, and where its function says it stands;
            where it says nothing, both places are the end of the note.
        """
        self._check_parameters()
        check_notes([note])
        places = [(a, b, note[a:b]) for a, b in self._word_spans(note).tolist()]
        if self.concepts is None:
            return places
        check_is_fitted(self)
        (found,) = self._found([note])
        known = [own for own in found if concept_token(own[0]) in self.vocabulary_]
        return places + [(start, end, name) for name, start, end in known]

    def _word_spans(self, note):
        text = note.lower() if self.lowercase else note
        pattern = re.compile(self.token_pattern)
        stop_words = self._stop_words()
        spans = [
            match.span(pattern.groups)
            for match in pattern.finditer(text)
            if match[pattern.groups] not in stop_words
        ]
        spans = np.array(spans[: self.max_length], dtype=int).reshape(-1, 2)
        if len(text) == len(note):
            return spans
        # Lower-casing made some character longer: find each place's character in the note.
        origin = np.repeat(np.arange(len(note)), [len(char.lower()) for char in note])
        origin = np.append(origin, len(note))[: len(text) + 1]
        return np.column_stack([origin[spans[:, 0]], origin[spans[:, 1] - 1] + 1])

    def _sequences(self, notes, lookup):
        find = re.compile(self.token_pattern).findall
        stop_words = self._stop_words()
        flat, lengths = array("i"), np.empty(len(notes), dtype=np.int64)
        for row, note in enumerate(notes):
            words = find(note.lower() if self.lowercase else note)
            if stop_words:
                words = list(itertools.filterfalse(stop_words.__contains__, words))
            words = words[: self.max_length]
            lengths[row] = len(words)
            flat.fromlist([*map(lookup.__getitem__, words)])  # quicker than extend by an iterator
        return TokenSequences.from_lengths(np.frombuffer(flat, dtype=np.intc), lengths)

    def _found(self, notes):
        return None if self.concepts is None else find_concepts(self._finder(), notes)

    def _finder(self):
        """The function that finds concepts; that of a mapping is made once."""
        if not isinstance(self.concepts, Mapping):
            return self.concepts
        if getattr(self, "_phrases", (None,))[0] is not self.concepts:
            self._phrases = (self.concepts, PhraseConcepts(self.concepts))
        return self._phrases[1]

    def _with_concepts(self, sequences, found):
        return sequences if found is None else with_concepts(sequences, found, self.vocabulary_)

    def _words(self):
        """The vocabulary in which words are looked up: one that looks like a concept is none."""
        return self.vocabulary_ if self.concepts is None else words_alone(self.vocabulary_)

    def _fixed_vocabulary(self):
        vocabulary = check_vocabulary(self.vocabulary)
        if self.concepts is not None and len(words_alone(vocabulary)) in (0, len(vocabulary)):
            raise ValueError(
                "vocabulary must hold words and the concepts to read, written '[heart failure]', "
                "got one kind alone. Add the other, or leave one of vocabulary and concepts at "
                "None."
            )
        return vocabulary

    def _set_vocabulary(self, vocabulary):
        self.vocabulary_, self._meant = vocabulary, None

    def _ids(self):
        """Look up words as ``handle_unknown`` says; what words may be misspelt is found once."""
        if self.handle_unknown == "unknown":
            return _Ids(self._words())
        if getattr(self, "_meant", None) is None:
            self._meant = MeantWords(self._words())
        return _MeantIds(self._meant)

    def __getstate__(self):
        return super().__getstate__() | {"_meant": None, "_phrases": (None,)}  # soon found again

    def _kept_words(self, seen, sequences):
        """Words past the frequency cuts, in alphabetical order."""
        document_frequency = np.zeros(len(seen), dtype=np.int64)
        for i in range(len(sequences)):
            document_frequency[np.unique(sequences[i])] += 1
        frequent = document_frequency >= self._min_documents(len(sequences))
        words = sorted(word for word, number in seen.items() if frequent[number])
        if self.concepts is not None:  # a word in their marks would be taken for one
            words = [word for word in words if concept_name(word) is None]
        if self.max_features is not None and len(words) > self.max_features:
            count = np.bincount(sequences.flat, minlength=len(seen))
            words.sort(key=lambda word: -count[seen[word]])  # stable: ties stay alphabetical
            words = sorted(words[: self.max_features])
        return words

    def _min_documents(self, n_notes):
        if self.min_df == "auto":
            return 1 if n_notes < 1_000 else 2 if n_notes < 10_000 else 3
        return self.min_df if isinstance(self.min_df, numbers.Integral) else self.min_df * n_notes

    def _stop_words(self):
        if self.stop_words is None:
            return frozenset()
        return ENGLISH_STOP_WORDS if self.stop_words == "english" else frozenset(self.stop_words)

    def _check_parameters(self):
        if isinstance(self.min_df, str):
            check_option(self.min_df, "min_df", ["auto"])
        elif isinstance(self.min_df, numbers.Integral):
            check_number(self.min_df, "min_df", numbers.Integral, low=1)
        else:
            check_number(self.min_df, "min_df", low=0, high=1)
        check_option(self.handle_unknown, "handle_unknown", ["closest", "unknown"])
        check_concepts(self.concepts)
        check_number(self.max_features, "max_features", numbers.Integral, low=1, none=True)
        check_number(self.max_length, "max_length", numbers.Integral, low=1, none=True)
        if isinstance(self.stop_words, str):
            check_option(self.stop_words, "stop_words", ["english"])
        try:
            groups = re.compile(self.token_pattern).groups
        except (re.error, TypeError) as error:
            raise ValueError(f"token_pattern must be a regular expression: {error}.") from None
        if groups > 1:
            raise ValueError(f"token_pattern must have at most one group, got {groups}.")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def check_vocabulary(vocabulary):
    """Return a vocabulary as a dict of word to id, ids from 2 on."""
    if isinstance(vocabulary, (str, bytes)):
        raise TypeError("vocabulary must be a mapping of word to id or words, got one string.")
    if not isinstance(vocabulary, Mapping):
        words = sorted(vocabulary) if isinstance(vocabulary, (set, frozenset)) else list(vocabulary)
        if len(set(words)) != len(words):
            raise ValueError("vocabulary must name each word once, got a word twice.")
        vocabulary = {word: FIRST_WORD + i for i, word in enumerate(words)}
    ids = list(vocabulary.values())
    if ids and max((i for i in ids if isinstance(i, numbers.Integral)), default=0) >= MAX_ID:
        raise ValueError(f"vocabulary must have ids below {MAX_ID}, got {max(ids)}.")
    if not ids:
        raise ValueError("vocabulary must hold at least one word, got none.")
    whole = all(isinstance(i, numbers.Integral) and not isinstance(i, bool) for i in ids)
    if not whole or min(ids) < FIRST_WORD or len(set(ids)) < len(ids):
        raise ValueError(
            "vocabulary must give each word its own integer id of 2 or more (0 is padding, 1 is "
            "unknown). Pass NoteTokenizer.vocabulary_, or a list of words."
        )
    return {str(word): int(i) for word, i in vocabulary.items()}
