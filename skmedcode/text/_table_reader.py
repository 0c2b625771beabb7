"""What a fitted coder knows about reading a table: notes, and columns beside them."""

from dataclasses import replace

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from skmedcode.text._patient_columns import PatientColumns
from skmedcode.text._reader import NoteReader
from skmedcode.utils._validation import input_kind, shown


class TableReader(NoteReader):
    """Turn a DataFrame of notes and other columns into sequences with numbers beside them.

    Columns are known by name: their order does not matter, and further ones are not read.

    Parameters
    ----------
    tokenizer : None, NoteTokenizer, vectorizer or FrozenEstimator
    vocabulary : None
        Of token ids, which a table does not hold.
    sentences : bool, default=False
        As of :class:`NoteReader`.
    note_column : column name
    column_transformer : transformer, default=None
        Reads the other columns; it is cloned and fitted on those of the training notes. None means
        :class:`PatientColumns`.

    Attributes
    ----------
    feature_names_in_ : ndarray of shape (n_columns,)
        The columns of the training table.
    columns : PatientColumns or transformer
        Fitted.
    gives : list of names, or int
        The columns that a transformer gives, or how many where they have no names.
    """

    def __init__(
        self,
        tokenizer,
        vocabulary=None,
        *,
        sentences=False,
        note_column,
        column_transformer=None,
    ):
        super().__init__(tokenizer, vocabulary, sentences=sentences)
        self.note_column = note_column
        self.column_transformer = column_transformer

    @property
    def others(self):
        """The columns beside the notes, in the order of the training table."""
        return [name for name in self.feature_names_in_.tolist() if name != self.note_column]

    def fit_read(self, X):
        """Learn the words and the columns of the training table and return its sequences."""
        names = list(_check_table(X, self.note_column).columns)
        self.feature_names_in_ = np.empty(len(names), dtype=object)
        for place, name in enumerate(names):  # which may be tuples
            self.feature_names_in_[place] = name
        self._check_columns(X)
        if any(name != name for name in names):  # a NaN in a file is another one than this
            raise ValueError("X must have a name for each column, got NaN. Rename or drop it.")
        if not self.others:
            raise ValueError(
                f"X must have columns beside note_column={shown(self.note_column)}, got none. Add "
                "some, or pass the notes alone with note_column=None."
            )
        sequences = super().fit_read(self._notes(X))
        if self.column_transformer is None:
            self.columns = PatientColumns(self.others)
            rows = self.columns.fit_transform(X)
        else:
            self.columns = clone(self.column_transformer)
            rows, self.gives = self._called("fit_transform", X)
        if rows.shape[1] == 0:
            raise ValueError(
                "X must have columns that tell notes apart; those beside the notes gave no number. "
                "A value counts from two notes on. Pass the notes alone with note_column=None."
            )
        return replace(sequences, patient=rows)

    def read(self, X):
        """Return the sequences of a new table."""
        _check_table(X, self.note_column)
        self._check_columns(X)
        sequences = super().read(self._notes(X))  # first, as it refuses a table without rows
        own = isinstance(self.columns, PatientColumns)
        rows = self.columns.transform(X) if own else self._given_again(X)
        return replace(sequences, patient=rows)

    def texts(self, X):
        """The text of each note."""
        return super().texts(self._notes(X))

    def words(self, X):
        """Yield for each note its words as ``(start, end, word)``, aligned with its ids."""
        return super().words(self._notes(X))

    def _notes(self, X):
        notes = X[self.note_column]
        if np.asarray(notes).dtype.kind in "biufcmM" or input_kind(notes) != "notes":
            raise TypeError(
                f"note_column must name a column of str, got numbers or dates in "
                f"{shown(self.note_column)}."
            )
        return notes

    def _check_columns(self, X):
        """Refuse a table whose columns cannot be found by name."""
        names = list(X.columns)
        wanted = self.feature_names_in_.tolist()
        missing = [name for name in wanted if name not in names]
        if missing:
            raise ValueError(
                f"X must have the columns that the coder was fitted on; missing: "
                f"{', '.join(map(shown, missing[:5]))}{', ...' if len(missing) > 5 else ''}."
            )
        twice = [name for name in wanted if names.count(name) > 1]
        if twice:
            raise ValueError(f"X must have each column once, got {shown(twice[0])} several times.")

    def _given_again(self, X):
        """What the user's fitted transformer makes of a new table, as it did in ``fit``."""
        rows, gives = self._called("transform", X)
        if gives != self.gives:
            raise ValueError(
                "column_transformer must give the columns that it gave in fit, got others: it "
                "looks at the table at hand. Take one that learns in fit, such as "
                'OneHotEncoder(handle_unknown="ignore") in place of pandas.get_dummies.'
            )
        return rows

    def _called(self, method, X):
        """What the user's transformer makes of the other columns, ndarray of float32 and names."""
        failure = None
        try:
            rows = getattr(self.columns, method)(X[self.others])
            names = list(getattr(rows, "columns", ()))
            rows = np.asarray(rows.toarray() if sparse.issparse(rows) else rows, dtype=np.float32)
        except (MemoryError, NotFittedError):
            raise
        except Exception as error:
            failure = (
                f"column_transformer must turn the columns beside {shown(self.note_column)} into "
                f"numbers; its {method} failed with {type(error).__name__} (whose message may "
                "quote a cell and is left out). It is given no y, and an encoder of categories may "
                'need handle_unknown="ignore". Try it on a table of your own making.'
            )
        if failure is not None:  # outside of the block: the cause is not passed on
            raise ValueError(failure)
        if rows.ndim != 2 or len(rows) != len(X) or not np.isfinite(rows).all():
            raise ValueError(
                "column_transformer must give finite numbers, one row a note; it gave shape "
                f"{rows.shape} for {len(X)} notes, or NaN or infinity. Impute what is missing."
            )
        return rows, names or rows.shape[1]


def _check_table(X, note_column):
    if not (hasattr(X, "columns") and hasattr(X, "__getitem__")):
        raise TypeError(
            f"X must be a DataFrame, because note_column={shown(note_column)} names its column of "
            f"notes; got {type(X).__name__}."
        )
    if note_column not in list(X.columns):
        raise ValueError(
            f"note_column must name a column of X, got {shown(note_column)}, which X lacks."
        )
    return X


def check_columns(note_column, column_transformer):
    """Check the parameters of a coder that reads tables.

    Parameters
    ----------
    note_column : column name or None
    column_transformer : transformer or None

    Raises
    ------
    ValueError, TypeError
        For a transformer without a column of notes, or what is no transformer.
    """
    if column_transformer is None:
        return
    if note_column is None:
        raise ValueError(
            "column_transformer must be None without note_column, which names the column of notes "
            "in a DataFrame X."
        )
    if isinstance(column_transformer, type) or not hasattr(column_transformer, "fit_transform"):
        raise TypeError(
            "column_transformer must be a scikit-learn transformer, such as make_column_transformer"
            f"(...), got {type(column_transformer).__name__}."
        )
