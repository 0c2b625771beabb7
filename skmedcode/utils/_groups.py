"""Which notes belong together."""

import numpy as np

MISSING = {"None", "nan", "NaT", "<NA>"}  # as text, numpy's and pandas' forms are alike


def check_groups(groups, n_notes):
    """Return groups, such as the patients of notes, as numbers from 0.

    Parameters
    ----------
    groups : array-like of shape (n_notes,), or None
    n_notes : int

    Returns
    -------
    ndarray of int of shape (n_notes,), or None

    Raises
    ------
    ValueError
        If there is not one value a note, or some are missing.

    Examples
    --------
    >>> from skmedcode.utils._groups import check_groups
    >>> check_groups(["ann", "eve", "ann"], 3).tolist()
    [0, 1, 0]
    """
    if groups is None:
        return None
    groups = np.asarray(groups)
    if groups.shape != (n_notes,):
        raise ValueError(
            f"groups must be {n_notes} patients, one per note; got shape {groups.shape}. "
            "Pass them in the order of the notes."
        )
    values, numbers = np.unique(groups.astype(str), return_inverse=True)
    if not MISSING.isdisjoint(values):
        raise ValueError(
            "groups must name the patient of each note; got none for some. "
            "Give each note of an unknown patient a group of its own."
        )
    return numbers
