"""How codes of ICD-9-CM are written, and what that tells of them."""

import re

from skmedcode.code_systems._dots import icd9_diagnosis, icd9_procedure
from skmedcode.code_systems._icd9_ranges import block_of

__all__ = ["KINDS", "category_of", "kind_of", "normal_form"]

KINDS = (None, "diagnosis", "procedure")
DIAGNOSIS = re.compile(r"(?:[0-9]{3}|V[0-9]{2})(?:\.?[0-9]{1,2})?|E[0-9]{3}(?:\.?[0-9])?")
PROCEDURE = re.compile(r"[0-9]{2}(?:\.?[0-9]{1,2})?")
RULES = {"diagnosis": (DIAGNOSIS, icd9_diagnosis), "procedure": (PROCEDURE, icd9_procedure)}


def normal_form(code, kind):
    """The code in capitals, with its dot.

    Parameters
    ----------
    code : str
    kind : {None, "diagnosis", "procedure"}

    Returns
    -------
    str

    Raises
    ------
    KeyError
        For what is no code.
    ValueError
        For four digits without a dot, if ``kind`` is None.
    """
    name = code.strip().upper() if isinstance(code, str) else ""
    if kind is None and kind_of(name) is None:
        raise ValueError(
            f"Four digits are a diagnosis or a procedure of ICD-9-CM, got {name!r}. Write the "
            f"dot ({icd9_diagnosis(name)} or {icd9_procedure(name)}), or take "
            'ICD9CM(kind="diagnosis") or ICD9CM(kind="procedure").'
        )
    own = kind or kind_of(name)
    shape, dotted = RULES[own]
    if shape.fullmatch(name):
        name = dotted(name.replace(".", ""))
        if own == "procedure" or block_of(category_of(name)):
            return name
    kind = kind or "diagnosis or procedure"
    raise KeyError(f"{code!r} is not an ICD-9-CM {kind}. Check its spelling, and its dot.")


def kind_of(name):
    """What a code is; None for four digits without a dot.

    Examples
    --------
    >>> from skmedcode.code_systems._icd9_names import kind_of
    >>> [kind_of(name) for name in ("401.9", "40.19", "V58", "25000", "40", "401", "4019")]
    ['diagnosis', 'procedure', 'diagnosis', 'diagnosis', 'procedure', 'diagnosis', None]
    """
    head = name.partition(".")[0]
    if len(name) == 4 and name.isdecimal():
        return None
    return "procedure" if len(head) == 2 and head.isdecimal() else "diagnosis"


def category_of(name):
    """The category of a code, or the first one of a range."""
    return name.partition(".")[0].partition("-")[0]
