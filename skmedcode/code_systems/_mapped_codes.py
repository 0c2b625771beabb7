"""Codes as tables describe them."""

from dataclasses import dataclass
from functools import cached_property

from skmedcode.code_systems._base import CodeSystem

__all__ = ["MappedCodes"]


@dataclass(frozen=True, repr=False)
class MappedCodes(CodeSystem):
    """What :func:`from_mapping` returns; the tables are checked and copied there."""

    _titles: dict
    _parents: dict
    _synonyms: dict
    _groups: dict

    @cached_property
    def _known(self):
        return frozenset([*self._titles, *self._parents, *self._parents.values()]) - {None}

    @property
    def levels(self):
        """Levels of the groups."""
        return tuple(self._groups)

    def is_valid(self, code):
        """Whether a code is in the tables of titles or parents."""
        return code in self._known

    def description(self, code):
        """Title of a code; KeyError for one that only the other tables name."""
        if code not in self._titles:
            raise KeyError(f"{code!r} has no title in the table.")
        return self._titles[code]

    def synonyms(self, code):
        """Further names of a code. See ``CodeSystem.synonyms``."""
        return list(self._synonyms.get(self.normalize(code), ()))

    def parent(self, code):
        """The code above, None at the top. See ``CodeSystem.parent``."""
        return self._parents.get(self.normalize(code))

    def group(self, code, level):
        """Group of a code, or of the nearest code above it that has one."""
        self._check_level(level)
        table = self._groups[level]
        for name in (self.normalize(code), *self.ancestors(code)):
            if name in table:
                return table[name]
        raise KeyError(f"{code!r} has no {level} in the table, nor has a code above it.")

    def __deepcopy__(self, memo):
        return self  # nothing in it can change, and the tables may be large

    def __hash__(self):
        return hash(self._known)

    def __repr__(self):
        return f"from_mapping(<{len(self._titles)} codes>)"
