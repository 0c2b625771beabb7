"""Token ids that know their words."""

import numpy as np


class TokenIds(np.ndarray):
    """An array of token ids with the words behind them, as ``NoteTokenizer.transform`` returns it.

    It is a plain integer array in every other way. Because the words go with it, a coder behind a
    ``NoteTokenizer`` in a pipeline learns what it would learn from the notes. Rows keep the words;
    files do not.

    Attributes
    ----------
    vocabulary : dict of str to int, or None
    """

    def __new__(cls, ids, vocabulary):
        """View an integer array as token ids."""
        array = np.asarray(ids).view(cls)
        array.vocabulary = vocabulary
        return array

    def __array_finalize__(self, origin):
        self.vocabulary = getattr(origin, "vocabulary", None)

    def __repr__(self):
        return repr(np.asarray(self))
