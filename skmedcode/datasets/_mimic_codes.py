"""The codes of MIMIC's admissions."""

from skmedcode.datasets._mimic_tables import AS_RELEASED, number_of, read_columns
from skmedcode.datasets._table_errors import defect

__all__ = ["add_codes", "read_titles"]

LONGEST_CODE = 8  # ICD-10-CM: seven characters and a dot
NUMBERS = "Was it saved by a program that takes codes for numbers? " + AS_RELEASED


def add_codes(codes, path, column, dotted, version=None):
    """Add the codes of a table to those of each admission.

    Parameters
    ----------
    codes : dict of int to set of str
        Admission -> codes; an admission whose rows are all empty gets an empty set.
    path : Path
    column : str
        Column of the codes.
    dotted : callable
        From a code as stored to the code with its dot.
    version : int, default=None
        Rows of another ``icd_version`` are left out; None reads no such column.

    Raises
    ------
    ValueError
        For a row without a code where one should be; the message names file, row and column.
    """
    columns = ["HADM_ID", column, *([] if version is None else ["icd_version"])]
    known = {}
    for row, line, (admission, code, *own_version) in read_columns(path, columns):
        if own_version and not _has(own_version[0], version, path, row, line):
            continue
        admission = number_of(admission, path, row, line, "HADM_ID")
        if admission is None:
            continue
        own = codes.setdefault(admission, set())
        if code not in known:
            known[code] = _checked(code, dotted, path, row, line, column)
        if known[code]:
            own.add(known[code])


def read_titles(tables, column, version=None):
    """Titles of codes.

    Parameters
    ----------
    tables : sequence of (path, callable)
        A table with the columns of codes and ``LONG_TITLE``, and what puts the dot.
    column : str
    version : int, default=None
        As in ``add_codes``.

    Returns
    -------
    dict of str to str
    """
    columns = [column, "LONG_TITLE", *([] if version is None else ["icd_version"])]
    titles = {}
    for path, dotted in tables:
        for row, line, (code, title, *own_version) in read_columns(path, columns):
            if not own_version or _has(own_version[0], version, path, row, line):
                titles[_checked(code, dotted, path, row, line, column)] = title.strip()
    return titles


def _has(value, version, path, row, line):
    """Whether a row is of a version of ICD."""
    number = number_of(value, path, row, line, "icd_version")
    if number not in (9, 10):
        raise defect(path, row, "must have 9 or 10 in the column icd_version", AS_RELEASED, line)
    return number == version


def _checked(code, dotted, path, row, line, column):
    """The code with its dot; what is no code is not shown."""
    stored = code.strip().upper()
    plain = stored.replace(".", "")
    if not plain:
        return ""
    if len(stored) > LONGEST_CODE or not (plain.isascii() and plain.isalnum()):
        what = f"must have letters and digits in the column {column}, {LONGEST_CODE} at most"
        raise defect(path, row, what, AS_RELEASED, line)
    if stored != plain and stored != dotted(plain):
        what = f"has a number with a fraction, or a dot out of place, in the column {column}"
        raise defect(path, row, what, NUMBERS, line)
    return dotted(plain)
