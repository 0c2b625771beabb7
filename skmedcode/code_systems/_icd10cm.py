"""ICD-10-CM, the diagnosis codes of the United States."""

import re

from skmedcode.code_systems._base import CodeSystem
from skmedcode.utils._optional import import_optional

__all__ = ["ICD10CM"]

LEVELS = ("category", "block", "chapter")
# Letter, digit, letter or digit; then up to four more, the last ones often an X that pads.
SHAPE = re.compile(r"([A-Z][0-9][0-9A-Z])\.?([0-9A-Z]{0,4})")


class ICD10CM(CodeSystem):
    """Titles, inclusion terms and hierarchy of ICD-10-CM.

    Codes may be written in any case, with or without the dot. A code that the table does not
    have but that has the shape of one, such as an X-padded stem ("S01.20X"), a code of an earlier
    or later year, or one with more digits than there are, is read as its longest prefix that the
    table has ("S01.20"), down to the category of three characters. Categories, blocks such as
    "I30-I5A" and chapters such as "9" can be asked for too. Answers use capitals and the dot.

    The table is that of the optional package simple-icd-10-cm
    (``pip install skmedcode[codes]``, MIT licence); its text is the work of the US government
    (CDC, NCHS), in the public domain.

    Raises
    ------
    KeyError
        From every method, for a code without a known prefix.
    ImportError
        From every method, where the package is missing.

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
    >>> system.group("s01.20x", "category")
    'S01'
    """

    __slots__ = ()

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
        """The category, block or chapter of a code, or the code itself where it is one.

        Parameters
        ----------
        code : str
        level : {"category", "block", "chapter"}
            With "block", the narrowest one.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            For another level, or one below the code: a block has no category.
        """
        if level not in LEVELS:
            raise ValueError(f"level must be one of {', '.join(map(repr, LEVELS))}. Got {level!r}.")
        is_level = getattr(_table(), f"is_{level}")
        for node in (_resolve(code), *self.ancestors(code)):
            if is_level(node):
                return node
        raise ValueError(f"{code!r} has no {level}: it stands above that level.")

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __repr__(self):
        return "ICD10CM()"


def _table():
    return import_optional("simple_icd_10_cm", extra="codes", purpose="ICD10CM")


def _resolve(code):
    """The table's own name of a code: itself, or its longest known prefix."""
    table, name = _table(), str(code).strip().upper()
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
