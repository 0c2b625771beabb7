"""Repeated random splits with the same share of every code."""

import numpy as np
from sklearn.model_selection import BaseShuffleSplit, ShuffleSplit
from sklearn.utils import check_consistent_length

from skmedcode.model_selection._assign import assign_parts
from skmedcode.model_selection._checks import check_method, check_n_splits, random_state_of
from skmedcode.model_selection._groups import refuse_groups
from skmedcode.model_selection._split_targets import as_table


class MultilabelStratifiedShuffleSplit(BaseShuffleSplit):
    """Split notes at random, again and again; every code keeps its share in both parts.

    Parameters
    ----------
    n_splits : int, default=10
        How many splits to draw. Unlike folds, their test parts overlap.
    test_size, train_size : float, int or None, default=None
        Share or number of notes. Both None means a test share of 0.1; one None the rest.
    random_state : int, RandomState or None, default=None
        Seed. None draws a fresh one and leaves numpy's global generator as it was.
    method : {"auto", "iterative", "greedy"}, default="auto"
        As in `MultilabelStratifiedKFold`.

    Raises
    ------
    ValueError
        If ``n_splits`` is below 1 or ``method`` is unknown.
    TypeError
        If ``n_splits`` is not an int.

    See Also
    --------
    MultilabelStratifiedGroupShuffleSplit : Keeps the notes of a patient together.
    MultilabelStratifiedKFold : Folds; its notes on patients and on time hold here too.
    multilabel_train_test_split : One split, of the arrays themselves.

    Notes
    -----
    Sizes are met exactly. Splits differ by the order in which notes are visited and by ties; rare
    codes leave them less to differ in than a plain shuffle has.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import MultilabelStratifiedShuffleSplit
    >>> notes = ["chest pain", "cough", "fall", "fever", "rash", "cough and fever"]
    >>> Y = np.array([[1, 0], [0, 1], [1, 0], [0, 1], [1, 1], [1, 1]])
    >>> splitter = MultilabelStratifiedShuffleSplit(2, test_size=0.5, random_state=0)
    >>> for train, test in splitter.split(notes, Y):
    ...     print(Y[train].sum(axis=0), Y[test].sum(axis=0))
    [2 2] [2 2]
    [2 2] [2 2]
    """

    def __init__(
        self, n_splits=10, *, test_size=None, train_size=None, random_state=None, method="auto"
    ):
        check_n_splits(n_splits, low=1)
        check_method(method)
        super().__init__(
            n_splits, test_size=test_size, train_size=train_size, random_state=random_state
        )
        self.method = method

    def split(self, X, y, groups=None):
        """Generate the indices of the training and the test notes of each split.

        Parameters
        ----------
        X : array-like of length n_notes
            Only its length is looked at, so ``np.zeros(n_notes)`` will do.
        y : array-like, DataFrame or sparse of shape (n_notes, n_codes) or (n_notes,)
            Gold codes, 0 or 1; or 1-D classes.
        groups : None
            Must stay None.

        Yields
        ------
        train, test : ndarrays of int
            Ascending row numbers.

        Raises
        ------
        ValueError
            If ``groups`` is given, lengths differ, ``y`` is not binary, or sizes do not fit.
        """
        refuse_groups(groups, "MultilabelStratifiedGroupShuffleSplit")
        check_consistent_length(X, y)
        table, rng = as_table(y, "y"), random_state_of(self.random_state)
        sizes = part_sizes(table.shape[0], self.test_size, self.train_size, default=0.1)
        for _ in range(self.n_splits):
            parts = assign_parts(table, sizes, rng, shuffle=True, method=self.method)
            yield np.flatnonzero(parts == 0), np.flatnonzero(parts == 1)


def part_sizes(n_notes, test_size, train_size, default):
    """Return how many notes are for training, for testing and, if any, for neither.

    Parameters
    ----------
    n_notes : int
    test_size, train_size : float, int or None
        Share or number of notes.
    default : float
        Share of the test part where both are None.

    Returns
    -------
    sizes : ndarray of int, shape (2,) or (3,)
    """
    if test_size is None and train_size is None:
        test_size = default
    # sklearn's own rules, and its own errors, for sizes.
    splitter = ShuffleSplit(1, test_size=test_size, train_size=train_size, random_state=0)
    n_train, n_test = map(len, next(splitter.split(np.empty(n_notes))))
    sizes = np.array([n_train, n_test, n_notes - n_train - n_test])
    return sizes[sizes > 0]
