"""Groups of the CCS, also of codes that a table does not bill."""

__all__ = ["group_below"]

FIRST_ENCOUNTERS = "ABC"  # last of seven characters of ICD-10-CM: initial encounter


def group_below(table, stem):
    """The group of a code, or that on which all codes below it agree.

    A code of ICD-10-CM that lacks its last character is read as the first encounter, since the
    CCSR keeps injuries apart from their after-care.

    Parameters
    ----------
    table : CodeTable
    stem : str
        Capitals, no dot.

    Returns
    -------
    str or None
        None where there is none, or several.

    Examples
    --------
    >>> from skmedcode.code_systems._ccs import group_below
    >>> from skmedcode.code_systems._tables import CodeTable
    >>> table = CodeTable({"S0120XA": "wound", "S0120XD": "after-care", "I10": "hypertension"})
    >>> [group_below(table, stem) for stem in ("I10", "S01", "T")]
    ['hypertension', 'wound', None]
    """
    if stem in table:
        return table[stem]
    codes = table.below(stem)
    first = [code for code in codes if len(code) == 7 and code[-1] in FIRST_ENCOUNTERS]
    groups = {table[code] for code in first or codes}
    return groups.pop() if len(groups) == 1 else None
