"""Folds of whole patients, with the same share of every code."""

from sklearn.utils import check_consistent_length

from skmedcode.model_selection._assign import assign_groups
from skmedcode.model_selection._base_kfold import BaseMultilabelKFold
from skmedcode.model_selection._groups import check_groups, check_n_groups
from skmedcode.model_selection._split_targets import as_table


class MultilabelStratifiedGroupKFold(BaseMultilabelKFold):
    """Split patients into folds in which every code is about as frequent as in the whole.

    Parameters
    ----------
    n_splits : int, default=5
        Number of folds, at least 2.
    shuffle : bool or None, default=None
        Whether to visit patients with equally many notes in random order and break ties at
        random. None does if ``random_state`` is given.
    random_state : int, RandomState or None, default=None
        Seed of the shuffling. None with ``shuffle=True`` draws a fresh seed and leaves numpy's
        global generator as it was.

    Raises
    ------
    ValueError
        If ``n_splits`` is below 2, or ``random_state`` is set with ``shuffle=False``.
    TypeError
        If ``n_splits`` is not an int or ``shuffle`` neither a bool nor None.

    See Also
    --------
    MultilabelStratifiedKFold : One note a patient.
    MultilabelStratifiedGroupShuffleSplit : Repeated random splits instead of folds.
    sklearn.model_selection.StratifiedGroupKFold : For one code or class a note.

    Notes
    -----
    No patient is ever on both sides. Fold sizes are counted in notes: they are equal to within
    one note where enough patients have a single note, else as near as moving whole patients
    brings them. Each fold has at least one patient.

    Names of patients do not matter, only which notes they share.

    A patient is dealt with as a note is in the greedy method of `MultilabelStratifiedKFold`, with
    the sum of the notes' codes: rarest code first, patients with many notes first, to the fold
    that lacks the code most. Sparse targets stay sparse; 47,000 notes of 38,000 patients with
    8,921 codes take seconds.

    ``groups`` reach it in ``cross_validate(..., groups=patients)`` and ``GridSearchCV.fit(X, Y,
    groups=patients)``; with sklearn's metadata routing switched on, it asks for them by itself.

    References
    ----------
    Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-Label Data", ECML PKDD 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.model_selection import MultilabelStratifiedGroupKFold
    >>> notes = ["chest pain", "cough", "fall", "fever", "rash", "cough and fever"]
    >>> Y = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])
    >>> patients = ["ann", "ann", "bob", "cleo", "dan", "dan"]
    >>> splitter = MultilabelStratifiedGroupKFold(n_splits=2)
    >>> for train, test in splitter.split(notes, Y, groups=patients):
    ...     print([patients[row] for row in test], Y[test].sum(axis=0))
    ['ann', 'ann', 'cleo'] [2 1]
    ['bob', 'dan', 'dan'] [1 2]
    """

    __metadata_request__split = {"groups": True}

    def __init__(self, n_splits=5, *, shuffle=None, random_state=None):
        super().__init__(n_splits, shuffle, random_state)

    def split(self, X, y, groups=None):
        """Generate the indices of the training and the test notes of each fold.

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
            If ``groups`` is missing or not one a note, lengths differ, ``y`` is not binary, or
            there are fewer patients than folds.
        """
        check_consistent_length(X, y)
        table = as_table(y, "y")
        sizes = self._sizes(table.shape[0])
        units, n_groups = check_groups(groups, table.shape[0])
        check_n_groups(n_groups, self.n_splits)
        folds = assign_groups(table, units, sizes, self._rng(), shuffle=self._shuffles())
        yield from self._pairs(folds)
