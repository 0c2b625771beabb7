"""Notes to the token ids of a pretrained model."""

import numbers
from dataclasses import dataclass

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skmedcode.text._subword_spans import word_spans
from skmedcode.text._token_ids import TokenIds
from skmedcode.utils._checkpoints import is_checkpoint_name, part_of_checkpoint
from skmedcode.utils._optional import import_optional
from skmedcode.utils._sequences import PADDING, UNKNOWN, TokenSequences
from skmedcode.utils._validation import check_notes, check_number

NOTES_AT_ONCE = 256


@dataclass(kw_only=True, eq=False, repr=False)
class SubwordTokenizer(TransformerMixin, BaseEstimator):
    """Turn notes into right-padded ids of the sub-words of a pretrained model.

    The checkpoint's own fast tokenizer reads the notes. Its ids are renumbered: 0 is padding, 1 an
    unknown piece, all others follow in the checkpoint's order. The marks around a text ([CLS],
    [SEP]) are not among the ids, because every chunk of a long note has its own: the encoder sets
    them. Where a note itself says "[SEP]" it is read as plain text.

    Parameters
    ----------
    checkpoint : str, path-like or fast tokenizer of transformers
        A folder with the tokenizer, or a name on the Hugging Face hub.
    max_length : int, default=6000
        Sub-words after this many are cut off. None keeps all.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The id of each piece.
    checkpoint_ids_ : ndarray of int of shape (n_tokens,)
        The checkpoint's id of each of these ids.
    prefix_, suffix_ : list of int
        Ids that the checkpoint sets before and after a text.
    tokenizer_json_ : str
        The tokenizer as its library writes it. With it, saved coders need no checkpoint.

    See Also
    --------
    NoteTokenizer : Whole words, learnt from the notes.

    Examples
    --------
    >>> from skmedcode.text import SubwordTokenizer
    >>> SubwordTokenizer(checkpoint="path/of/a/checkpoint", max_length=512)
    SubwordTokenizer(checkpoint='path/of/a/checkpoint', max_length=512)
    """

    checkpoint: object = None
    max_length: int | None = 6000

    def fit(self, notes, y=None):
        """Load the tokenizer; nothing is learnt from the notes.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)
        y : None
            Ignored.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If ``checkpoint`` has no fast tokenizer with a padding and an unknown token.
        """
        check_number(self.max_length, "max_length", numbers.Integral, low=1, none=True)
        check_notes(notes)
        self._take(self._load())
        return self

    def fit_transform(self, notes, y=None):
        """Load the tokenizer and return the ids."""
        return self.fit(notes).transform(notes)

    def transform(self, notes):
        """Return token ids.

        Parameters
        ----------
        notes : list, array or Series of str of shape (n_notes,)

        Returns
        -------
        ids : ndarray of int32 of shape (n_notes, length of the longest note)
            Padded on the right with 0. The array has this tokenizer as an attribute.
        """
        return TokenIds(self.encode(notes).pad()[0], self)

    def fit_encode(self, notes):
        """Load the tokenizer and return the ids as ``TokenSequences``."""
        return self.fit(notes).encode(notes)

    def encode(self, notes):
        """Return the ids of many notes without padding, as ``TokenSequences``."""
        check_is_fitted(self)
        notes, table, rows = check_notes(notes), self._table, []
        for start in range(0, len(notes), NOTES_AT_ONCE):
            texts = [_encodable(note) for note in notes[start : start + NOTES_AT_ONCE]]
            found = self._backend.encode_batch_fast(texts, add_special_tokens=False)
            rows += [table[np.array(row.ids[: self.max_length], dtype=int)] for row in found]
        return TokenSequences.from_lengths(np.concatenate(rows), [len(row) for row in rows])

    def encode_strictly(self, texts):
        """The same; sub-words never guess."""
        return self.encode(texts)

    def offsets(self, note):
        """Where the word of each sub-word stands in the note.

        Parameters
        ----------
        note : str

        Returns
        -------
        spans : ndarray of int of shape (n_tokens, 2)
            Start and end of the whole word to which the sub-word belongs, aligned with the ids that
            ``transform`` gives; the sub-words of a word have the same span.
        """
        check_is_fitted(self)
        check_notes([note])
        pieces = self._backend.encode(_encodable(note), add_special_tokens=False).offsets
        return word_spans(note, pieces)[: self.max_length]

    @property
    def vocabulary_(self):
        """The id of each piece."""
        if not hasattr(self, "tokenizer_json_"):
            raise AttributeError("SubwordTokenizer has no vocabulary_ before fit.")
        pieces = self._backend.get_vocab(with_added_tokens=True)
        table, left_out = self._table, (self.padding_id_, self.unknown_id_)
        pieces = sorted(pieces.items(), key=lambda item: item[1])  # else in another order each time
        return {piece: int(table[i]) for piece, i in pieces if i not in left_out}

    @property
    def checkpoint_ids_(self):
        """The checkpoint's id of each of these ids."""
        if not hasattr(self, "tokenizer_json_"):
            raise AttributeError("SubwordTokenizer has no checkpoint_ids_ before fit.")
        rest = np.arange(max(self._backend.get_vocab(with_added_tokens=True).values()) + 1)
        rest = rest[(rest != self.padding_id_) & (rest != self.unknown_id_)]
        return np.concatenate([[self.padding_id_, self.unknown_id_], rest])

    def _load(self):
        """The tokenizer of transformers behind ``checkpoint``."""
        tokenizer = self.checkpoint
        if is_checkpoint_name(tokenizer):
            tokenizer = part_of_checkpoint("AutoTokenizer", tokenizer, "checkpoint")
        if getattr(tokenizer, "backend_tokenizer", None) is None:
            raise ValueError(
                "checkpoint must be a folder or hub name of a fast tokenizer, or such a tokenizer "
                f"of transformers, got {type(tokenizer).__name__}. Evidence needs its offsets."
            )
        if tokenizer.pad_token_id is None or tokenizer.unk_token_id is None:
            raise ValueError(
                "checkpoint must have a tokenizer with a padding and an unknown token; "
                f"{type(tokenizer).__name__} lacks one. Set pad_token and unk_token, and save it."
            )
        return tokenizer

    def _take(self, tokenizer):
        own = import_optional("tokenizers", "transformers", "SubwordTokenizer").Tokenizer
        backend = own.from_str(tokenizer.backend_tokenizer.to_str())
        backend.no_truncation()  # as some checkpoints store it: max_length decides
        backend.no_padding()
        self.tokenizer_json_ = backend.to_str()
        self.padding_id_, self.unknown_id_ = tokenizer.pad_token_id, tokenizer.unk_token_id
        self._forget()
        marked = tokenizer("a", return_special_tokens_mask=True)
        ids, text = marked["input_ids"], np.flatnonzero(np.array(marked["special_tokens_mask"]) < 1)
        self.prefix_ = self._table[ids[: text[0]]].tolist()
        self.suffix_ = self._table[ids[text[-1] + 1 :]].tolist()

    @property
    def _backend(self):
        """The library's tokenizer, made of its JSON once in each process."""
        if self.__dict__.get("_made") is None:
            own = import_optional("tokenizers", "transformers", "SubwordTokenizer").Tokenizer
            self._made = own.from_str(self.tokenizer_json_)
            self._made.encode_special_tokens = True  # a note's "[PAD]" is text
        return self._made

    @property
    def _table(self):
        """Our id of each of the checkpoint's."""
        if self.__dict__.get("_ours") is None:
            order = self.checkpoint_ids_
            self._ours = np.empty(len(order), dtype=np.int32)
            self._ours[order] = np.arange(len(order))
            self._ours[order[PADDING]] = UNKNOWN  # no piece of a note is padding
        return self._ours

    def _forget(self):
        self._made = self._ours = None

    def __getstate__(self):
        return super().__getstate__() | {"_made": None, "_ours": None}  # soon made again

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def _encodable(note):
    """The note without lone surrogates, of the same length."""
    return note if note.isascii() else note.encode("utf-8", "replace").decode("utf-8")
