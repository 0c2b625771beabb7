"""A part of the notes that is held out, the same one whenever it is asked for."""

from hashlib import blake2b

import numpy as np

__all__ = ["split"]


def split(table, fraction):
    """Rows to learn from, and rows held out.

    Patients (notes, where none are known: by their place in the table) are ordered by a hash of
    their names, and the first are held out. So ``fit --validation 0.2`` and ``evaluate --split
    0.2`` mean the same notes; with patients also when rows change places.

    Parameters
    ----------
    table : Bunch
        What ``load_table`` gives.
    fraction : float
        Share of the patients (or notes) to hold out.

    Returns
    -------
    kept, held_out : ndarray of int

    Raises
    ------
    ValueError
        If nothing would be left on one side.

    Examples
    --------
    >>> from sklearn.utils import Bunch
    >>> from skmedcode.cli._split import split
    >>> table = Bunch(data=["", "", "", ""], groups=["ann", "bob", "ann", "eve"])
    >>> kept, held_out = split(table, 0.4)
    >>> sorted([*kept.tolist(), *held_out.tolist()])
    [0, 1, 2, 3]
    >>> (0 in held_out) == (2 in held_out)
    True
    """
    n_notes = len(table.data)
    keys = list(map(str, range(n_notes))) if table.groups is None else list(table.groups)
    order = sorted(set(keys), key=lambda key: blake2b(key.encode(), digest_size=16).digest())
    n_held_out = round(fraction * len(order))
    if not 0 < n_held_out < len(order):
        what = "notes" if table.groups is None else "patients"
        raise ValueError(
            f"A share of {fraction} of {len(order)} {what} leaves one side empty. Choose another "
            "share, or pass more notes."
        )
    chosen = set(order[:n_held_out])
    inside = np.array([key in chosen for key in keys])
    return np.flatnonzero(~inside), np.flatnonzero(inside)
