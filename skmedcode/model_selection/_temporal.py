"""Training on the past, testing on what came after."""

import numbers

import numpy as np
from sklearn.model_selection import BaseCrossValidator

from skmedcode.model_selection._dates import check_dates
from skmedcode.model_selection._groups import check_groups


class TemporalSplit(BaseCrossValidator):
    """Split notes by date: each test period is coded from what was written before it.

    Parameters
    ----------
    dates : array-like of shape (n_notes,)
        The date of each note: datetime64, dates, pandas' dates, ISO 8601 text, or numbers such as
        years. Notes need not be in order of date.
    n_splits : int, default=5
        Number of test periods, of about as many notes each; what comes before the first is the
        first training set.
    cuts : sequence of dates, default=None
        Where test periods start, in place of ``n_splits``: each ends before the next, the last
        with the last note.

    Raises
    ------
    ValueError
        If a date cannot be read, there are too few different ones, or ``cuts`` do not ascend or
        leave a period without a note.
    TypeError
        If ``n_splits`` is not an int.

    See Also
    --------
    sklearn.model_selection.TimeSeriesSplit : Goes by the order of rows, and may part equal dates.
    shift_report : What has changed between old notes and new ones.

    Notes
    -----
    All notes of one date, as precise as it is given, are on the same side. Without equal dates the
    periods are those of ``TimeSeriesSplit`` on the notes in order of date. Training sets grow from
    split to split.

    With ``groups``, test notes of patients who have a note in the training set are left out: the
    training set is what was there at that date, and the test is about new patients. Without, a
    patient's later notes are tested on a coder that has seen earlier ones: that is how a coder
    would be used, but it flatters the coder where notes repeat each other.

    The dates are those of the notes that `split` is given: a search within one training set needs
    a splitter of its own, ``TemporalSplit(dates[train])``.

    Examples
    --------
    >>> from skmedcode.model_selection import TemporalSplit
    >>> dates = ["2014-05-02", "2012-01-07", "2013-11-30", "2013-11-30", "2015-08-15"]
    >>> for train, test in TemporalSplit(dates, n_splits=2).split(dates):
    ...     print(train, test)
    [1 2 3] [0]
    [0 1 2 3] [4]
    >>> for train, test in TemporalSplit(dates, cuts=["2013", "2015"]).split(dates):
    ...     print(train, test)
    [1] [0 2 3]
    [0 1 2 3] [4]
    """

    __metadata_request__split = {"groups": True}

    def __init__(self, dates, n_splits=5, *, cuts=None):
        if isinstance(n_splits, bool) or not isinstance(n_splits, numbers.Integral):
            raise TypeError(f"n_splits must be an int; got {n_splits!r}. Pass for example 5.")
        if n_splits < 1:
            raise ValueError(f"n_splits must be at least 1; got {n_splits}. Pass for example 5.")
        self._values = check_dates(dates)
        self._cuts = (
            _even_cuts(self._values, n_splits) if cuts is None else _own_cuts(self._values, cuts)
        )
        self.dates = dates
        self.n_splits = n_splits if cuts is None else len(self._cuts)
        self.cuts = cuts

    def get_n_splits(self, X=None, y=None, groups=None):
        """Return the number of test periods.

        Parameters
        ----------
        X, y, groups : object
            Ignored; here for scikit-learn's convention.

        Returns
        -------
        n_splits : int
        """
        return self.n_splits

    def split(self, X, y=None, groups=None):
        """Generate the indices of the training and the test notes of each period.

        Parameters
        ----------
        X : array-like of length n_notes
            The notes that ``dates`` belong to; only its length is looked at.
        y : object
            Ignored.
        groups : array-like of shape (n_notes,), default=None
            The patient of each note; test notes of patients in training are left out then.

        Yields
        ------
        train, test : ndarrays of int
            Ascending row numbers.

        Raises
        ------
        ValueError
            If there are not as many notes as dates, or no patient of a period is new.
        """
        n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
        if n_notes != len(self._values):
            raise ValueError(
                f"X must be the {len(self._values)} notes that dates belong to; got {n_notes}. "
                "For a part of the notes make a splitter with their dates."
            )
        units = None if groups is None else check_groups(groups, n_notes)[0]
        for number, start in enumerate(self._cuts):
            past, tested = self._values < start, self._values >= start
            if number + 1 < len(self._cuts):
                tested &= self._values < self._cuts[number + 1]
            if units is not None:
                tested &= ~np.isin(units, units[past])
                if not tested.any():
                    raise ValueError(
                        f"groups must leave each test period a patient who is not in training; "
                        f"period {number} has none. Use fewer periods, or no groups."
                    )
            yield np.flatnonzero(past), np.flatnonzero(tested)

    def __repr__(self):
        return f"TemporalSplit(<{len(self._values)} dates>, n_splits={self.n_splits})"


def _even_cuts(dates, n_splits):
    """First dates of periods of about as many notes; equal dates are never parted."""
    different, counts = np.unique(dates, return_counts=True)
    if len(different) <= n_splits:
        raise ValueError(
            f"n_splits must be below the number of different dates, {len(different)}; got "
            f"{n_splits}. Use fewer splits, or dates that are more precise."
        )
    before = counts.cumsum()[:-1]  # notes before each place where a period can start
    size, place, cuts = len(dates) // (n_splits + 1), -1, []
    for number in range(n_splits):
        wanted = len(dates) - (n_splits - number) * size
        last = len(before) - n_splits + number  # later periods need a place too
        place = int(np.clip(np.abs(before - wanted).argmin(), place + 1, last))
        cuts.append(different[place + 1])
    return np.array(cuts)


def _own_cuts(dates, cuts):
    cuts = check_dates(cuts, "cuts")
    if (cuts.dtype.kind == "M") != (dates.dtype.kind == "M"):
        raise ValueError(
            "cuts must be of the kind of dates, both dates or both numbers; got one of each. "
            "Write the cuts as the dates are."
        )
    periods = np.searchsorted(cuts, dates, side="right")  # 0 before the first
    if (np.diff(cuts) <= 0).any() or len(np.unique(periods)) <= len(cuts):
        raise ValueError(
            "cuts must ascend, with a note before the first and in each period; got other ones. "
            "Count the notes between the cuts."
        )
    return cuts
