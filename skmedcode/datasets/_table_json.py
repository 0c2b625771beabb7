"""Tables with one JSON object a line."""

import json

from skmedcode.datasets._table_errors import check_columns, defect, no_rows
from skmedcode.datasets._table_unicode import NOT_UTF8, SAVE_AS_UTF8

__all__ = ["read_json_lines"]


def read_json_lines(path, asked):
    """Yield the objects of a file with one JSON object a line.

    Parameters
    ----------
    path : Path
    asked : dict of str to str
        Parameter -> key.

    Yields
    ------
    row : int
        Counted from 1: the line.
    line : None
    values : list
        In the order of ``asked``.

    Raises
    ------
    ValueError
        For a key that the first object lacks, and for a line that cannot be read.
    """
    first = None
    with path.open("rb") as file:
        for row, line in enumerate(file, start=1):
            if not line.strip():
                continue
            content = _parsed(path, row, line)
            if first is None:
                first = row
                check_columns(path, asked, list(content))
            missing = [key for key in asked.values() if key not in content]
            if missing:
                raise defect(path, row, f"has no {missing[0]!r}", "Give every line the same keys.")
            yield row, None, [content[key] for key in asked.values()]
    if first is None:
        raise no_rows(path)


def _parsed(path, row, line):
    try:
        content = json.loads(line.decode("utf-8-sig" if row == 1 else "utf-8"))
    except UnicodeDecodeError:
        raise defect(path, row, NOT_UTF8, SAVE_AS_UTF8) from None  # it carries the bytes
    except (json.JSONDecodeError, RecursionError):
        raise defect(path, row, "is not JSON", "Write one object a line.") from None
    if not isinstance(content, dict):
        what = f"is JSON, but {type(content).__name__} and no object"
        raise defect(path, row, what, 'Write {"name": value, ...} on each line.')
    return content
