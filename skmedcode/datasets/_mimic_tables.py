"""The tables of a MIMIC release: found by name, read by column, plain or gzipped."""

from pathlib import Path

from skmedcode.datasets._table_csv import read_fields
from skmedcode.datasets._table_errors import defect, no_rows

__all__ = ["AS_RELEASED", "find_tables", "number_of", "read_columns"]

AS_RELEASED = "Take the file as PhysioNet releases it."
DEPTH = 3  # a table may lie this many folders down, such as in mimiciv/2.2/hosp
SHOWN = 30  # names of columns in a message
MOST_DIGITS = 18  # of a number that fits into 64 bits
LONGEST_NAME = 40  # a longer name of a column may be a note


def find_tables(folders, names, optional=()):
    """Where the tables of a release are.

    Parameters
    ----------
    folders : sequence of str or path-like
        A table may be in each, or up to three folders down.
    names : sequence of str
        Such as "NOTEEVENTS"; the file is NOTEEVENTS.csv or NOTEEVENTS.csv.gz, in capitals or not.
    optional : sequence of str
        Tables that may be missing.

    Returns
    -------
    dict of str to Path
        Without the optional ones that are missing.

    Raises
    ------
    FileNotFoundError
        If a folder or a table is missing; the message names all that are needed.
    ValueError
        If a table is there twice.
    """
    found = {name: _places(folders, name) for name in [*names, *optional]}
    missing = [name for name in names if not found[name]]
    if missing:
        looked = ", ".join(f"{name}.csv or {name}.csv.gz" for name in missing)
        raise FileNotFoundError(
            f"{' and '.join(map(str, folders))} must hold the tables {', '.join(names)}, in the "
            f"folder or up to {DEPTH} folders down. Looked in vain for {looked}, in capitals or "
            "not. Put the files as released there."
        )
    for name, places in found.items():
        if len({place.parent for place in places}) > 1:
            raise ValueError(
                f"{name} must be there once, got {places[0]} and {places[1]}. Pass the folder of "
                "one release."
            )
    return {name: places[0] for name, places in found.items() if places}


def _places(folders, name):
    """The files that may be a table, those nearest to the top; a plain one before a gzipped."""
    wanted = {f"{name}.csv".lower(), f"{name}.csv.gz".lower()}
    for depth in range(DEPTH + 1):
        files = [
            file
            for folder in dict.fromkeys(map(_checked, folders))
            for file in folder.glob("*/" * depth + "*")
            if file.name.lower() in wanted and file.is_file()
        ]
        if files:
            return sorted(files, key=lambda file: (file.suffix.lower() == ".gz", str(file)))
    return []


def _checked(folder):
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(
            f"folder must be the folder of the release's tables, got {folder}: there is none. "
            "Check the name."
        )
    return folder


def read_columns(path, columns):
    """Yield some columns of a table.

    Parameters
    ----------
    path : Path
        A .csv or .csv.gz file with names of columns, in capitals or not, in its first row.
    columns : sequence of str

    Yields
    ------
    row : int
        Counted from 1, the row of names included.
    line : int
        Where the row starts.
    values : list of str
        In the order of ``columns``. Bytes that are not UTF-8 are let in as surrogates.

    Raises
    ------
    ValueError
        For a column that is missing, and for a row that cannot be read.
    """
    places = n_columns = None
    for row, line, fields in read_fields(path, ","):
        if places is None:
            names = [name.strip().lower() for name in fields]
            _check_columns(path, columns, names, fields)
            places, n_columns = [names.index(column.lower()) for column in columns], len(fields)
            continue
        if len(fields) != n_columns:
            what = f"has {len(fields)} fields, expected {n_columns} as in the first row"
            raise defect(path, row, what, AS_RELEASED, line)
        yield row, line, [fields[place] for place in places]
    if places is None:
        raise no_rows(path)


def _check_columns(path, columns, names, fields):
    missing = [column for column in columns if column.lower() not in names]
    if missing:
        shown = "what looks like no names of columns"  # perhaps a row of notes: not shown
        if len(missing) < len(columns) and all(len(field) <= LONGEST_NAME for field in fields):
            shown = ", ".join(map(repr, fields[:SHOWN]))
        raise ValueError(
            f"{path}, row 1 must name the columns {', '.join(columns)}, in capitals or not. "
            f"{', '.join(missing)} missing, got {shown}. {AS_RELEASED}"
        )


def number_of(value, path, row, line, column):
    """A whole number, or None where the field is empty; "1.0" is 1, as pandas writes it.

    Raises
    ------
    ValueError
        For anything else, which is not shown.
    """
    digits, _, zeros = value.strip().partition(".")
    is_number = digits.isdecimal() and digits.isascii() and len(digits) <= MOST_DIGITS
    if is_number and not zeros.strip("0"):
        return int(digits)
    if not value.strip():
        return None
    what = f"has no whole number in the column {column}"
    raise defect(path, row, what, AS_RELEASED, line)
