"""Which codes belong together."""

import warnings
from collections.abc import Mapping

import numpy as np


def category(code):
    """The category of a code: what stands before its dot, or its first three characters.

    Examples
    --------
    >>> [category(code) for code in ("E11.9", "I10", "E849.0", "38.93", "4019")]
    ['E11', 'I10', 'E849', '38', '401']
    """
    head, dot, _ = code.partition(".")
    return head if dot else head[:3]


def group_numbers(code_names, code_groups="category"):
    """Number of each code's group.

    Parameters
    ----------
    code_names : ndarray of shape (n_codes,)
    code_groups : "category", mapping or callable of code name to group, or None
        "category" puts names together of which :func:`category` is the same; a name that is no text
        is a group of its own. So is a code that a mapping lacks, or for which a callable gives
        None, and a warning counts these; with None, every code.

    Returns
    -------
    ndarray of int of shape (n_codes,)

    Raises
    ------
    TypeError
        If ``code_groups`` is something else, or gives what cannot be a group.
    ValueError
        If a mapping has none of the codes, or a function fails for one.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.code_systems._groups import group_numbers
    >>> names = np.array(["I10", "I50.1", "I50.9", "E11.9"])
    >>> group_numbers(names).tolist()
    [0, 1, 1, 2]
    >>> group_numbers(names, lambda name: name[0]).tolist()
    [0, 0, 0, 1]
    """
    return named_groups(code_names, code_groups)[0]


def named_groups(code_names, code_groups="category"):
    """Number of each code's group, and the groups' names.

    Parameters
    ----------
    code_names, code_groups
        As of :func:`group_numbers`.

    Returns
    -------
    numbers : ndarray of int of shape (n_codes,)
    names : ndarray of object of shape (n_groups,)
        A code that is a group of its own gives it its name.
    """
    codes = code_names.tolist()
    found = _groups(codes, code_groups)
    try:
        keys = [
            ("own", code) if own is None else ("group", own)
            for code, own in zip(codes, found, strict=True)
        ]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    except TypeError:
        raise TypeError(
            "code_groups must give a group's name, such as a str, for each code; got something "
            "that cannot be compared, such as a list."
        ) from None
    names = np.empty(len(numbers), dtype=object)
    names[:] = [name for _, name in numbers]
    return np.array([numbers[key] for key in keys], dtype=np.int64), names


def _groups(names, code_groups):
    """Group of each code, None for one of its own."""
    if code_groups is None:
        return [None] * len(names)
    if isinstance(code_groups, str) and code_groups == "category":
        return [category(name) if isinstance(name, str) else None for name in names]
    if isinstance(code_groups, Mapping):
        found = [code_groups.get(name) for name in names]
        if all(own is None for own in found):
            raise ValueError(
                f"code_groups must name the codes as Y does, such as {names[0]!r}; it has none of "
                "them. Compare its keys with code_names, or Y's columns."
            )
        return _counted(names, found)
    if callable(code_groups):
        return _counted(names, [_called(code_groups, name) for name in names])
    raise TypeError(
        'code_groups must be "category", a mapping of code names to groups, a function of a code '
        f"name, or None; got {code_groups!r}."
    )


def _counted(names, found):
    """The groups, after a warning if some codes have none."""
    alone = [name for name, own in zip(names, found, strict=True) if own is None]
    if alone:
        warnings.warn(
            f"code_groups has no group for {len(alone)} of {len(names)} codes, such as "
            f"{alone[0]!r}; each of these is a group of its own.",
            UserWarning,
            stacklevel=2,
        )
    return found


def _called(function, name):
    try:
        return function(name)
    except Exception as error:
        raise ValueError(
            f"code_groups must give the group of each code; it failed for {name!r} "
            f"({type(error).__name__}: {error}). Are the codes named (code_names)?"
        ) from error
