"""Cross-validation folds with the same share of every code."""

import numpy as np
from sklearn.model_selection import StratifiedKFold
from sklearn.utils import check_consistent_length
from sklearn.utils.validation import _num_samples

from skmedcode.model_selection._assign import assign_parts
from skmedcode.model_selection._base_kfold import BaseMultilabelKFold
from skmedcode.model_selection._checks import check_method
from skmedcode.model_selection._groups import refuse_groups
from skmedcode.model_selection._split_targets import as_classes, as_table


class MultilabelStratifiedKFold(BaseMultilabelKFold):
    """Split notes into folds in which every code is as frequent as in the whole.

    Parameters
    ----------
    n_splits : int, default=5
        Number of folds, at least 2.
    shuffle : bool or None, default=None
        Whether to visit the notes in random order and break ties at random. None does if
        ``random_state`` is given.
    random_state : int, RandomState or None, default=None
        Seed of the shuffling. None with ``shuffle=True`` draws a fresh seed and leaves numpy's
        global generator as it was.
    method : {"auto", "iterative", "greedy"}, default="auto"
        "iterative" is the package iterative-stratification, "greedy" our own, which never makes
        the target dense. "auto" takes the package while n_notes * n_codes**2 is at most 1e9,
        a second or two: 50,000 notes of 140 codes, 1,000 notes of 1,000.

    Raises
    ------
    ValueError
        If ``n_splits`` is below 2, ``random_state`` is set with ``shuffle=False``, or ``method``
        is unknown.
    TypeError
        If ``n_splits`` is not an int or ``shuffle`` neither a bool nor None.

    See Also
    --------
    MultilabelStratifiedGroupKFold : Keeps the notes of a patient together.
    MultilabelStratifiedShuffleSplit : Repeated random splits instead of folds.
    multilabel_train_test_split : One split instead of folds.

    Notes
    -----
    Patients are not looked at: where a patient has several notes, the test notes would be of
    patients seen in training. ``groups`` is therefore an error; take
    `MultilabelStratifiedGroupKFold`.

    Both methods share out the rarest code first. Fold sizes are then made equal to within one
    note, and with "greedy" notes without a code are spread like a code. A code with fewer
    positives than folds is missing from some test folds. 1-D and one-column targets go to
    sklearn's ``StratifiedKFold``.

    Time grows with n_notes * n_codes**2 for "iterative", which would take about half an hour for
    47,000 notes of 8,921 codes; "greedy" takes seconds there. In ``benchmarks/bench_splits.py`` its
    folds are as well balanced or better wherever both run. "auto" keeps to the package where that
    is quick, since it is the published algorithm, which others can repeat.

    sklearn's ``cross_validate`` takes no sparse Y, ``GridSearchCV.fit`` does.
    ``cv=list(splitter.split(X, Y))`` keeps nested searches from splitting again.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import MultilabelStratifiedKFold
    >>> notes = ["chest pain", "cough", "fall", "fever", "rash", "cough and fever"]
    >>> Y = np.array([[1, 0], [0, 1], [1, 0], [0, 1], [1, 1], [1, 1]])
    >>> splitter = MultilabelStratifiedKFold(n_splits=2)
    >>> for train, test in splitter.split(notes, Y):
    ...     print(test, Y[test].sum(axis=0))
    [1 2 5] [2 2]
    [0 3 4] [2 2]
    """

    def __init__(self, n_splits=5, *, shuffle=None, random_state=None, method="auto"):
        super().__init__(n_splits, shuffle, random_state)
        check_method(method)
        self.method = method

    def split(self, X, y, groups=None):
        """Generate the indices of the training and the test notes of each fold.

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
            If ``groups`` is given, lengths differ, ``y`` is not binary, or there are fewer
            notes than folds.
        """
        refuse_groups(groups, "MultilabelStratifiedGroupKFold")
        check_consistent_length(X, y)
        yield from self._pairs(self._folds(y))

    def _folds(self, y):
        """Return the fold of each note, (n_notes,)."""
        sizes, rng = self._sizes(_num_samples(y)), self._rng()
        classes = as_classes(y, "y")
        if classes is None:
            table = as_table(y, "y")
            return assign_parts(table, sizes, rng, shuffle=self._shuffles(), method=self.method)
        shuffle = self._shuffles()
        theirs = StratifiedKFold(
            self.n_splits, shuffle=shuffle, random_state=rng if shuffle else None
        )
        folds = np.empty(len(classes), dtype=int)
        for fold, (_, test) in enumerate(theirs.split(classes, classes)):
            folds[test] = fold
        return folds
