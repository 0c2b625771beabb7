"""What can be said of each code, to be drawn from."""

from dataclasses import dataclass, replace

import numpy as np

from skmedcode.text._titles import synonym_texts, title_texts


@dataclass(frozen=True, eq=False)
class CodePhrases:
    """The names of codes, and the titles of the groups that they are in.

    Parameters
    ----------
    texts : list of distinct str
    names : list of n_codes integer arrays
        Which texts are names of a code; empty where it has none.
    groups : list of n_codes integer arrays
        Which texts are titles of groups that a code is in, the widest first.
    """

    texts: list
    names: list
    groups: list

    @classmethod
    def of_codes(cls, code_names, titles=None, synonyms=None, groups=None):
        """Look up what is known of some codes.

        Parameters
        ----------
        code_names : ndarray of shape (n_codes,)
        titles : mapping of code name to str, or CodeSystem, default=None
        synonyms : mapping of code name to list of str, or CodeSystem, default=None
        groups : mapping of code name to list of str, or CodeSystem, default=None
            Of a code system, the titles of the nodes above a code that have one.
        """
        names = [[] for _ in code_names]
        if titles is not None:
            names = [[title] for title in title_texts(titles, code_names)]
        if synonyms is not None:
            others = synonym_texts(synonyms, code_names)
            names = [[*own, *more] for own, more in zip(names, others, strict=True)]
        above = [[] for _ in code_names]
        if groups is not None:
            groups = _TitlesAbove(groups) if hasattr(groups, "ancestors") else groups
            above = synonym_texts(groups, code_names, "group_titles")
        numbers = {}
        rows = [[_numbered(own, numbers) for own in listed] for listed in (names, above)]
        return cls(list(numbers), *rows)

    @property
    def has_name(self):
        """Whether each code has a name, ndarray of bool of shape (n_codes,)."""
        return np.array([len(own) > 0 for own in self.names], dtype=bool)

    def only(self, known):
        """The same without the texts that are not known, a mask; their numbers stay."""
        names, groups = ([own[known[own]] for own in rows] for rows in (self.names, self.groups))
        return replace(self, names=names, groups=groups)

    def draw(self, codes, rng):
        """What a document says of each code: the titles of its groups, then one of its names.

        Parameters
        ----------
        codes : integer ndarray
            Those without a name are left out.
        rng : RandomState

        Returns
        -------
        list of lists of int
            Numbers of texts, the codes in random order.
        """
        return [
            [*self.groups[code], self.names[code][rng.randint(len(self.names[code]))]]
            for code in rng.permutation(codes)
            if len(self.names[code])
        ]


class _TitlesAbove:
    """What a code system calls the nodes above a code, in the manner of ``synonyms(code)``."""

    def __init__(self, system):
        self.system = system

    def synonyms(self, code):
        """Titles, the widest group first."""
        found = []
        for node in reversed(self.system.ancestors(code)):
            try:
                found.append(self.system.description(node))
            except KeyError:
                continue
        return found


def _numbered(texts, numbers):
    """Numbers of the texts that are not blank; new ones are added, none comes twice."""
    stripped = dict.fromkeys(text.strip() for text in texts)
    rows = [numbers.setdefault(text, len(numbers)) for text in stripped if text]
    return np.array(rows, dtype=np.int64)
