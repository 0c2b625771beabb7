"""Token ids that know their words."""

import numpy as np


class TokenIds(np.ndarray):
    """An array of token ids with the tokenizer behind them, as its ``transform`` returns it.

    It is a plain integer array in every other way. Because the words go with it, a coder behind a
    ``NoteTokenizer`` in a pipeline learns what it would learn from the notes. Rows keep the words;
    files do not.

    Attributes
    ----------
    tokenizer : NoteTokenizer or None
        Fitted.
    """

    def __new__(cls, ids, tokenizer):
        """View an integer array as token ids."""
        array = np.asarray(ids).view(cls)
        array.tokenizer = tokenizer
        return array

    def __array_finalize__(self, origin):
        self.tokenizer = getattr(origin, "tokenizer", None)

    def __reduce__(self):
        return type(self), (np.asarray(self), self.tokenizer)  # for other processes

    def __repr__(self):
        return repr(np.asarray(self))
