"""Which code is in which group, as a matrix."""

from functools import partial

import numpy as np
from scipy.sparse import csr_array

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._groups import ccs_of, named_groups
from skmedcode.code_systems._infer import infer
from skmedcode.code_systems._mapped_codes import MappedCodes
from skmedcode.utils._validation import shown

__all__ = ["group_matrix"]

RULES = ("category", "ccs")  # what code_groups means without a system


def group_matrix(codes, code_groups="category", system=None):
    """Which code is in which group.

    Targets of groups are ``(Y @ matrix) > 0``: a note has a group if it has a code of it.

    Parameters
    ----------
    codes : sequence of length n_codes
        Names of codes, such as ``coder.classes_``.
    code_groups : str, mapping or callable of code name to group, or None, default="category"
        A level of ``system``, such as "chapter"; "category", without a system, is read off the
        names; "ccs" is the CCS or CCSR; else as ``code_groups`` of `MTRAMCoder`.
    system : CodeSystem, default=None
        Of the level; None infers it from the codes.

    Returns
    -------
    matrix : csr_array of int64 of shape (n_codes, n_groups)
        One 1 a row.
    names : ndarray of object of shape (n_groups,)
        Names of the groups, in the order in which codes are first in them.

    Raises
    ------
    TypeError
        If ``codes`` is no sequence, ``system`` no code system, or ``code_groups`` something else,
        or no level though ``system`` is given.
    ValueError
        If the system has no such level, is not to be told from the codes, or knows none of them.

    Warns
    -----
    UserWarning
        If codes have no group: how many, and one of them. Each is a group of its own.

    Examples
    --------
    >>> from skmedcode.code_systems import ICD10CM, group_matrix
    >>> matrix, names = group_matrix(["I50.1", "I10", "E11.9"], "chapter", ICD10CM())
    >>> names.tolist(), matrix.toarray().tolist()
    (['9', '4'], [[1, 0], [1, 0], [0, 1]])
    """
    codes = _listed(codes)
    if system is not None and not isinstance(system, CodeSystem):
        raise TypeError(
            f"system must be a CodeSystem such as ICD10CM(), or None; got {shown(system)}."
        )
    if system is not None and not isinstance(code_groups, str):
        raise TypeError(
            f"code_groups must be a level of {system!r}, got {type(code_groups).__name__}."
        )
    if isinstance(code_groups, str) and (system is not None or code_groups not in RULES):
        code_groups = _of_level(infer(codes) if system is None else system, code_groups)
    numbers, names = named_groups(codes, code_groups)
    rows = np.arange(len(codes))
    ones = np.ones(len(codes), dtype=np.int64)
    return csr_array((ones, (rows, numbers)), shape=(len(codes), len(names))), names


def _listed(codes):
    """The names as an array of one dimension; names may be tuples."""
    if isinstance(codes, (str, bytes)) or not np.iterable(codes):
        raise TypeError(f"codes must be a sequence of names of codes, got {shown(codes)}.")
    names = list(codes)
    listed = np.empty(len(names), dtype=object)
    listed[:] = names
    return listed


def _of_level(system, level):
    if level == "ccs":
        return ccs_of(system)
    if system.levels or isinstance(system, MappedCodes):  # others may take any level
        system._check_level(level)
    return partial(system.group, level=level)
