"""What codes mean: the interface that every code system offers."""

from abc import ABC, abstractmethod

__all__ = ["CodeSystem"]


class CodeSystem(ABC):
    """Abstract base class of code systems: descriptions, synonyms and the hierarchy of codes.

    A code system is immutable. Where an estimator takes knowledge about codes, it takes a
    mapping from code to knowledge, or a code system.

    A subclass writes ``description``, ``synonyms``, ``parent`` and ``group``; each raises
    KeyError for a code that it does not know. ``levels`` names what ``group`` takes. Where codes
    are written in several ways, it also writes ``normalize`` and ``is_valid``.

    Attributes
    ----------
    levels : tuple of str
        Names of the levels of :meth:`group`.

    Examples
    --------
    >>> from skmedcode.code_systems import CodeSystem
    >>> class Letters(CodeSystem):
    ...     def description(self, code):
    ...         return f"Code {code}"
    ...
    ...     def synonyms(self, code):
    ...         return []
    ...
    ...     def parent(self, code):
    ...         return code[:-1] or None
    ...
    ...     def group(self, code, level):
    ...         return code[:level]
    >>> Letters().ancestors("abc")
    ['ab', 'a']
    """

    __slots__ = ()

    levels = ()

    @abstractmethod
    def description(self, code):
        """Title of a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        str
        """

    @abstractmethod
    def synonyms(self, code):
        """Other names of a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        list of str
            Empty where none is known.
        """

    @abstractmethod
    def parent(self, code):
        """The node above a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        str or None
            None at the top of the hierarchy.
        """

    @abstractmethod
    def group(self, code, level):
        """The group of a code at a level of the hierarchy.

        Parameters
        ----------
        code : str
        level : str
            One of ``levels``.

        Returns
        -------
        str
        """

    def ancestors(self, code):
        """All nodes above a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        list of str
            The nearest first.

        Raises
        ------
        ValueError
            If parents lead in a circle.
        """
        above, node = [], self.parent(code)
        while node is not None:
            if node in above or node == code:
                raise ValueError(
                    f"parent(code) must lead to the top of the hierarchy; from {code!r} it leads "
                    f"to {node!r} again and again. Mend {type(self).__name__}.parent."
                )
            above.append(node)
            node = self.parent(node)
        return above

    def chapter(self, code):
        """The chapter of a code: ``group(code, "chapter")``."""
        return self.group(code, "chapter")

    def is_valid(self, code):
        """Whether the table has a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        bool
        """
        try:
            self.description(code)
        except KeyError:
            return False
        return True

    def normalize(self, code):
        """The one way in which the system writes a code.

        Parameters
        ----------
        code : str

        Returns
        -------
        str

        Raises
        ------
        KeyError
            For what is not written like a code of this system. Whether there is such a code is
            told by :meth:`is_valid`.
        """
        if self.is_valid(code):
            return code
        raise KeyError(f"{code!r} is not a code of {type(self).__name__}.")

    def _check_level(self, level):
        if level not in self.levels:
            known = ", ".join(map(repr, self.levels)) or "none"
            raise ValueError(f"level must be one of {known}. Got {level!r}.")
