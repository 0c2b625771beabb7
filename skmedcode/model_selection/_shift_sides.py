"""Old and new notes as a coder sees them: with codes aligned by name, and periods."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from skmedcode.metrics._validation import check_indicator
from skmedcode.model_selection._dates import PERIODS, check_dates, period_names
from skmedcode.utils._validation import check_code_names


class Side(NamedTuple):
    """Notes with gold codes.

    Parameters
    ----------
    notes : sequence of length n_notes
    counts : dict of code name to int
        In how many notes each code is gold.
    Y : csr_array of shape (n_notes, n_codes)
        Gold codes among those of the coder, in its order.
    gold : csr_array of shape (n_notes, n_names)
        All gold codes that have a column.
    names : list of length n_names
    n_gold : ndarray of int, shape (n_notes,)
        All gold codes of each note, those without a column too.
    periods : dict of str to ndarray of int
        Row numbers of each period, in order of time.
    """

    notes: object
    counts: dict
    Y: sp.csr_array
    gold: sp.csr_array
    names: list
    n_gold: np.ndarray
    periods: dict


def read_side(data, name, classes, period):
    """Read a Bunch with ``data`` and ``target``, or a tuple.

    Parameters
    ----------
    data : Bunch, (X, Y) or (X, Y, dates)
    name : {"old", "new"}
    classes : list of length n_codes
        Names of the coder's codes.
    period : {"year", "quarter", "month"} or None
        None makes all notes one period.

    Returns
    -------
    Side
    """
    notes, target, names, n_gold, dates = _parts(data, name)
    gold = check_indicator(target, f"{name}'s target")
    n_notes = notes.shape[0] if hasattr(notes, "shape") else len(notes)
    if n_notes != gold.shape[0]:
        raise ValueError(
            f"{name} must have as many notes as rows of codes; got {n_notes} and {gold.shape[0]}. "
            "Pass those that belong together."
        )
    names = _names(target, names, classes, name, gold.shape[1])
    n_gold = _n_gold(n_gold, np.diff(gold.indptr), name)
    counts = np.bincount(gold.indices, minlength=len(names)).tolist()
    counts = {code: count for code, count in zip(names, counts, strict=True) if count}
    periods = _periods(dates, period, name, n_notes)
    return Side(notes, counts, _aligned(gold, names, classes), gold, names, n_gold, periods)


def _parts(data, name):
    if hasattr(data, "keys") and "data" in data and "target" in data:
        return [data.get(key) for key in ("data", "target", "target_names", "n_gold", "dates")]
    if isinstance(data, tuple) and len(data) in (2, 3):
        return [data[0], data[1], None, None, data[2] if len(data) == 3 else None]
    raise TypeError(
        f"{name} must be a Bunch with data and target, or a tuple (X, Y) or (X, Y, dates); got "
        f"{type(data).__name__}. The loaders of skmedcode.datasets return such Bunches."
    )


def _names(target, names, classes, side, n_columns):
    columns = getattr(target, "columns", None)
    names = names if columns is None else columns
    if names is not None:
        return check_code_names(list(names), n_columns).tolist()
    if n_columns != len(classes):
        raise ValueError(
            f"{side} must name its codes, or have the coder's {len(classes)}; got {n_columns} "
            "columns without names. Pass a Bunch with target_names, or Y as a DataFrame."
        )
    return classes


def _n_gold(n_gold, in_columns, side):
    if n_gold is None:
        return in_columns
    n_gold = np.asarray(n_gold)
    if n_gold.shape != in_columns.shape or (n_gold < in_columns).any():
        raise ValueError(
            f"{side}.n_gold must be the number of gold codes of each note, at least those in "
            "target; got fewer, or another number of notes. Leave it out to count the columns."
        )
    return n_gold


def _periods(dates, period, side, n_notes):
    if dates is None or period is None:
        return {side: np.arange(n_notes)}
    dates = check_dates(dates, f"{side}'s dates")
    if len(dates) != n_notes:
        raise ValueError(
            f"{side} must have a date for each of its {n_notes} notes; got {len(dates)}. "
            "Pass those that belong together."
        )
    names = period_names(dates, period)
    order = sorted(set(names.tolist()), key=lambda name: dates[names == name].min())
    return {f"{side} {name}": np.flatnonzero(names == name) for name in order}


def _aligned(gold, names, classes):
    """Gold codes of the coder, in its order; it may know codes that these notes do not have."""
    place = {code: column for column, code in enumerate(classes)}
    rows = [row for row, code in enumerate(names) if code in place]
    columns = [place[names[row]] for row in rows]
    shape = (len(names), len(classes))
    move = sp.csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    return sp.csr_array(gold @ move)


def check_period(period):
    """Refuse a period that is no word for one."""
    if period is not None and period not in PERIODS:
        raise ValueError(
            f"period must be 'year', 'quarter', 'month' or None; got {period!r}. Pass one of them."
        )
