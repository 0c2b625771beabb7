"""The tables of a CodiEsp release: codes of each case, and the spans that support them."""

__all__ = ["read_evidence", "read_labels"]

LETTERS = {"DIAGNOSTICO": "D", "PROCEDIMIENTO": "P"}


def read_labels(files, subset, letters, notes, place):
    """Read the codes of each case.

    Parameters
    ----------
    files : dict of str to bytes
    subset : str
    letters : sequence of {"D", "P"}
        The tables to join.
    notes : dict of str to str
        Case -> text; a row about any other case is an error.
    place : path-like
        Where the files are, for messages.

    Returns
    -------
    dict of str to set of str
        A key for each case, also for those without a code.
    """
    codes = {name: set() for name in notes}
    for letter in letters:
        for _, (name, code) in _rows(files, f"{subset}{letter}.tsv", 2, notes, place):
            codes[name].add(code)
    return codes


def read_evidence(files, subset, letters, notes, wanted, place):
    """Read the spans that support the codes.

    Parameters
    ----------
    files, subset, letters, notes, place
        As in ``read_labels``; the notes are the Spanish ones.
    wanted : set of str
        Spans of other codes are left out.

    Returns
    -------
    list of list of tuple
        Per case ``(code, start, end, text)``, in order of start.
    """
    spans = {name: set() for name in notes}
    table = f"{subset}X.tsv"
    for row, (name, label, code, _, positions) in _rows(files, table, 5, notes, place):
        if label not in LETTERS:
            raise _defect(place, table, row, f"the label must be one of {', '.join(LETTERS)}")
        parts = _parse(positions, len(notes[name]))
        if parts is None:
            raise _defect(
                place,
                table,
                row,
                "the positions must be 'start end' pairs inside the text, joined by ';'",
            )
        if LETTERS[label] in letters and code in wanted:
            spans[name].update((start, end, code) for start, end in parts)
    return [
        [(code, start, end, text[start:end]) for start, end, code in sorted(spans[name])]
        for name, text in notes.items()
    ]


def _rows(files, table, n_fields, notes, place):
    """Yield (row number, fields) of a table, checked."""
    if table not in files:
        raise FileNotFoundError(f"{place} has no {table} for this subset. Complete the release.")
    try:
        lines = files[table].decode("utf-8-sig").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        # "from None": the exception carries the bytes of the table, which holds words of notes.
        raise ValueError(f"{place}: {table} is not UTF-8. Replace it by the original.") from None
    for row, line in enumerate(lines, start=1):
        fields = line.removesuffix("\r").split("\t")
        if len(fields) != n_fields or not all(fields):
            raise _defect(place, table, row, f"expected {n_fields} fields separated by tabs")
        if fields[0] not in notes:
            raise _defect(place, table, row, f"the case {fields[0]!r} has no text")
        yield row, fields


def _parse(positions, length):
    """The non-empty (start, end) parts, or None where the field is malformed."""
    parts = []
    for part in positions.split(";"):
        numbers = part.split()
        if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
            return None
        start, end = map(int, numbers)
        if start > end or end > length:
            return None
        if start < end:  # the release has a few empty parts, which name nothing
            parts.append((start, end))
    return parts


def _defect(place, table, row, what):
    return ValueError(f"{place}: {table}, row {row}: {what}. Replace the file by the original.")
