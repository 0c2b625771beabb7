"""One split of notes and codes into a training and a test part."""

import numpy as np
from sklearn.utils import _safe_indexing, indexable

from skmedcode.model_selection._assign import assign_groups, assign_parts
from skmedcode.model_selection._checks import check_method, random_state_of
from skmedcode.model_selection._groups import check_groups, check_n_groups
from skmedcode.model_selection._shuffle_split import part_sizes
from skmedcode.model_selection._split_targets import as_table


def multilabel_train_test_split(
    *arrays,
    test_size=None,
    train_size=None,
    random_state=None,
    stratify=None,
    groups=None,
    method="auto",
):
    """Split arrays at random into two parts in which every code is equally frequent.

    Like sklearn's ``train_test_split``, whose ``stratify`` fails on several codes as soon as
    one combination of codes occurs once.

    Parameters
    ----------
    *arrays : sequences of length n_notes
        Lists, arrays, Series, DataFrames or sparse matrices; lists stay lists.
    test_size, train_size : float, int or None, default=None
        Share or number of notes. Both None means a test share of 0.25; one None the rest.
    random_state : int, RandomState or None, default=None
        Seed. None draws a fresh one and leaves numpy's global generator as it was.
    stratify : array-like, DataFrame or sparse of shape (n_notes, n_codes) or (n_notes,), \
default=None
        The gold codes to balance, 0 or 1, or 1-D classes. None takes the last of ``arrays``.
    groups : array-like of shape (n_notes,), default=None
        The patient of each note, a number or a name; all notes of a patient go to one part. They
        are not among the parts that are returned: pass them as one of ``arrays`` too.
    method : {"auto", "iterative", "greedy"}, default="auto"
        As in `MultilabelStratifiedKFold`. With ``groups`` it must be "auto" or "greedy", which
        are the same there.

    Returns
    -------
    parts : list
        Training and test part of each array in turn, 2 * len(arrays) items. To get row
        numbers, pass ``np.arange(n_notes)`` as one of the arrays.

    Raises
    ------
    ValueError
        If no array is given, lengths differ, the sizes do not fit, the codes are not binary,
        there are fewer patients than parts, or ``method`` does not fit.

    See Also
    --------
    MultilabelStratifiedKFold : Folds for cross-validation; its notes on time hold here too.
    MultilabelStratifiedShuffleSplit : Several such splits, as row numbers.

    Notes
    -----
    Sizes are met exactly, with ``groups`` as nearly as whole patients allow. Within a part the
    notes keep their order. Without ``groups``, notes of one patient may fall into both parts.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import multilabel_train_test_split
    >>> notes = ["chest pain", "cough", "fall", "fever", "rash", "cough and fever"]
    >>> Y = np.array([[1, 0], [0, 1], [1, 0], [0, 1], [1, 1], [1, 1]])
    >>> train_notes, test_notes, Y_train, Y_test = multilabel_train_test_split(
    ...     notes, Y, test_size=0.5, random_state=0
    ... )
    >>> len(train_notes), len(test_notes), Y_train.sum(axis=0), Y_test.sum(axis=0)
    (3, 3, array([2, 2]), array([2, 2]))
    """
    if not arrays:
        raise ValueError(
            "arrays must be at least one array; got none. Pass the notes and their codes: "
            "multilabel_train_test_split(notes, Y)."
        )
    check_method(method)
    if groups is not None and method == "iterative":
        raise ValueError(
            "method must be 'auto' or 'greedy' with groups; got 'iterative', which would ignore "
            "them. Leave method out."
        )
    target = arrays[-1] if stratify is None else stratify
    *arrays, _ = indexable(*arrays, target)
    table, rng = as_table(target, "stratify"), random_state_of(random_state)
    sizes = part_sizes(table.shape[0], test_size, train_size, default=0.25)
    if groups is None:
        parts = assign_parts(table, sizes, rng, shuffle=True, method=method)
    else:
        units, n_groups = check_groups(groups, table.shape[0])
        check_n_groups(n_groups, len(sizes), "parts")
        parts = assign_groups(table, units, sizes, rng, shuffle=True)
    rows = [np.flatnonzero(parts == part) for part in (0, 1)]
    return [_safe_indexing(array, each) for array in arrays for each in rows]
