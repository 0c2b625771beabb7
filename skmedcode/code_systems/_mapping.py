"""A code system from a user's own tables."""

import warnings
from collections.abc import Mapping

import numpy as np

from skmedcode.code_systems._groups import is_missing
from skmedcode.code_systems._mapped_codes import MappedCodes

__all__ = ["from_mapping"]


def from_mapping(descriptions, parents=None, synonyms=None, groups=None):
    """A code system from your own tables.

    Codes are those that have a title, spelt as there. The tables are copied.

    Parameters
    ----------
    descriptions : mapping of code to str
        Titles; a pandas Series will do, here and below.
    parents : mapping of code to code or None, default=None
        What stands above each code; codes that it lacks are at the top.
    synonyms : mapping of code to list of str, default=None
        Further names.
    groups : mapping of level to mapping of code to group, default=None
        Groups for ``group(code, level)``, such as ``{"chapter": {"I50": "9"}}``. A code that a
        level lacks is in the group of the nearest code above it that has one.

    Returns
    -------
    CodeSystem

    Raises
    ------
    TypeError
        If a table is no mapping, or holds something else.
    ValueError
        If ``parents`` lead from a code back to itself, or a table has none of the codes.

    Warns
    -----
    UserWarning
        If a table names codes that have no title: how many, and one of them.

    Examples
    --------
    >>> from skmedcode.code_systems import from_mapping
    >>> titles = {"I50": "Heart failure", "I50.9": "Heart failure, unspecified"}
    >>> system = from_mapping(titles, parents={"I50.9": "I50"})
    >>> system.ancestors("I50.9"), system.description("I50")
    (['I50'], 'Heart failure')
    """
    titles = _table(descriptions, "descriptions")
    if not titles:
        raise ValueError("descriptions must have a title for each code; it is empty.")
    _check_titles(titles)
    above = _table(parents, "parents")
    above = {code: None if is_missing(parent) else parent for code, parent in above.items()}
    _check_parents(above)
    named = [name for pair in above.items() for name in pair if name is not None]
    _check_names(named, titles, "parents")
    others = {code: _names(code, texts) for code, texts in _table(synonyms, "synonyms").items()}
    _check_names(others, titles, "synonyms")
    levels = {}
    for level, table in _table(groups, "groups").items():
        own = _table(table, f"groups[{level!r}]")
        levels[level] = {code: group for code, group in own.items() if not is_missing(group)}
        _check_names(levels[level], {*titles, *named}, f"groups[{level!r}]")
    return MappedCodes(titles, above, others, levels)


def _table(given, parameter):
    """A copy as a dict."""
    if given is None:
        return {}
    given = given.to_dict() if hasattr(given, "to_dict") else given
    if not isinstance(given, Mapping):
        raise TypeError(f"{parameter} must be a mapping, got {type(given).__name__}.")
    return dict(given)


def _check_titles(titles):
    wrong = [code for code, title in titles.items() if not isinstance(title, str) or not title]
    if wrong:
        raise TypeError(
            f"descriptions must give a title of type str for each code; got {len(wrong)} that are "
            f"none, such as that of {wrong[0]!r}. Leave out codes without a title."
        )


def _names(code, texts):
    listed = np.iterable(texts) and not isinstance(texts, (str, bytes))
    texts = tuple(texts) if listed else None
    if texts is None or not all(isinstance(text, str) for text in texts):
        raise TypeError(f"synonyms must give a list of str for each code; not so for {code!r}.")
    return texts


def _check_names(names, known, parameter):
    names = dict.fromkeys(names)
    missing = [name for name in names if name not in known]
    if not missing:
        return
    text = f"{parameter} names {len(missing)} of {len(names)} codes that have no title"
    if len(missing) == len(names):
        raise ValueError(f"{text}, that is all; got {missing[0]!r}. Are the codes spelt alike?")
    warnings.warn(f"{text}, such as {missing[0]!r}.", UserWarning, stacklevel=3)


def _check_parents(parents):
    """Climb from each code once; a code met twice on one way closes a cycle."""
    clear = {None}
    for code in parents:
        way = {}
        while code not in clear:
            if code in way:
                cycle = [*list(way)[list(way).index(code) :], code]
                raise ValueError(
                    f"parents must be free of cycles, got {' -> '.join(map(repr, cycle[:9]))}. "
                    "Give the topmost code no parent."
                )
            way[code] = None
            code = parents.get(code)
        clear.update(way)
