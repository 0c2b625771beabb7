"""Repeated random splits of whole patients, with the same share of every code."""

import numpy as np
from sklearn.model_selection import BaseShuffleSplit
from sklearn.utils import check_consistent_length

from skmedcode.model_selection._assign import assign_groups
from skmedcode.model_selection._checks import check_n_splits, random_state_of
from skmedcode.model_selection._groups import check_groups, check_n_groups
from skmedcode.model_selection._shuffle_split import part_sizes
from skmedcode.model_selection._split_targets import as_table


class MultilabelStratifiedGroupShuffleSplit(BaseShuffleSplit):
    """Split patients at random, again and again; every code about keeps its share.

    Parameters
    ----------
    n_splits : int, default=5
        How many splits to draw. Unlike folds, their test parts overlap.
    test_size, train_size : float, int or None, default=None
        Share or number of notes, not of patients as in sklearn's ``GroupShuffleSplit``; met as
        nearly as whole patients allow. Both None means a test share of 0.2; one None the rest.
    random_state : int, RandomState or None, default=None
        Seed. None draws a fresh one and leaves numpy's global generator as it was.

    Raises
    ------
    ValueError
        If ``n_splits`` is below 1.
    TypeError
        If ``n_splits`` is not an int.

    See Also
    --------
    MultilabelStratifiedGroupKFold : Folds; its notes on patients and on ``groups`` hold here too.
    multilabel_train_test_split : One split, of the arrays themselves, with ``groups`` too.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import MultilabelStratifiedGroupShuffleSplit
    >>> notes = ["chest pain", "cough", "fall", "fever", "rash", "cough and fever"]
    >>> Y = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    >>> patients = np.array(["ann", "ann", "bob", "cleo", "dan", "dan"])
    >>> splitter = MultilabelStratifiedGroupShuffleSplit(3, test_size=0.5, random_state=0)
    >>> for train, test in splitter.split(notes, Y, groups=patients):
    ...     print(len(train), len(test), set(patients[train]) & set(patients[test]))
    3 3 set()
    3 3 set()
    3 3 set()
    """

    __metadata_request__split = {"groups": True}

    def __init__(self, n_splits=5, *, test_size=None, train_size=None, random_state=None):
        check_n_splits(n_splits, low=1)
        super().__init__(
            n_splits, test_size=test_size, train_size=train_size, random_state=random_state
        )

    def split(self, X, y, groups=None):
        """Generate the indices of the training and the test notes of each split.

        Parameters
        ----------
        X : array-like of length n_notes
            Only its length is looked at, so ``np.zeros(n_notes)`` will do.
        y : array-like, DataFrame or sparse of shape (n_notes, n_codes) or (n_notes,)
            Gold codes, 0 or 1; or 1-D classes.
        groups : array-like of shape (n_notes,)
            The patient of each note, a number or a name.

        Yields
        ------
        train, test : ndarrays of int
            Ascending row numbers.

        Raises
        ------
        ValueError
            If ``groups`` is missing or not one a note, lengths differ, ``y`` is not binary, sizes
            do not fit, or there are fewer patients than parts.
        """
        check_consistent_length(X, y)
        table, rng = as_table(y, "y"), random_state_of(self.random_state)
        sizes = part_sizes(table.shape[0], self.test_size, self.train_size, default=0.2)
        units, n_groups = check_groups(groups, table.shape[0])
        check_n_groups(n_groups, len(sizes), "parts")
        for _ in range(self.n_splits):
            parts = assign_groups(table, units, sizes, rng, shuffle=True)
            yield np.flatnonzero(parts == 0), np.flatnonzero(parts == 1)
