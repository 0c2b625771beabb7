"""Dates in whichever form they come, as numbers that can be compared.

No message shows a date: it may tell who a patient is.
"""

import datetime
import numbers
import re

import numpy as np

PERIODS = {"year": "Y", "quarter": "M", "month": "M"}
SHORT = re.compile(r"[0-9]{4}(-[0-9]{2})?")  # numpy would take "201403" for a year, too


def check_dates(dates, name="dates"):
    """Return dates as an array that sorts.

    Parameters
    ----------
    dates : array-like of shape (n_notes,)
        datetime64, dates, datetimes, pandas' dates, ISO 8601 text ("2014-03-01", "2014-03"), or
        numbers such as years. Times with a zone are compared in UTC.
    name : str, default="dates"
        Its name in errors.

    Returns
    -------
    dates : ndarray of datetime64[us] or of numbers, shape (n_notes,)

    Raises
    ------
    ValueError
        If there is a row without a date that can be read, or other than one dimension.

    Examples
    --------
    >>> from skmedcode.model_selection._dates import check_dates
    >>> check_dates(["2014-03-01", "2014-03-01T10:30+02:00"])
    array(['2014-03-01T00:00:00.000000', '2014-03-01T08:30:00.000000'], dtype='datetime64[us]')
    """
    values = np.asarray(dates)
    if values.ndim != 1 or not len(values):
        raise ValueError(
            f"{name} must hold a date for each note; got an array of shape {values.shape}. "
            "Pass a list, array or column of dates."
        )
    if values.dtype.kind == "M":
        values = values.astype("datetime64[us]")
    elif values.dtype.kind not in "iuf":
        values = _from_objects(values, name)
    missing = np.isnat(values) if values.dtype.kind == "M" else ~np.isfinite(values)
    if missing.any():
        raise ValueError(_unreadable(name, int(np.flatnonzero(missing)[0])))
    return values


def period_names(dates, period):
    """Name of the year, quarter or month of each date; a number is a period of its own.

    Parameters
    ----------
    dates : ndarray
        From `check_dates`.
    period : {"year", "quarter", "month"}

    Returns
    -------
    names : ndarray of str, shape (n_notes,)
        In alphabetical order they are in order of time, numbers apart.

    Examples
    --------
    >>> from skmedcode.model_selection._dates import check_dates, period_names
    >>> dates = check_dates(["2014-03-01", "2014-04-01"])
    >>> period_names(dates, "year").tolist(), period_names(dates, "quarter").tolist()
    (['2014', '2014'], ['2014-Q1', '2014-Q2'])
    """
    if dates.dtype.kind != "M":
        return np.array([f"{value:.17g}" for value in dates.tolist()])  # no two have one name
    names = dates.astype(f"datetime64[{PERIODS[period]}]").astype(str)
    if period == "quarter":
        return np.array([f"{name[:-3]}-Q{(int(name[-2:]) + 2) // 3}" for name in names])
    return names


def _from_objects(values, name):
    items = values.tolist()
    if all(isinstance(item, numbers.Real) for item in items):
        return np.array(items, dtype=float)
    found = np.empty(len(items), dtype="datetime64[us]")
    for row, item in enumerate(items):
        try:
            found[row] = _one(item)
        except (ValueError, TypeError, OverflowError):
            raise ValueError(_unreadable(name, row)) from None
    return found


def _one(item):
    """One date; whatever cannot be one raises ValueError or TypeError."""
    if isinstance(item, str):
        item = item.strip()
        try:
            item = datetime.datetime.fromisoformat(item)
        except ValueError:
            return np.datetime64(item if SHORT.fullmatch(item) else "NaT")
    if not isinstance(item, datetime.date | np.datetime64):  # datetimes are dates
        raise TypeError
    if getattr(item, "tzinfo", None) is not None:
        item = item.astimezone(datetime.UTC).replace(tzinfo=None)
    return np.datetime64(item, "us")


def _unreadable(name, row):
    return (
        f"{name} must hold a date in each row; row {row} has none that can be read. Pass dates, "
        "ISO 8601 text such as '2014-03-01', or numbers such as years."
    )
