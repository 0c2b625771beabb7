"""Which codes of the built-in table a data set has."""

from collections import Counter
from numbers import Integral

from sklearn.utils import check_scalar

from skmedcode.datasets._lexicon import ENTRIES

__all__ = ["head"]


def head(n_codes, in_families=False):
    """The commonest codes of the table, the commonest first.

    Parameters
    ----------
    n_codes : int
    in_families : bool, default=False
        Only codes that have siblings among them: whole families, by their commonest code, but for
        the last one where it is too large.

    Returns
    -------
    tuple of Entry
    """
    table = _families_first() if in_families else ENTRIES
    check_scalar(n_codes, "n_codes", Integral, min_val=1)
    if n_codes > len(table):
        which = "codes with siblings in the built-in table" if in_families else "the built-in table"
        raise ValueError(
            f"n_codes must be at most {len(table)}, the size of {which}. Got {n_codes}."
        )
    chosen = table[:n_codes]
    return tuple(entry for entry in ENTRIES if entry in chosen)


def _families_first():
    sizes = Counter(entry.family for entry in ENTRIES)
    families = [family for family, size in sizes.items() if size > 1]
    return [entry for family in families for entry in ENTRIES if entry.family == family]
