"""Cells of a table: notes, names, codes; each is checked, and its row is named."""

from skmedcode.datasets._table_errors import defect
from skmedcode.datasets._table_unicode import require_unicode

__all__ = ["codes_of", "name_of", "note_of"]

LONGEST_CODE = 200  # what is longer is text, which must not get among the names of codes


def note_of(value, path, row, line, column):
    """A note: any text, none is an error."""
    if not isinstance(value, str):
        what = f"has {_kind(value)} for its note, the column {column!r}"
        raise defect(path, row, what, "Write text, an empty one where there is none.", line)
    require_unicode(path, row, value)
    return value


def name_of(value, path, row, line, column):
    """A name of a note or patient; whole numbers become text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        kind = "nothing" if isinstance(value, str) else _kind(value)
        raise defect(path, row, f"has {kind} in the column {column!r}", "Write a name.", line)
    require_unicode(path, row, value)
    return value


def codes_of(value, path, row, line, column, separator):
    """Codes in their order, none twice; null stands for none."""
    if value is None:
        return []
    codes = value.split(separator) if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        kind = "a list with more than text" if isinstance(codes, list) else _kind(value)
        what = f"has {kind} in the column {column!r}"
        cure = 'Write codes as text, such as ["I10", "250.00"]; a number would lose its zeros.'
        raise defect(path, row, what, cure, line)
    for code in codes:
        require_unicode(path, row, code)
        if len(code) > LONGEST_CODE:
            what = f"has a code of {len(code)} characters in the column {column!r}"
            cure = f"Is this the column of codes, and is separator={separator!r} right?"
            raise defect(path, row, what, cure, line)
    return list(dict.fromkeys(filter(None, map(str.strip, codes))))


def _kind(value):
    return "null" if value is None else f"a value of type {type(value).__name__}"
