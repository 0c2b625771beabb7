"""Gold evidence: the words of a note that support a code."""

from collections import defaultdict

import numpy as np

from skmedcode.utils._spans import check_evidence


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
    mentions = check_evidence(evidence, X.shape[0] if hasattr(X, "shape") else len(X))
    columns = {code: column for column, code in enumerate(code_names.tolist())}
    if any(mentions) and not any(code in columns for own in mentions for code, _, _ in own):
        raise ValueError(
            "evidence must name codes as Y does: none of its codes was found. Compare them with "
            "coder.classes_ (code_names, or Y's columns)."
        )
    result = []
    notes = reader.texts(X)
    for row, (own, words) in enumerate(zip(mentions, reader.words(X), strict=True)):
        bounds = np.array([(start, end) for start, end, _ in words]).reshape(-1, 2)
        length = bounds[-1, 1] if notes is None else len(notes[row])
        if any(end > length for _, _, end in own):
            raise ValueError(
                f"evidence must lie within the note, got an end past it in row {row}. Places are "
                "characters of a note's text, and words of a sequence of token ids."
            )
        places = defaultdict(set)
        for code, start, end in own:
            if code in columns:
                inside = (bounds[:, 0] < end) & (bounds[:, 1] > start)
                places[columns[code]].update(np.flatnonzero(inside).tolist())
        result.append([(column, np.array(sorted(p))) for column, p in sorted(places.items()) if p])
    return result
