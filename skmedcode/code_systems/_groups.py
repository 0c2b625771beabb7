"""Which codes belong together."""

import warnings
from collections.abc import Mapping
from functools import partial

import numpy as np

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._infer import infer
from skmedcode.utils._validation import shown

NO_CCS = "read_ccs makes a mapping of HCUP's files of the CCS, that of procedures too."
LEVEL = ' A level of a code system is partial(system.group, level="chapter"), functools\' partial.'


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
    code_groups : "category", "ccs", mapping or callable of code name to group, or None
        "category" puts names together of which :func:`category` is the same; a name that is no text
        is a group of its own. "ccs" takes the CCS of diagnoses of ICD-9-CM or the default CCSR of
        ICD-10-CM, whichever :func:`infer` tells; ``partial(system.group, level="chapter")`` any
        level of a code system. A code that has none, or NaN, that a mapping lacks, or for which
        a callable raises KeyError, is a group of its own, and a warning counts these; with None,
        every code is.

    Returns
    -------
    ndarray of int of shape (n_codes,)

    Raises
    ------
    TypeError
        If ``code_groups`` is something else, or gives what cannot be a group.
    ValueError
        If a mapping, a function or the CCS has none of the codes, or a function fails for one.
    ImportError
        With "ccs", if the packages of the extra ``codes`` are missing.

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


def is_missing(value):
    """Whether a table has nothing for a code: None, or NaN or NA as in a pandas Series."""
    is_nan = isinstance(value, float) and value != value
    return value is None or is_nan or type(value).__name__ == "NAType"


def _groups(names, code_groups):
    """Group of each code, None for one of its own."""
    if hasattr(code_groups, "to_dict"):  # a pandas Series
        code_groups = code_groups.to_dict()
    if code_groups is None:
        return [None] * len(names)
    if isinstance(code_groups, str) and code_groups == "category":
        return [category(name) if isinstance(name, str) else None for name in names]
    if isinstance(code_groups, str) and code_groups == "ccs":
        if names and not any(isinstance(name, str) for name in names):
            raise ValueError(
                f'code_groups="ccs" needs the names of the codes, got {names[0]!r}. Pass '
                "code_names, or Y as a DataFrame."
            )
        of_code = ccs_of(infer(names))
        return _counted(names, [_called(of_code, name) for name in names], NO_CCS)
    if isinstance(code_groups, Mapping):
        return _counted(names, [code_groups.get(name) for name in names])
    if callable(code_groups):
        return _counted(names, [_called(code_groups, name) for name in names])
    hint = LEVEL if isinstance(code_groups, CodeSystem) else ""
    raise TypeError(
        'code_groups must be "category", "ccs", a mapping of code names to groups, a function of '
        f"a code name, or None; got {shown(code_groups)}.{hint}"
    )


def ccs_of(system):
    """Function of a code to its group of the CCS, or of the CCSR."""
    for level in ("ccs", "ccsr"):
        if level in system.levels:
            return partial(system.group, level=level)
    raise ValueError(
        f'code_groups cannot be "ccs" with codes of {type(system).__name__}, of which no package '
        f"has the CCS. {NO_CCS}"
    )


def _counted(names, found, advice=""):
    """The groups, after a warning if some codes have none, or an error if all have."""
    found = [None if is_missing(own) else own for own in found]
    alone = [name for name, own in zip(names, found, strict=True) if own is None]
    if alone and len(alone) == len(names):
        raise ValueError(
            f"code_groups must name the codes as Y does, such as {names[0]!r}; it has none of "
            f"them. Compare its keys with code_names, or Y's columns. {advice}".strip()
        )
    if alone:
        text = (
            f"code_groups has no group for {len(alone)} of {len(names)} codes, such as "
            f"{alone[0]!r}; each of these is a group of its own. {advice}"
        )
        warnings.warn(text.strip(), UserWarning, stacklevel=2)
    return found


def _called(function, name):
    """The group of a code; None where the function knows none."""
    try:
        return function(name)
    except KeyError:
        return None
    except ImportError:
        raise  # it names the extra
    except Exception as error:
        raise ValueError(
            f"code_groups must give the group of each code; it failed for {name!r} "
            f"({type(error).__name__}: {error}). Are the codes named (code_names)?"
        ) from error
