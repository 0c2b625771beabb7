"""Gold evidence: the words of a note that support a code."""

from collections import defaultdict

import numpy as np


def evidence_words(evidence, X, reader, code_names):
    """Which words of each note support which codes.

    Parameters
    ----------
    evidence : sequence of n_notes sequences of (code, start, end, ...)
        Where a mention stands in the note's text; for token ids, in the sequence. A code may have
        several mentions. Codes that are not learnt are left out.
    X : notes or token ids
    reader : NoteReader
        Fitted.
    code_names : ndarray of shape (n_codes,)

    Returns
    -------
    list of n_notes lists of (column, places)
        ``places`` are the positions of the words, an ndarray of int, at least one.
    """
    mentions = check_evidence(evidence, X)
    columns = {code: column for column, code in enumerate(code_names.tolist())}
    if any(mentions) and not any(code in columns for own in mentions for code, _, _ in own):
        raise ValueError(
            "evidence must name codes as Y does: none of its codes was found. Compare them with "
            "coder.classes_ (code_names, or Y's columns)."
        )
    result = []
    for own, words in zip(mentions, reader.words(X), strict=True):
        bounds = np.array([(start, end) for start, end, _ in words]).reshape(-1, 2)
        places = defaultdict(set)
        for code, start, end in own:
            if code in columns:
                inside = (bounds[:, 0] < end) & (bounds[:, 1] > start)
                places[columns[code]].update(np.flatnonzero(inside).tolist())
        result.append([(column, np.array(sorted(p))) for column, p in sorted(places.items()) if p])
    return result


def check_evidence(evidence, X):
    """Mentions as ``(code, start, end)``, one list a note."""
    n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
    if isinstance(evidence, (str, bytes)) or not hasattr(evidence, "__len__"):
        raise TypeError(
            "evidence must be a sequence with one list of (code, start, end) a note, got "
            f"{type(evidence).__name__}."
        )
    if len(evidence) != n_notes:
        raise ValueError(f"evidence must have one list a note: {n_notes}, got {len(evidence)}.")
    return [[_mention(item, row) for item in own or ()] for row, own in enumerate(evidence)]


def _mention(item, row):
    code, start, end = item[:3] if isinstance(item, (tuple, list)) and len(item) > 2 else (0, 0, 0)
    try:
        if 0 <= start < end:
            return code, int(start), int(end)
    except TypeError:
        pass
    raise ValueError(
        f"evidence must hold (code, start, end) with 0 <= start < end, got something else for the "
        f"note in row {row}."
    )
