"""The columns beside the notes as numbers."""

import datetime
import numbers

import numpy as np

from skmedcode.utils._validation import shown

FURTHEST = 5  # standard deviations: a slip of the pen must not outshout the note
LARGEST = 1e100  # whose square, of which a standard deviation is made, is still a number


class PatientColumns:
    """Numeric columns standardised, others one column a value, as a network reads them.

    The numbers are those of scikit-learn's ``SimpleImputer(strategy="median",
    add_indicator=True)`` with ``StandardScaler``, and ``OneHotEncoder(handle_unknown="ignore")``.
    They are kept as plain arrays, so that a saved coder needs neither pickle nor another package.

    - Booleans are numeric. A missing number reads as the median; a further column tells that it was
      missing, where training has seen that. Numbers more than 5 standard deviations from the mean
      read as 5.
    - A value that a single training note has is left out, as one that training has not seen: names
      and numbers of patients leave nothing behind. Missing is a value like the others.

    Parameters
    ----------
    names : list
        Columns of the table.

    Attributes
    ----------
    numeric : list of bool of shape (n_columns,)
    medians, has_missing : ndarrays of shape (n_numeric,)
    means, scales : ndarrays of shape (n_numeric + n_that_had_missing,)
    values : list of n_other lists of str or None
    """

    def __init__(self, names):
        self.names = names

    def fit_transform(self, table):
        """Learn from the training table and return its numbers, (n_notes, n_features)."""
        self.numeric = [_is_numeric(table[name], name) for name in self.names]
        cells = self._numbers(table)
        missing = np.isnan(cells)
        self.medians = np.array([_median(column) for column in cells.T])
        self.has_missing = missing.any(axis=0)
        filled = self._filled(cells)
        self.means, scales = filled.mean(axis=0), filled.std(axis=0)
        self.scales = np.where(scales > 10 * np.finfo(float).eps * np.abs(self.means), scales, 1.0)
        self.values = [_repeated(column) for column in self._texts(table)]
        return self.transform(table)

    def transform(self, table):
        """Numbers of a table with the same columns, ndarray of float32."""
        scaled = (self._filled(self._numbers(table)) - self.means) / self.scales
        columns = [np.clip(scaled, -FURTHEST, FURTHEST)]
        for texts, known in zip(self._texts(table), self.values, strict=True):
            columns.append(np.array([[text == value for value in known] for text in texts]))
        return np.hstack(columns).astype(np.float32)

    def _filled(self, cells):
        missing = np.isnan(cells)
        return np.hstack([np.where(missing, self.medians, cells), missing[:, self.has_missing]])

    def _numbers(self, table):
        own = [name for name, is_one in zip(self.names, self.numeric, strict=True) if is_one]
        columns = [_as_numbers(table[name], name) for name in own]
        return np.stack(columns, axis=1) if columns else np.zeros((len(table), 0))

    def _texts(self, table):
        own = [name for name, is_one in zip(self.names, self.numeric, strict=True) if not is_one]
        return [[_as_text(cell) for cell in _objects(table[name])] for name in own]


def _objects(column):
    """A column's cells, None where they are missing."""
    cells = np.asarray(column, dtype=object).tolist()
    missing = column.isna().tolist() if hasattr(column, "isna") else [c is None for c in cells]
    cells = [cell.item() if isinstance(cell, np.bool_) else cell for cell in cells]
    return [None if gone else cell for cell, gone in zip(cells, missing, strict=True)]


def _is_numeric(column, name):
    """Whether a column holds numbers; dates are refused."""
    kind = getattr(column.dtype, "kind", np.asarray(column).dtype.kind)
    if kind in "biuf":
        return True
    cells = [cell for cell in _objects(column) if cell is not None]
    dated = (datetime.date, datetime.time, datetime.timedelta, np.datetime64, np.timedelta64)
    if kind in "mM" or any(isinstance(cell, dated) for cell in cells) or "eriod" in _type(column):
        raise TypeError(
            f"X must have numbers or categories beside the notes, got dates or times in column "
            f"{shown(name)}. Turn it into a number first, such as days since admission, or pass a "
            "column_transformer that does."
        )
    is_category = _type(column) == "category"
    return bool(cells) and not is_category and all(isinstance(c, numbers.Number) for c in cells)


def _type(column):
    return str(column.dtype)


def _as_numbers(column, name):
    failed = False
    try:
        cells = [np.nan if cell is None else float(cell) for cell in _objects(column)]
    except (TypeError, ValueError):  # their messages quote the cell
        failed = True
    except OverflowError:  # an int that no float holds
        cells = [np.inf]
    if failed:
        raise TypeError(
            f"X must have numbers in column {shown(name)}, as in fit; got something else. Convert "
            "it, for example by pandas.to_numeric."
        )
    cells = np.array(cells, dtype=np.float64)
    if (np.abs(cells) > LARGEST).any():
        raise ValueError(
            f"X must have finite numbers in column {shown(name)}, got infinity or a number beyond "
            f"{LARGEST:g}. Replace it by NaN."
        )
    return cells


def _as_text(cell):
    """A category's name: 1 and 1.0 are one, as a column that gains a missing value shows them."""
    if isinstance(cell, numbers.Real) and float(cell).is_integer():
        cell = int(cell)
    return None if cell is None else str(cell)


def _median(cells):
    known = cells[~np.isnan(cells)]
    return np.median(known) if len(known) else 0.0


def _repeated(texts):
    """The values that several notes have, in order, missing last."""
    counts = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    several = [text for text, count in counts.items() if count > 1]
    return sorted(several, key=lambda text: (text is None, text or ""))
