"""What is wrong with a table, in words that show nothing of a note."""

from difflib import get_close_matches

__all__ = ["check_columns", "defect", "nearest", "no_rows"]

LONGEST_NAME, MOST_NAMES = 64, 30


def defect(path, row, what, cure, line=None):
    """The error for a row that cannot be read.

    Parameters
    ----------
    path : path-like
    row : int
        As a spreadsheet counts, or a text editor for one object a line.
    what, cure : str
    line : int, default=None
        Where the row starts in the file, if that is another number.

    Returns
    -------
    ValueError
    """
    place = f"row {row}" if line in (None, row) else f"row {row} (line {line} of the file)"
    return ValueError(f"{path}, {place} {what}. {cure}")


def no_rows(path):
    """The error for a table without notes."""
    return ValueError(f"{path} has no rows. Pass a table with at least one note.")


def nearest(word, words):
    """The nearest of some words as a question, or nothing."""
    lower = {str(each).lower(): each for each in words}
    close = get_close_matches(str(word).lower(), lower, n=1)
    return f" Did you mean {lower[close[0]]!r}?" if close else ""


def check_columns(path, asked, there):
    """Refuse a column that is missing, that is there twice, or that is that of the notes.

    Parameters
    ----------
    path : path-like
    asked : dict of str to str
        Parameter -> name of the column.
    there : sequence of str

    Raises
    ------
    TypeError, ValueError
    """
    for parameter, column in asked.items():
        if not isinstance(column, str):
            raise TypeError(
                f"{parameter} must be the name of a column (str), got {type(column).__name__}."
            )
        if column not in there:
            raise ValueError(
                f"{parameter} must be a column of {path}, got {column!r}. {_columns(column, there)}"
            )
        if parameter != "text" and column == asked["text"]:
            raise ValueError(
                f"{parameter} must be another column than the notes, got {column!r} for both. "
                f"{_columns(column, [name for name in there if name != column])}"
            )
        if list(there).count(column) > 1:
            raise ValueError(
                f"{parameter} must be a column of {path} that is there once, got {column!r}, which "
                "is there several times. Rename the others."
            )


def _columns(column, there):
    """Which columns there are; a first row that may be data is not shown."""
    if any(len(name) > LONGEST_NAME or "\n" in name for name in there):
        return (
            "Its first row looks like notes, not like names of columns (and is not shown): write "
            "the names above it."
        )
    shown = ", ".join(map(repr, there[:MOST_NAMES]))
    more = f" and {len(there) - MOST_NAMES} more" if len(there) > MOST_NAMES else ""
    hint = ""
    if len(there) == 1 and any(mark in there[0] for mark in ";\t|,"):
        hint = " A .csv must be separated by commas, a .tsv by tabs: save it so."
    if not shown:
        return "There is no other."
    return f"There are {shown}{more}.{nearest(column, there)}{hint}"
