"""How a code stands in its note: its rank, and its lead over codes of the same group."""

from collections.abc import Mapping

import numpy as np

CATEGORY_LENGTH = 3


def group_numbers(code_names, code_groups="category"):
    """Number of each code's group.

    Parameters
    ----------
    code_names : ndarray of shape (n_codes,)
    code_groups : "category", mapping or callable of code name to group, or None
        "category" puts names together that share their first three characters; a name that is no
        text is a group of its own. So is a code that a mapping lacks, or for which a callable
        gives None; with None, every code.

    Returns
    -------
    ndarray of int of shape (n_codes,)

    Raises
    ------
    TypeError
        If ``code_groups`` is something else, or gives what cannot be a group.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.ranking._siblings import group_numbers
    >>> names = np.array(["I10", "I50.1", "I50.9", "E11.9"])
    >>> group_numbers(names).tolist()
    [0, 1, 1, 2]
    >>> group_numbers(names, {"I10": "heart", "I50.1": "heart"}).tolist()
    [0, 0, 1, 2]
    """
    names = code_names.tolist()
    if code_groups is None:
        return np.arange(len(names))
    group = _look_up(code_groups)
    found = [group(name) for name in names]
    try:
        keys = [
            ("own", name) if own is None else ("group", own)
            for name, own in zip(names, found, strict=True)
        ]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    except TypeError:
        raise TypeError(
            "code_groups must give a group's name, such as a str, for each code; got something "
            "that cannot be compared, such as a list."
        ) from None
    return np.array([numbers[key] for key in keys], dtype=np.int64)


def _look_up(code_groups):
    if isinstance(code_groups, str) and code_groups == "category":
        return _category
    if isinstance(code_groups, Mapping):
        return code_groups.get
    if callable(code_groups):
        return code_groups
    raise TypeError(
        'code_groups must be "category", a mapping of code names to groups, a function of a code '
        f"name, or None; got {code_groups!r}."
    )


def _category(name):
    return name[:CATEGORY_LENGTH] if isinstance(name, str) else None


def ranks(scores, rows, codes):
    """One more than the number of better codes in the note.

    Parameters
    ----------
    scores : ndarray of shape (n_notes, n_codes)
    rows, codes : ndarray of int of shape (n_asked,)
        Which cells; rows never fall.

    Returns
    -------
    ndarray of float32 of shape (n_asked,)
    """
    ordered, asked = np.sort(-scores, axis=1), -scores[rows, codes]
    ends = np.searchsorted(rows, np.arange(len(scores) + 1))
    result = np.empty(len(rows), dtype=np.float32)
    for row, own in enumerate(ordered):  # equal scores, equal rank
        part = slice(ends[row], ends[row + 1])
        result[part] = np.searchsorted(own, asked[part]) + 1
    return result


def leads(scores, group, floor):
    """Score less that of the best other code of the group.

    Parameters
    ----------
    scores : ndarray of shape (n_notes, n_codes)
    group : ndarray of int of shape (n_codes,)
    floor : float
        Stands for the best other code where there is none.

    Returns
    -------
    ndarray of float32 of shape (n_notes, n_codes)
    """
    order = np.argsort(group, kind="stable")
    sizes = np.unique(group[order], return_counts=True)[1]
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    ordered = scores[:, order]
    best = np.maximum.reduceat(ordered, starts, axis=1)[:, owner]
    leader = ordered == best
    rest = np.maximum.reduceat(np.where(leader, floor, ordered), starts, axis=1)
    tied = np.add.reduceat(leader, starts, axis=1, dtype=np.int32) > 1
    other = np.where(leader & ~tied[:, owner], np.maximum(rest[:, owner], floor), best)
    result = np.empty(scores.shape, dtype=np.float32)
    result[:, order] = ordered - other
    return result
