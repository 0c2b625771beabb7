"""Codes that a fitted coder has not seen, from their titles."""

import warnings
from collections.abc import Mapping
from dataclasses import replace

from skmedcode.text import title_ids
from skmedcode.utils._validation import check_code_names


def further_facts(coder, code_descriptions):
    """A fitted coder's facts with further codes behind the others.

    Parameters
    ----------
    coder : BaseCoder
        Fitted; not changed.
    code_descriptions : mapping of code name to str

    Returns
    -------
    FitFacts

    Raises
    ------
    TypeError
        If it is no mapping.
    ValueError
        If it is empty, names a code that the coder has, or has no word that the coder knows.

    Warns
    -----
    UserWarning
        How many titles have no known word: their codes get the same score in all notes.
    """
    if hasattr(code_descriptions, "to_dict"):  # a pandas Series
        code_descriptions = code_descriptions.to_dict()
    if not isinstance(code_descriptions, Mapping):
        raise TypeError(
            "code_descriptions must be a mapping of code name to title, got "
            f"{type(code_descriptions).__name__}."
        )
    facts, names = coder._facts, list(code_descriptions)
    known = sorted(set(names) & set(facts.code_names.tolist()), key=str)
    if known:
        raise ValueError(
            f"code_descriptions must name codes that the coder lacks; it has {len(known)} of them, "
            f"such as {known[0]!r}."
        )
    if not names:
        raise ValueError("code_descriptions must name at least one code, got none.")
    further = check_code_names(names, len(names))
    ids = title_ids(code_descriptions, further, coder._reader)
    unread = [name for name, own in zip(names, ids, strict=True) if not len(own)]
    if len(unread) == len(names):
        raise ValueError(
            "code_descriptions must have words that the training notes have; none of the "
            f"{len(names)} titles has one. Are they in the language of the notes?"
        )
    if unread:
        warnings.warn(
            f"code_descriptions has no word that the training notes have for {len(unread)} of "
            f"{len(names)} codes, such as {unread[0]!r}; these get the same score in all notes.",
            UserWarning,
            stacklevel=3,
        )
    together = facts.code_names.tolist() + further.tolist()
    together = check_code_names(together, len(together))
    return replace(
        facts,
        code_names=together,
        title_ids=[*facts.title_ids, *ids],
        Y=_wider(facts.Y, len(names)),
    )


def _wider(Y, n_further):
    Y = Y.copy()
    Y.resize(Y.shape[0], Y.shape[1] + n_further)
    return Y
