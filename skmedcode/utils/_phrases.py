"""Notes that come as lists of phrases."""


def is_phrases(X):
    """Whether some row of ``X`` is a list of phrases, and not a note or a row of numbers."""
    if isinstance(X, (str, bytes, dict, set, frozenset)) or not hasattr(X, "__len__"):
        return False
    if hasattr(X, "columns") or getattr(X, "ndim", 1) != 1:
        return False
    if not hasattr(X, "__iter__") or getattr(getattr(X, "dtype", None), "kind", "O") != "O":
        return False
    return len(X) > 0 and (
        any(isinstance(row, (list, tuple)) and any(isinstance(p, str) for p in row) for row in X)
        or all(isinstance(row, (list, tuple)) and len(row) == 0 for row in X)
    )


def check_phrases(X):
    """Return lists of phrases as a list of lists of ``str``, or name the first row that is none.

    Raises
    ------
    TypeError
        If notes and lists of phrases are mixed, or a phrase is no ``str``.
    """
    rows = X.tolist() if hasattr(X, "tolist") else list(X)
    for number, row in enumerate(rows):
        if not isinstance(row, (list, tuple)):
            raise TypeError(
                "X must hold lists of phrases in all rows or notes in all rows, got a list of "
                f"phrases in another row and {type(row).__name__} in row {number}. Pass [note] "
                "for a note that is one phrase."
            )
        wrong = next((phrase for phrase in row if not isinstance(phrase, str)), None)
        if len(row) and not all(isinstance(phrase, str) for phrase in row):
            raise TypeError(
                f"X must hold phrases of type str, got {type(wrong).__name__} in row {number}. "
                "Leave missing phrases out of the list."
            )
    return [list(row) for row in rows]
