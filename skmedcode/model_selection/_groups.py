"""Patients: notes that must stay together."""

from skmedcode.utils import _groups as utils_groups


def check_groups(groups, n_notes):
    """Return the number of the group of each note, and how many groups there are.

    Parameters
    ----------
    groups : array-like of shape (n_notes,)
        The patient of each note: numbers or names.
    n_notes : int

    Returns
    -------
    units : ndarray of int, shape (n_notes,)
        From 0 on.
    n_groups : int

    Raises
    ------
    ValueError
        If groups are missing, or not one a note.

    Examples
    --------
    >>> from skmedcode.model_selection._groups import check_groups
    >>> units, n_groups = check_groups(["ann", "bob", "ann"], 3)
    >>> units.tolist(), n_groups
    ([0, 1, 0], 2)
    """
    if groups is None:
        raise ValueError(
            "groups must be the patient of each note; got None. Pass groups=patients, or take a "
            "splitter without Group in its name if each patient has one note."
        )
    units = utils_groups.check_groups(groups, n_notes)
    return units, int(units.max(initial=-1)) + 1


def check_n_groups(n_groups, low, what="n_splits"):
    """Check that no fold or part must stay without a patient."""
    if n_groups < low:
        raise ValueError(
            f"groups must hold at least as many patients as {what}, {low}; got {n_groups}. "
            "Use fewer folds, or notes of more patients."
        )


def refuse_groups(groups, instead):
    """Raise if there are groups; ``instead`` is the splitter that heeds them."""
    if groups is not None:
        raise ValueError(
            "groups must be None; got some. They would be ignored here, and notes of one "
            f"patient would fall into training and test. Use {instead}."
        )
