"""Rows of a published table: each is checked, and no message shows a word of a note."""

__all__ = ["defect", "read_rows"]


def read_rows(files, table, n_fields, notes, place, header=None):
    r"""Yield the rows of a table that is separated by tabs.

    Parameters
    ----------
    files : dict of str to bytes
    table : str
        Its name among the files.
    n_fields : int
    notes : container of str
        The cases; the first field of each row must be one of them.
    place : path-like
        Where the files are, for messages.
    header : sequence of str, default=None
        The fields of the first row; None means that the table has no header.

    Yields
    ------
    row : int
        Counted from 1, the header included.
    fields : list of str

    Examples
    --------
    >>> from skmedcode.datasets._rows import read_rows
    >>> files = {"train.tsv": b"file\tcode\nc1\t8140/3\n"}
    >>> list(read_rows(files, "train.tsv", 2, {"c1"}, "here", header=("file", "code")))
    [(2, ['c1', '8140/3'])]
    """
    lines = _lines(files, table, place)
    if header is not None and lines[0].removesuffix("\r").split("\t") != list(header):
        raise defect(place, table, 1, f"expected the header {' <tab> '.join(header)}")
    n_header = int(header is not None)
    for row, line in enumerate(lines[n_header:], start=1 + n_header):
        fields = line.removesuffix("\r").split("\t")
        if len(fields) != n_fields or not all(fields):
            raise defect(place, table, row, f"expected {n_fields} fields separated by tabs")
        if fields[0] not in notes:
            raise defect(place, table, row, f"the case {fields[0]!r} has no text")
        yield row, fields


def defect(place, table, row, what):
    """Return the error for a row that is not as published."""
    return ValueError(f"{place}: {table}, row {row}: {what}. Replace the file by the original.")


def _lines(files, table, place):
    if table not in files:
        raise FileNotFoundError(f"{place} has no {table} for this subset. Complete the release.")
    try:
        return files[table].decode("utf-8-sig").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        # "from None": the exception carries the bytes of the table, which may hold words of notes.
        raise ValueError(f"{place}: {table} is not UTF-8. Replace it by the original.") from None
