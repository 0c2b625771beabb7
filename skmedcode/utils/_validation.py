"""What users pass in: notes, token ids, code indicators, weights; each mistake named with its cure.

No message ever shows a note's text: notes are patient data.
"""

import numbers
from collections.abc import Hashable

import numpy as np
from scipy import sparse

from skmedcode.utils._sequences import PADDING, TokenSequences


def input_kind(X):
    """Tell what ``X`` is by looking: ``"notes"``, ``"ids"`` or ``"matrix"``.

    Returns
    -------
    str
        ``"notes"`` for a 1-D collection of texts, ``"ids"`` for a 2-D integer array of token ids,
        ``"matrix"`` for a sparse or floating document-term matrix.
    """
    X = _sized(X)
    if sparse.issparse(X):
        return "matrix"
    if isinstance(X, (list, tuple)):
        if not isinstance(X[0], (list, tuple, np.ndarray)):
            return "notes"
        X = _rectangle(X)
    values = np.asarray(X.to_numpy() if hasattr(X, "columns") else X)
    kind = values.dtype.kind
    if values.ndim == 1 and kind not in "biufc":
        return "notes"
    if values.ndim != 2:
        raise ValueError(
            f"X must be 1-D notes or a 2-D array of token ids, got {values.ndim} dimension(s) of "
            f"{values.dtype}. Reshape your data: one row a note."
        )
    if kind == "c":
        raise ValueError("Complex data not supported: X must be notes or real numbers.")
    if kind in "iu":
        return "ids"
    if kind in "fb" or not any(isinstance(item, (str, bytes)) for item in values.flat):
        return "matrix"
    raise ValueError(
        f"X must be 1-D notes or 2-D token ids, got a table of {values.shape[1]} column(s) that "
        "are not numbers. Pass the column that holds the notes, for example X['text']."
    )


def _sized(X):
    """X as something with rows in an order, at least one."""
    if isinstance(X, (str, bytes)):
        raise TypeError(
            f"X must be a list, array or Series of notes, got one bare {type(X).__name__}. "
            "Wrap a single note in a list: [note]."
        )
    if sparse.issparse(X):
        return X
    if hasattr(X, "__array__") and not hasattr(X, "__len__"):
        X = np.asarray(X)
    if not hasattr(X, "__len__") or getattr(X, "ndim", 1) == 0:
        raise TypeError(
            f"X must be a list, array or Series of notes, got {type(X).__name__}. "
            "Turn an iterator into a list first."
        )
    if len(X) == 0:
        raise ValueError("X must hold at least one note, got none (0 rows).")
    if isinstance(X, (dict, set, frozenset)):
        raise TypeError(
            f"X must be a list, array or Series of notes, got a {type(X).__name__}: its order says "
            "nothing about which row of Y belongs to which note."
        )
    return X


def _rectangle(rows):
    if any(isinstance(item, str) for item in rows[0]):
        raise ValueError(
            "X must be 1-D notes or 2-D token ids, got a list of lists of words. "
            "Join each note's words with spaces."
        )
    try:
        return np.asarray(rows)
    except ValueError:
        raise ValueError(
            "X must be a rectangular 2-D array of token ids, got rows of different lengths. "
            "Pad them on the right with 0, as NoteTokenizer.transform does."
        ) from None


def check_notes(X):
    """Return notes as a list of ``str``, or name the first row that is none."""
    if input_kind(X) != "notes":
        raise TypeError(
            f"X must be 1-D notes (str), got {type(X).__name__} of shape {np.shape(X)}. "
            "Pass one text a note."
        )
    notes = X.tolist() if hasattr(X, "tolist") else list(X)
    for row, note in enumerate(notes):
        if not isinstance(note, str):
            raise TypeError(
                f"X must hold notes of type str, got {_name(note)} in row {row}. "
                f"{_NOTE_CURES.get(type(note), 'Convert it to str or drop the row.')}"
            )
    return notes


_NOTE_CURES = {
    bytes: "Decode it first, for example note.decode('utf-8').",
    type(None): "Replace missing notes by '' or drop the rows.",
    float: "Replace missing notes by '' or drop the rows.",
}


def _name(value):
    if value is None:
        return "None"
    if isinstance(value, float) and np.isnan(value):
        return "NaN"
    return type(value).__name__


def looks_like_ids(X):
    """Whether an integer matrix is right padded and free of negative numbers."""
    ids = np.asarray(X.to_numpy() if hasattr(X, "to_numpy") else X)
    padding = ids == PADDING
    return bool((ids >= 0).all() and not (padding[:, :-1] & ~padding[:, 1:]).any())


def check_ids(X):
    """Return right-padded token ids as :class:`TokenSequences`."""
    ids = np.asarray(X.to_numpy() if hasattr(X, "to_numpy") else X)
    if ids.size and ids.min() < 0:
        raise ValueError(f"X must hold token ids of 0 or more, got {ids.min()}.")
    if ids.size and ids.max() > np.iinfo(np.int32).max:
        raise ValueError(f"X must hold token ids that fit int32, got {ids.max()}.")
    padding = ids == PADDING
    gaps = np.flatnonzero((padding[:, :-1] & ~padding[:, 1:]).any(axis=1))
    if len(gaps):
        raise ValueError(
            f"X must be padded on the right with 0, got a 0 before a token in row {gaps[0]}. "
            "NoteTokenizer.transform gives the layout that is needed."
        )
    return TokenSequences.from_padded(ids)


def check_codes(Y, n_notes, code_names=None):
    """Check an indicator of codes.

    Parameters
    ----------
    Y : array-like or sparse matrix or DataFrame of shape (n_notes, n_codes)
        1 where the note has the code, 0 elsewhere.
    n_notes : int
        The number of rows that X has.
    code_names : sequence of length n_codes, default=None
        Names of the columns; a DataFrame's own columns come first.

    Returns
    -------
    Y : csr_array of float32 of shape (n_notes, n_codes)
    classes : ndarray of shape (n_codes,)
    """
    if Y is None:
        raise ValueError("A coder requires y to be passed, but the target y is None.")
    columns = getattr(Y, "columns", None)
    if columns is not None:
        code_names = list(columns)
        Y = frame_codes(Y)
    if not sparse.issparse(Y):
        Y = _dense_codes(Y)
    if Y.ndim != 2:
        raise ValueError(
            f"Y must be a binary indicator of shape (n_notes, n_codes), got {Y.ndim} dimension(s). "
            "Use Y.reshape(-1, 1) for a single code, or sklearn's MultiLabelBinarizer for lists of "
            "codes."
        )
    if Y.shape[0] != n_notes:
        raise ValueError(
            f"Y must have one row a note: X has {n_notes} notes, Y has {Y.shape[0]} rows."
        )
    if Y.shape[1] == 0:
        raise ValueError("Y must have at least one code (column), got none.")
    matrix = sparse.csr_array(Y, copy=True)  # the user's own stays as it is
    matrix.eliminate_zeros()
    if not np.all(matrix.data == 1):
        raise ValueError(
            "Y must be binary: 1 where a note has a code, 0 elsewhere; got other values. "
            "For counts or probabilities, decide first: Y > 0."
        )
    matrix.sum_duplicates()
    if matrix.nnz and matrix.data.max() > 1:
        raise ValueError("Y must not list a cell twice in its sparse form; call sum_duplicates.")
    return matrix.astype(np.float32), check_code_names(code_names, matrix.shape[1])


def frame_codes(Y):
    """A DataFrame's cells; sparse columns of zeros stay sparse, nullable ones become plain."""
    try:
        return Y.sparse.to_coo()
    except (AttributeError, TypeError, ValueError):  # dense, or sparse around another number
        pass
    cells = Y.to_numpy()
    if cells.dtype.kind != "O":
        return cells
    try:
        return Y.to_numpy(dtype=np.float64, na_value=np.nan)  # NaN is refused further on
    except (TypeError, ValueError):
        return cells


def _dense_codes(Y):
    cure = (
        "Y must be a binary indicator of shape (n_notes, n_codes), got lists of codes or names. "
        "Use sklearn.preprocessing.MultiLabelBinarizer().fit_transform(Y)."
    )
    try:
        Y = np.asarray(Y)
    except ValueError:
        raise ValueError(cure) from None
    if Y.dtype.kind not in "biuf":
        raise ValueError(cure)
    return Y


def check_code_names(code_names, n_codes):
    """Return the codes' names as an array, ``arange`` when there are none."""
    if code_names is None:
        return np.arange(n_codes)
    if isinstance(code_names, (str, bytes, set, frozenset, dict)) or not np.iterable(code_names):
        raise TypeError(
            "code_names must be a sequence of names in the order of Y's columns, got "
            f"{type(code_names).__name__}."
        )
    names = list(code_names)
    if len(names) != n_codes:
        raise ValueError(
            f"code_names must name each column of Y: Y has {n_codes}, got {len(names)} names."
        )
    if not all(isinstance(name, Hashable) for name in names):
        raise TypeError("code_names must be str, numbers or other hashable names.")
    if len(set(names)) != len(names):
        raise ValueError("code_names must be unique, got a name twice.")
    if len({type(name) for name in names}) == 1 and isinstance(names[0], (str, numbers.Integral)):
        return np.asarray(names)
    array = np.empty(len(names), dtype=object)  # names of several types stay what they are
    for place, name in enumerate(names):
        array[place] = name
    return array


def check_sample_weight(sample_weight, n_notes, scale=True):
    """Return weights of shape (n_notes,), scaled to a mean of 1 unless told otherwise, or None."""
    if sample_weight is None:
        return None
    try:
        weight = np.asarray(sample_weight, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError("sample_weight must hold numbers, one value a note.") from None
    if weight.ndim == 2 and weight.shape[1] == 1:
        weight = weight.ravel()
    if weight.ndim != 1:
        raise ValueError(f"sample_weight must be 1-D, got {weight.ndim} dimensions.")
    if len(weight) != n_notes:
        raise ValueError(
            f"sample_weight must have one value a note: X has {n_notes}, got {len(weight)}."
        )
    if not np.isfinite(weight).all() or (weight < 0).any() or not weight.any():
        raise ValueError("sample_weight must be finite, zero or more, and not zero everywhere.")
    return weight / weight.mean() if scale else weight


def check_number(value, name, kind=numbers.Real, low=None, high=None, open_low=False, none=False):
    """Check one numeric parameter; ``open_low`` excludes the lower bound, ``none`` allows None."""
    if none and value is None:
        return
    wanted = "an integer" if kind is numbers.Integral else "a number"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, kind) or not np.isfinite(value):
        raise TypeError(
            f"{name} must be {wanted}{' or None' if none else ''}, got {shown(value)} "
            f"of type {type(value).__name__}."
        )
    too_low = low is not None and (value <= low if open_low else value < low)
    if too_low or (high is not None and value > high):
        bounds = [] if low is None else [f"{'above' if open_low else 'at least'} {low}"]
        bounds += [] if high is None else [f"at most {high}"]
        raise ValueError(f"{name} must be {wanted} {' and '.join(bounds)}, got {value!r}.")


def require_positive(codes):
    """Refuse a sparse Y of zeros."""
    if codes.nnz == 0:
        raise ValueError("Y must give at least one note a code, got zeros only.")


def code_columns(codes, classes):
    """Columns of some codes by name, ndarray of int."""
    names = classes.tolist()
    places = {code: column for column, code in enumerate(names)}
    codes = codes if isinstance(codes, (str, bytes)) or not np.iterable(codes) else list(codes)
    if not isinstance(codes, list) or not all(code in names for code in codes):
        raise ValueError(
            "codes must be a sequence of code names from coder.classes_, got something else. "
            f"Pass for example codes={names[:2]!r}."
        )
    return np.array([places[code] for code in codes], dtype=int)


def check_option(value, name, options):
    """Check a parameter that is one of a few words."""
    if not isinstance(value, str) or value not in options:
        words = ", ".join(repr(option) for option in options)
        raise ValueError(f"{name} must be one of {words}; got {shown(value)}.")


def check_odd_sizes(sizes, name):
    """Raise unless a parameter is a non-empty sequence of odd widths of convolutions."""
    if not isinstance(sizes, (list, tuple)) or not sizes:
        raise ValueError(
            f"{name} must be a non-empty sequence of odd int such as (3, 5, 9), got {sizes!r}."
        )
    for size in sizes:
        check_number(size, name, numbers.Integral, low=1)
        if size % 2 == 0:
            raise ValueError(
                f"{name} must be odd, got {size}: the branches must agree on which word is in the "
                "middle. Use the next odd size."
            )


def check_switch(value, name):
    """Check a parameter that is True or False; "no" would count as True."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False, got {shown(value)}.")


def shown(value):
    """A wrong value as a message may show it: short, so that no note can slip in."""
    text = repr(value)
    return text if len(text) <= 30 else f"{text[:12]}... ({type(value).__name__})"
