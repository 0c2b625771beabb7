"""Texts in which notes can be looked up: knowledge about codes, else their names."""

import warnings
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from skmedcode.text._titles import synonym_texts, title_texts

CURE = (
    "knowledge must be a mapping of code name to str or list of str, or a sequence of str; got {}."
)


class SlotTexts(NamedTuple):
    """One slot a text: what it is called, what it is looked up by, and what is read there.

    ``names`` are code names, pairs of one and a number where a code has several texts, or numbers.
    """

    names: list
    keys: list
    values: list


def slot_texts(code_names, knowledge=None, titles=None, synonyms=None):
    """The slots of a memory.

    Parameters
    ----------
    code_names : ndarray of shape (n_codes,)
    knowledge : mapping of code name to str or list of str, or sequence of str, default=None
        Codes that a mapping lacks have their titles and synonyms; a sequence is taken as it is.
    titles : mapping of code name to str, or CodeSystem, default=None
        What is read in a code's slots; the text itself where a code has none.
    synonyms : mapping of code name to list of str, or CodeSystem, default=None

    Returns
    -------
    SlotTexts or None
        None where nothing is known of any code.

    Raises
    ------
    TypeError, ValueError
        If ``knowledge`` is something else, holds no text, or names none of the codes.
    """
    codes = code_names.tolist()
    names = title_texts(titles, code_names) if titles is not None else [""] * len(codes)
    more = synonym_texts(synonyms, code_names) if synonyms is not None else [[]] * len(codes)
    called = [" ".join(filter(None, [name, *own])) for name, own in zip(names, more, strict=True)]
    if knowledge is None and titles is None and synonyms is None:
        return None
    if hasattr(knowledge, "to_dict"):  # a pandas Series
        knowledge = knowledge.to_dict()
    if knowledge is None or isinstance(knowledge, Mapping):
        found = [[text] for text in called]
        if knowledge is not None:
            found = _told(knowledge, codes, called)
        return _of_codes(codes, found, names)
    if isinstance(knowledge, str):
        raise TypeError(CURE.format("one bare str"))
    texts = _listed(knowledge)
    if not any(texts):
        raise ValueError("knowledge must hold at least one text, got none. Leave it out instead.")
    return SlotTexts(list(range(len(texts))), texts, texts)


def _told(knowledge, codes, called):
    """Texts of each code in a mapping, else what the code is called."""
    known = set(codes)
    others = [name for name in knowledge if name not in known]
    if len(others) == len(knowledge):
        raise ValueError(
            f"knowledge must describe the codes by their names: it has none of the {len(codes)} "
            "codes. Compare its keys with code_names, or Y's columns; texts about anything else "
            "are passed as a sequence."
        )
    if others:
        warnings.warn(
            f"knowledge names {len(others)} codes that Y does not have, such as {others[0]!r}; "
            "they are left out. Pass a sequence of texts to keep them.",
            UserWarning,
            stacklevel=2,
        )
    return [
        [name] if _is_missing(knowledge.get(code)) else _listed(knowledge[code])
        for code, name in zip(codes, called, strict=True)
    ]


def _is_missing(texts):
    """Whether a mapping has nothing to say: None, an empty text, or NaN as of a pandas Series."""
    is_empty = isinstance(texts, str) and not texts.strip()
    return texts is None or is_empty or (isinstance(texts, float) and texts != texts)


def _of_codes(codes, found, titles):
    """Slots of codes, after a warning if some have no text."""
    names, keys, values, without = [], [], [], []
    for code, texts, title in zip(codes, found, titles, strict=True):
        texts = [text for text in texts if text.strip()]
        names += [code] if len(texts) == 1 else [(code, number) for number in range(len(texts))]
        keys += texts
        values += [title or text for text in texts]
        if not texts:
            without.append(code)
    if not keys:
        raise ValueError("knowledge must hold a text of some code, got empty ones alone.")
    if without:
        warnings.warn(
            f"Nothing is known of {len(without)} of {len(codes)} codes, such as {without[0]!r}: "
            "they have no slot in the memory. Add them to knowledge or code_descriptions.",
            UserWarning,
            stacklevel=2,
        )
    return SlotTexts(names, keys, values)


def _listed(texts):
    """A text or several of them as a list."""
    if isinstance(texts, str):
        return [texts]
    if isinstance(texts, (bytes, Mapping)) or not np.iterable(texts):
        raise TypeError(CURE.format(type(texts).__name__))
    texts = list(texts)
    wrong = [text for text in texts if not isinstance(text, str)]
    if wrong:
        raise TypeError(CURE.format(f"a {type(wrong[0]).__name__} among the texts"))
    return texts
