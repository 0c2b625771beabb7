"""Dots of ICD codes, which many tables leave out."""

__all__ = ["icd9_diagnosis", "icd9_procedure", "icd10_diagnosis"]


def icd9_diagnosis(code):
    """Put the dot after three characters, after four if the code starts with E.

    Examples
    --------
    >>> from skmedcode.code_systems._dots import icd9_diagnosis
    >>> [icd9_diagnosis(code) for code in ("4019", "V5861", "E8791", "486", "0389")]
    ['401.9', 'V58.61', 'E879.1', '486', '038.9']
    """
    return _dotted(code, 4 if code.startswith("E") else 3)


def icd9_procedure(code):
    """Put the dot after two characters, so that no procedure reads as a diagnosis.

    Examples
    --------
    >>> from skmedcode.code_systems._dots import icd9_procedure
    >>> [icd9_procedure(code) for code in ("3893", "0066", "40")]
    ['38.93', '00.66', '40']
    """
    return _dotted(code, 2)


def icd10_diagnosis(code):
    """Put the dot after three characters; codes of ICD-10-PCS have none.

    Examples
    --------
    >>> from skmedcode.code_systems._dots import icd10_diagnosis
    >>> [icd10_diagnosis(code) for code in ("I10", "E119", "S0120XA")]
    ['I10', 'E11.9', 'S01.20XA']
    """
    return _dotted(code, 3)


def _dotted(code, place):
    return f"{code[:place]}.{code[place:]}" if len(code) > place else code
