"""A network as a textbook writes it, and the coder that has the same."""

from collections.abc import Callable
from typing import NamedTuple


class Twin(NamedTuple):
    """``coder`` with ``options`` has the weights of ``network``, called ``names`` there.

    ``work`` is how many million additions and multiplications a token needs, forward, by the number
    of codes.
    """

    coder: str
    options: dict
    network: Callable
    names: Callable
    work: Callable
