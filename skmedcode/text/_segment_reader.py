"""What a fitted coder of segments knows about reading notes, phrases and token ids."""

import itertools
import warnings
from array import array

import numpy as np

from skmedcode.text._reader import NoteReader
from skmedcode.text._segments import segment_spans
from skmedcode.text._spelling import OTHER, spell
from skmedcode.utils._phrases import check_phrases, is_phrases
from skmedcode.utils._segmented import SegmentedSequences
from skmedcode.utils._sequences import FIRST_WORD, UNKNOWN
from skmedcode.utils._validation import check_notes, input_kind


class SegmentReader(NoteReader):
    """Turn notes, lists of phrases or token ids into :class:`SegmentedSequences`.

    Every word is spelled out, in the vocabulary or not. A segment of more than ``max_words`` words
    goes on in the next one; words after ``max_segments`` segments are not read.

    Parameters
    ----------
    tokenizer : None, NoteTokenizer, vectorizer or FrozenEstimator
    vocabulary : mapping of str to int or iterable of str, or None
        The words behind token ids.
    segmenter : str or callable
        Cuts a note. Phrases are segments already; token ids have no marks, and each ``max_words``
        of them are a segment.
    max_segments, max_words, max_chars : int
    alphabet : str
    """

    def __init__(
        self, tokenizer, vocabulary, *, segmenter, max_segments, max_words, max_chars, alphabet
    ):
        super().__init__(tokenizer, vocabulary)
        self.segmenter = segmenter
        self.max_segments, self.max_words, self.max_chars = max_segments, max_words, max_chars
        self.alphabet = alphabet

    def fit_read(self, X):
        """Learn the vocabulary, which gives token ids their words, and return the sequences."""
        if getattr(self.tokenizer, "concepts", None) is not None:
            raise ValueError(
                "tokenizer must have concepts=None for a coder that spells words: concepts have "
                "no spelling. CAMLCoder and LAATCoder read them."
            )
        texts = self.texts(X)
        super().fit_read(X if texts is None else texts)
        if texts is None:
            self.require_words("A coder that spells words")
        return self.read(X)

    def read(self, X):
        """Return the sequences of notes, phrases or token ids."""
        texts = self.texts(X)
        if texts is None:
            return self._read_ids(super().read(X))
        numbers, flat, segment, lengths = {}, array("i"), array("i"), []
        n_cut = 0
        for row, (text, spans) in enumerate(zip(texts, self._spans(X, texts), strict=True)):
            words, places, is_cut = self._words(text, spans, row)
            n_cut += is_cut
            flat.extend([numbers.setdefault(word, len(numbers) + FIRST_WORD) for word in words])
            segment.extend(places)
            lengths.append(len(words))
            if not words:  # every note has a position
                flat.append(UNKNOWN)
                segment.append(0)
                lengths[-1] = 1
        self._warn(n_cut, len(texts))
        return self._sequences(flat, lengths, segment, list(numbers))

    def words(self, X):
        """Yield for each note its words as ``(start, end, word)``, aligned with its ids.

        Places are characters of the note; of phrases, of ``"\\n".join(phrases)``.
        """
        texts = self.texts(X)
        if texts is None:
            cut = self.max_segments * self.max_words
            yield from (own[:cut] for own in super().words(X))
            return
        for row, (text, spans) in enumerate(zip(texts, self._spans(X, texts), strict=True)):
            found, _, _ = self._placed(text, spans, row)
            yield [(a, b, text[a:b]) for a, b in found] or [(0, 0, "")]

    def texts(self, X):
        """The text of each note, phrases joined by line breaks; None for token ids."""
        if is_phrases(X):
            return ["\n".join(phrases) for phrases in check_phrases(X)]
        return check_notes(X) if input_kind(X) == "notes" else None

    def encode_all(self, texts):
        """The characters of each of several titles, as numbers; 0 stands between words."""
        titles = []
        for row, text in enumerate(texts):
            words, _, _ = self._words(text, [(0, len(text))], row)
            spelled = self._spell(words[: self.max_words])
            numbers = [[*own[own != 0].tolist(), 0] for own in spelled]
            titles.append(np.array(list(itertools.chain(*numbers)), dtype=np.int64)[:-1])
        n_without = sum(len(title) == 0 for title in titles)
        if n_without:
            warnings.warn(
                f"{n_without} of {len(titles)} codes have no title with a word in it; their "
                "vectors are learnt from the notes alone.",
                UserWarning,
                stacklevel=2,
            )
        return titles

    def read_phrases(self, texts):
        """Sequences of titles and the like, each a segment or more; every word is read."""
        return self.read([[text] for text in texts])

    def _spans(self, X, texts):
        """The segments of each text."""
        if not is_phrases(X):
            yield from (segment_spans(t, self.segmenter, row) for row, t in enumerate(texts))
            return
        for phrases in check_phrases(X):
            ends = list(itertools.accumulate(len(phrase) + 1 for phrase in phrases))
            yield [(end - 1 - len(p), end - 1) for p, end in zip(phrases, ends, strict=True)]

    def _words(self, text, spans, row):
        """The words of a note as its tokenizer writes them, their segments, and whether cut."""
        found, places, is_cut = self._placed(text, spans, row)
        words = [text[a:b] for a, b in found]
        settings = getattr(self.tokenizer, "vectorizer", self.tokenizer)
        return [w.lower() for w in words] if settings.lowercase else words, places, is_cut

    def _placed(self, text, spans, row):
        """Where the words stand that are read, and in which segment."""
        found = [(int(a), int(b)) for a, b in self.tokenizer.offsets(text) if b > a]
        placed, places = [], []
        number, n_words, current, k = -1, 0, None, 0
        for start, end in found:
            while k < len(spans) and spans[k][1] <= start:
                k += 1
            if k == len(spans):
                break
            if start < spans[k][0]:
                continue  # between segments
            if k != current or n_words == self.max_words:
                number, n_words, current = number + 1, 0, k
                if number == self.max_segments:
                    return placed, places, True
            placed.append((start, end))
            places.append(number)
            n_words += 1
        return placed, places, False

    def _read_ids(self, sequences):
        words = {number: word for word, number in self.vocabulary.items()}
        most = self.max_segments * self.max_words
        lengths = np.minimum(sequences.lengths, most)
        self._warn(int((sequences.lengths > most).sum()), len(sequences))
        flat = np.concatenate([sequences[i][:most] for i in range(len(sequences))])
        segment = np.concatenate([np.arange(length) // self.max_words for length in lengths])
        ids, flat = np.unique(flat, return_inverse=True)
        flat = np.where(ids[flat] == UNKNOWN, UNKNOWN, flat + FIRST_WORD)
        return self._sequences(flat, lengths, segment, [words.get(int(i), "") for i in ids])

    def _spell(self, words):
        return spell(words, self.alphabet, self.max_chars)

    def _sequences(self, flat, lengths, segment, words):
        spelling = np.zeros((len(words) + FIRST_WORD, self.max_chars), dtype=np.int32)
        spelling[UNKNOWN, 0] = OTHER
        spelling[FIRST_WORD:] = self._spell(words)
        flat = np.asarray(flat, dtype=np.int32)
        plain = SegmentedSequences.from_lengths(flat, lengths)
        segment = np.asarray(segment, dtype=np.int32)
        return SegmentedSequences(plain.flat, plain.offsets, spelling=spelling, segment=segment)

    def _warn(self, n_cut, n_notes):
        if n_cut:
            warnings.warn(
                f"{n_cut} of {n_notes} notes have more than max_segments={self.max_segments} "
                f"segments of at most max_words={self.max_words} words; what follows is not read.",
                UserWarning,
                stacklevel=4,
            )
