"""Tables whose fields are separated by commas or tabs."""

import csv
import gzip
import zlib

from skmedcode.datasets._table_errors import check_columns, defect, no_rows
from skmedcode.datasets._table_unicode import NOT_UTF8, SAVE_AS_UTF8, is_unicode

__all__ = ["check_encoding", "read_fields", "read_separated"]

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
LARGEST_FIELD = 2**31 - 1  # of csv; the longest that a C long holds on every platform


def read_separated(path, asked, delimiter):
    """Yield the rows of a CSV or TSV file.

    Parameters
    ----------
    path : Path
    asked : dict of str to str
        Parameter -> name of the column.
    delimiter : str

    Yields
    ------
    row : int
        Counted from 1, the row of names included.
    line : int
        Where the row starts.
    values : list of str
        In the order of ``asked``.

    Raises
    ------
    ValueError
        For a column that is missing, and for a row that cannot be read.

    Notes
    -----
    Bytes that are not UTF-8 are let in as surrogates, so that the row they stand in can be named.
    The largest field that ``csv`` takes is raised for the process.
    """
    places = n_columns = None
    for row, line, fields in read_fields(path, delimiter):
        if places is None:
            check_encoding(path, row, line, fields)
            check_columns(path, asked, fields)
            places, n_columns = [fields.index(name) for name in asked.values()], len(fields)
            continue
        if len(fields) != n_columns:
            what = f"has {len(fields)} fields, the first row has {n_columns}"
            raise defect(path, row, what, "Quote fields that hold separators.", line)
        values = [fields[place] for place in places]
        check_encoding(path, row, line, values)
        yield row, line, values
    if places is None:
        raise no_rows(path)


def read_fields(path, delimiter):
    """Yield (row, line, fields) of the rows that are not blank, names of columns included.

    A name that ends in .gz is that of a gzipped file.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_FIELD))
    kind = gzip.open if path.suffix.lower() == ".gz" else open
    with kind(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield from _records(path, csv.reader(file, delimiter=delimiter, strict=True))


def _records(path, reader):
    row, line = 0, 1
    while True:
        row += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cure = (
                'A field with quotes or line breaks must stand in quotes, its quotes doubled ("").'
            )
            raise defect(path, row, f"cannot be read ({error})", cure, line) from None
        except DAMAGED as error:
            what = f"cannot be read: the archive is damaged or cut short ({type(error).__name__})"
            raise defect(path, row, what, "Download or copy it again.", line) from None
        if fields:
            yield row, line, fields
        line = reader.line_num + 1


def check_encoding(path, row, line, fields):
    """Refuse fields with bytes that are not UTF-8."""
    for field in fields:
        if not is_unicode(field):
            raise defect(path, row, NOT_UTF8, SAVE_AS_UTF8, line)
