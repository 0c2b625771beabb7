"""Cross-validation folds with the same share of every code."""

import numbers

import numpy as np
from sklearn.model_selection import BaseCrossValidator, StratifiedKFold
from sklearn.utils import check_consistent_length, check_random_state

from skmedcode.model_selection._iterative import as_classes, as_table, assign_parts


class MultilabelStratifiedKFold(BaseCrossValidator):
    """Split notes into folds in which every code is as frequent as in the whole.

    Parameters
    ----------
    n_splits : int, default=5
        Number of folds, at least 2.
    shuffle : bool, default=False
        Whether to visit the notes in random order and break ties at random.
    random_state : int, RandomState or None, default=None
        Seed of the shuffling; only with ``shuffle=True``. None draws a fresh seed and leaves
        numpy's global generator as it was.

    Raises
    ------
    ValueError
        If ``n_splits`` is below 2, or ``random_state`` is set while ``shuffle=False``.
    TypeError
        If ``n_splits`` is not an int or ``shuffle`` not a bool.

    See Also
    --------
    multilabel_train_test_split : One split instead of folds.
    sklearn.model_selection.GroupKFold : Keeps the notes of a patient together.

    Notes
    -----
    Patients are not looked at: where a patient has several notes, use ``GroupKFold``, or the
    test notes will be of patients seen in training. ``groups`` is therefore an error.

    The folds are made by iterative stratification (package iterative-stratification), the
    rarest code first; fold sizes are then made equal to within one note. A code with fewer
    positives than folds is missing from some test folds. 1-D and one-column targets go to
    sklearn's ``StratifiedKFold``.

    Time grows with n_notes * n_codes**2, and the target is made dense, one byte a cell: under
    a second for 50 codes, half a minute for 8,000 notes of 4,000 codes, far too long for all
    of MIMIC-III full; there split by its official ids. ``cv=list(splitter.split(X, Y))`` keeps
    nested searches from splitting again.

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

    def __init__(self, n_splits=5, *, shuffle=False, random_state=None):
        if isinstance(n_splits, bool) or not isinstance(n_splits, numbers.Integral):
            raise TypeError(f"n_splits must be an int; got {n_splits!r}. Pass for example 5.")
        if n_splits < 2:
            raise ValueError(f"n_splits must be at least 2; got {n_splits}. Pass for example 5.")
        if not isinstance(shuffle, bool):
            raise TypeError(f"shuffle must be True or False; got {shuffle!r}. Pass one of them.")
        if not shuffle and random_state is not None:
            raise ValueError(
                f"random_state must be None while shuffle=False, where it has no effect; got "
                f"{random_state!r}. Leave random_state out, or set shuffle=True."
            )
        self.n_splits = n_splits
        self.shuffle = shuffle
        self.random_state = random_state

    def get_n_splits(self, X=None, y=None, groups=None):
        """Return the number of folds.

        Parameters
        ----------
        X, y, groups : object
            Ignored; here for scikit-learn's convention.

        Returns
        -------
        n_splits : int
        """
        return self.n_splits

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
        if groups is not None:
            raise ValueError(
                "groups must be None; got some. They would be ignored here, and notes of one "
                "patient would fall into training and test. Use sklearn's GroupKFold."
            )
        check_consistent_length(X, y)
        folds = self._folds(y)
        for fold in range(self.n_splits):
            yield np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)

    def _folds(self, y):
        """Return the fold of each note, (n_notes,)."""
        n_notes = y.shape[0] if hasattr(y, "shape") else len(y)
        if n_notes < self.n_splits:
            raise ValueError(
                f"n_splits must be at most the number of notes, {n_notes}; got "
                f"{self.n_splits}. Use fewer folds."
            )
        rng = random_state_of(self.random_state) if self.shuffle else np.random.RandomState(0)
        classes = as_classes(y, "y")
        if classes is not None:
            folds = np.empty(n_notes, dtype=int)
            splitter = StratifiedKFold(
                self.n_splits, shuffle=self.shuffle, random_state=rng if self.shuffle else None
            )
            for fold, (_, test) in enumerate(splitter.split(classes, classes)):
                folds[test] = fold
            return folds
        sizes = np.full(self.n_splits, n_notes // self.n_splits)
        sizes[: n_notes % self.n_splits] += 1
        return assign_parts(as_table(y, "y"), sizes, rng, shuffle=self.shuffle)


def random_state_of(random_state):
    """Return a RandomState; None gives a fresh one, never numpy's global generator.

    Parameters
    ----------
    random_state : int, RandomState or None

    Returns
    -------
    rng : RandomState
    """
    return np.random.RandomState() if random_state is None else check_random_state(random_state)
