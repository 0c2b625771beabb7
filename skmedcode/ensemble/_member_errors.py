"""Errors of members, with their names and without any text of a note."""

import traceback
from pathlib import Path

import skmedcode

OWN = Path(skmedcode.__file__).parent
OPEN = ("sklearn", "numpy", "scipy")


def named_failure(name, error, what, fold=None):
    """What to say of a member that failed.

    Raise it outside of the ``except`` block, so that the cause, whose message may quote a note, is
    not passed on with it.

    Parameters
    ----------
    name : str
        Of the member.
    error : Exception
    what : str
        What it could not do.
    fold : str, default=None
        Where.

    Returns
    -------
    str
        The cause's own message is repeated where it is one of ours, or one of scikit-learn's
        without anything in quotes; otherwise its type and the line of code are named.
    """
    where = "" if fold is None else f" in {fold}"
    text = f"Member {name!r} could not {what}{where}: {type(error).__name__}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    path = Path(frame.filename)
    message = str(error)
    ours = OWN in path.parents
    quiet = any(room in path.parts for room in OPEN) and not set(message) & set("'\"`")
    if ours or quiet:
        return f"{text}: {message}"
    return (
        f"{text} in {path.name}, line {frame.lineno} (its message may quote a note and is left "
        "out). A member reads notes as they are; put a vectorizer before one that reads numbers: "
        "make_pipeline(...)."
    )
