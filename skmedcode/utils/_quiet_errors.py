"""Errors of others' estimators, without any text of a note."""

import traceback
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.exceptions import NotFittedError

import skmedcode

OWN = Path(skmedcode.__file__).parent
OPEN = ("sklearn", "numpy", "scipy")


def call_quietly(subject, what, X, function, *args, **kwargs):
    """Call a function of an estimator; where X is text, its errors come without any of it.

    Parameters
    ----------
    subject : str
        What is called, for messages.
    what : str
        What it then could not do, such as "be fitted".
    X : object
        What the estimator reads.
    function : callable
    *args, **kwargs
        For the function.

    Returns
    -------
    object
        What the function returns.

    Raises
    ------
    RuntimeError
        If X is text and the function fails. Our own errors are raised as they are, since they
        never quote a note, and so are all errors where X is numbers.
    """
    if not _has_text(X):
        return function(*args, **kwargs)
    failure = None
    try:
        return function(*args, **kwargs)
    except (MemoryError, NotFittedError):
        raise
    except Exception as error:
        if _is_ours(error) and error.__cause__ is None and error.__context__ is None:
            raise
        failure = quiet_failure(subject, error, what)
    raise RuntimeError(failure)  # outside of the block: the cause is not passed on


def call_on_notes(parameter, function, notes, row=None):
    """Call a user's function on a note or on notes; its errors come without any text of them.

    Parameters
    ----------
    parameter : str
        What the function was passed as.
    function : callable
    notes : str or list of str
    row : int, default=None
        Which note it is, for the message.

    Raises
    ------
    ValueError
        If it fails: the type of its error and the line of code, without its message. Errors of
        scikit-learn with nothing in quotes are raised as they are.
    """
    failure = None
    try:
        return function(notes)
    except (MemoryError, NotFittedError):
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        path = Path(frame.filename)
        if any(room in path.parts for room in OPEN) and not set(str(error)) & set("'\"`"):
            raise
        which = "" if row is None else f" for the note in row {row}"
        failure = (
            f"{parameter} must read every note; it failed{which}: {type(error).__name__} in "
            f"{path.name}, line {frame.lineno} (its message may quote a note and is left out). "
            "Try it on notes of your own making."
        )
    raise ValueError(failure)  # outside of the block: the cause is not passed on


def quiet_failure(subject, error, what, where=None):
    """What to say of an estimator that failed.

    Raise it outside of the ``except`` block, so that the cause, whose message may quote a note, is
    not passed on with it.

    Parameters
    ----------
    subject : str
        What failed, such as "Member 'words'".
    error : Exception
    what : str
        What it could not do.
    where : str, default=None
        Such as "fold 2 of 5".

    Returns
    -------
    str
        The cause's own message is repeated where it is one of ours, or one of scikit-learn's
        without anything in quotes; otherwise its type and the line of code are named.
    """
    where = "" if where is None else f" in {where}"
    text = f"{subject} could not {what}{where}: {type(error).__name__}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    path = Path(frame.filename)
    message = str(error)
    quiet = any(room in path.parts for room in OPEN) and not set(message) & set("'\"`")
    if _is_ours(error) or quiet:
        return f"{text}: {message}"
    return (
        f"{text} in {path.name}, line {frame.lineno} (its message may quote a note and is left "
        "out). It was given notes as they are; put a vectorizer before what reads numbers: "
        "make_pipeline(...)."
    )


def _is_ours(error):
    return OWN in Path(traceback.extract_tb(error.__traceback__)[-1].filename).parents


def _has_text(X):
    """Whether X holds a str; columns of a table count one by one."""
    if sparse.issparse(X):
        return False
    if hasattr(X, "columns") and hasattr(X, "iloc"):
        return any(_has_text(X.iloc[:, place]) for place in range(X.shape[1]))
    values = X.to_numpy() if hasattr(X, "to_numpy") else X
    if isinstance(values, np.ndarray):
        if values.dtype.kind != "O":
            return values.dtype.kind in "SUT"
        values = values.ravel()
    elif not isinstance(values, (list, tuple)):
        return True  # who knows
    return any(
        isinstance(value, (str, bytes)) or (isinstance(value, (list, tuple)) and _has_text(value))
        for value in values
    )
