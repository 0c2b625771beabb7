"""What codes mean: the interface that every code system offers."""

from abc import ABC, abstractmethod

__all__ = ["CodeSystem"]


class CodeSystem(ABC):
    """Abstract base class of code systems: descriptions, synonyms and the hierarchy of codes.

    A code system is immutable. Where an estimator takes knowledge about codes, it takes a
    mapping from code to knowledge, or a code system.

    A subclass writes ``description``, ``synonyms``, ``parent`` and ``group``; each raises
    KeyError for a code that it does not know.

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
            A name that the code system defines.

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
        """
        above, node = [], self.parent(code)
        while node is not None:
            above.append(node)
            node = self.parent(node)
        return above
