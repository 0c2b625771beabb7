"""One split of notes and codes into a training and a test part."""

import numpy as np
from sklearn.model_selection import ShuffleSplit
from sklearn.utils import _safe_indexing, indexable

from skmedcode.model_selection._iterative import as_table, assign_parts
from skmedcode.model_selection._kfold import random_state_of


def multilabel_train_test_split(
    *arrays, test_size=None, train_size=None, random_state=None, stratify=None
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

    Returns
    -------
    parts : list
        Training and test part of each array in turn, 2 * len(arrays) items. To get row
        numbers, pass ``np.arange(n_notes)`` as one of the arrays.

    Raises
    ------
    ValueError
        If no array is given, lengths differ, the sizes do not fit, or the codes are not
        binary.

    See Also
    --------
    MultilabelStratifiedKFold : Folds for cross-validation; its notes on patients and on time
        hold here too.

    Notes
    -----
    Sizes are met exactly; within a part the notes keep their order. Notes of one patient may
    fall into both parts: where a patient has several notes, use sklearn's
    ``GroupShuffleSplit``.

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
    target = arrays[-1] if stratify is None else stratify
    *arrays, _ = indexable(*arrays, target)
    table = as_table(target, "stratify")
    if test_size is None and train_size is None:
        test_size = 0.25
    # sklearn's own rules, and its own errors, for sizes.
    sizes = ShuffleSplit(1, test_size=test_size, train_size=train_size, random_state=0)
    n_train, n_test = map(len, next(sizes.split(table)))
    sizes = np.array([n_train, n_test, len(table) - n_train - n_test])
    parts = assign_parts(table, sizes[sizes > 0], random_state_of(random_state), shuffle=True)
    rows = [np.flatnonzero(parts == part) for part in (0, 1)]
    return [_safe_indexing(array, each) for array in arrays for each in rows]
