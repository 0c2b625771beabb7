"""What splitters into folds share: how many, how large, and whether notes are shuffled."""

import numpy as np
from sklearn.model_selection import BaseCrossValidator

from skmedcode.model_selection._checks import check_n_splits, check_shuffle, random_state_of


class BaseMultilabelKFold(BaseCrossValidator):
    """What splitters into folds share.

    Parameters
    ----------
    n_splits : int
    shuffle : bool or None
        None shuffles if ``random_state`` is given.
    random_state : int, RandomState or None
    """

    def __init__(self, n_splits, shuffle, random_state):
        check_n_splits(n_splits, low=2)
        check_shuffle(shuffle, random_state)
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

    def _shuffles(self):
        return self.random_state is not None if self.shuffle is None else self.shuffle

    def _rng(self):
        """Without shuffling, too, ties are broken at random, the same way each time."""
        return random_state_of(self.random_state if self._shuffles() else 0)

    def _sizes(self, n_notes):
        """Notes of each fold, equal to within one."""
        if n_notes < self.n_splits:
            raise ValueError(
                f"n_splits must be at most the number of notes, {n_notes}; got "
                f"{self.n_splits}. Use fewer folds."
            )
        sizes = np.full(self.n_splits, n_notes // self.n_splits)
        sizes[: n_notes % self.n_splits] += 1
        return sizes

    def _pairs(self, folds):
        for fold in range(self.n_splits):
            yield np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
