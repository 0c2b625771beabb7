"""Errors of members, with their names and without any text of a note."""


def raise_named(name, error, X, what, fold):
    """Raise an error that names the member; the cause is left out where it quotes a note.

    Parameters
    ----------
    name : str
        Of the member.
    error : Exception
    X : notes, or what else the member reads
    what : str
        What it could not do.
    fold : str or None
        Where.
    """
    where = "" if fold is None else f" in {fold}"
    text = f"Member {name!r} could not {what}{where}: {type(error).__name__}"
    if _quotes_a_note(str(error), X):
        raise RuntimeError(
            f"{text} (its message quotes a note and is left out). A member reads notes as they "
            "are; put a vectorizer before one that reads numbers: make_pipeline(...)."
        ) from None
    raise RuntimeError(f"{text}: {error}") from error


def _quotes_a_note(message, X):
    if hasattr(X, "shape") and len(X.shape) > 1:
        return False
    starts = {note.strip()[:15] for note in X if isinstance(note, str)}
    starts |= {repr(start)[1:-1] for start in starts}
    return any(start and start in message for start in starts)
