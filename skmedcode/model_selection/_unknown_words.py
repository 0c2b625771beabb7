"""How many words of each note a coder does not know. Which ones is never kept."""

import numpy as np

from skmedcode.utils._sequences import UNKNOWN
from skmedcode.utils._validation import check_ids, check_notes, input_kind


def find_tokenizer(coder):
    """Return what reads the notes of a fitted coder, search, tuner or pipeline, or None."""
    for inner in ("best_estimator_", "estimator_"):
        if hasattr(coder, inner):
            return find_tokenizer(getattr(coder, inner))
    found = getattr(coder, "tokenizer_", None)
    if found is not None:
        return found
    steps = [step for _, step in getattr(coder, "steps", [])]
    parts = [*steps[:-1], *(part for part in map(find_tokenizer, steps[-1:]) if part is not None)]
    return next((part for part in parts if _reads_words(part)), None)


def count_words(tokenizer, X):
    """Count the words of each note, and those that are not in the vocabulary.

    Parameters
    ----------
    tokenizer : fitted NoteTokenizer or vectorizer, or None
        None can count only in token ids, where an unknown word has the id 1.
    X : sequence of str, or integer array of shape (n_notes, length)

    Returns
    -------
    n_words, n_unknown : ndarrays of float, shape (n_notes,)
        NaN where they cannot be counted.

    Notes
    -----
    Misspelt words are unknown here, also where the tokenizer would guess them.
    """
    kind = input_kind(X)
    if kind == "ids":
        return _of_sequences(check_ids(X))
    if tokenizer is None or kind != "notes":
        return np.full((2, len(X) if kind == "notes" else X.shape[0]), np.nan)
    if hasattr(tokenizer, "encode_strictly"):
        return _of_sequences(tokenizer.encode_strictly(X))
    analyze, known = tokenizer.build_analyzer(), tokenizer.vocabulary_
    counts = np.empty((2, len(X)))
    for row, note in enumerate(check_notes(X)):
        words = analyze(note)
        counts[:, row] = len(words), sum(word not in known for word in words)
    return counts


def check_tokenizer(tokenizer):
    """Refuse what cannot say which words it knows."""
    if not _reads_words(tokenizer):
        raise TypeError(
            "tokenizer must be a fitted NoteTokenizer, CountVectorizer or TfidfVectorizer; got "
            f"{type(tokenizer).__name__}. Fit one on the training notes, or leave it out."
        )
    return tokenizer


def _reads_words(part):
    analyzes = hasattr(part, "build_analyzer") or hasattr(part, "encode_strictly")
    return analyzes and hasattr(part, "vocabulary_")


def _of_sequences(sequences):
    note = np.repeat(np.arange(len(sequences)), sequences.lengths)
    unknown = np.bincount(note, weights=sequences.flat == UNKNOWN, minlength=len(sequences))
    return np.array([sequences.lengths, unknown])
