"""The tables of a CodiEsp release: codes of each case, and the spans that support them."""

from skmedcode.datasets._rows import defect, read_rows

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
        for _, (name, code) in read_rows(files, f"{subset}{letter}.tsv", 2, notes, place):
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
    for row, (name, label, code, _, positions) in read_rows(files, table, 5, notes, place):
        if label not in LETTERS:
            raise defect(place, table, row, f"the label must be one of {', '.join(LETTERS)}")
        parts = _parse(positions, len(notes[name]))
        if parts is None:
            raise defect(
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
