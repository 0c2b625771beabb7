"""Files that appear whole or not at all."""

import csv
import json
import os
import uuid
from contextlib import contextmanager
from pathlib import Path

from skmedcode.cli._options import UsageError

__all__ = ["check_target", "csv_writer", "json_writer", "number", "writing"]


def check_target(path, suffixes, source):
    """Where a result may go, before any work is done.

    Parameters
    ----------
    path : Path
    suffixes : sequence of str
    source : Path
        The table that is read, which must stay as it is.

    Returns
    -------
    Path
        With symbolic links followed.

    Raises
    ------
    UsageError
        For another suffix, a folder that is missing, and the table itself.
    """
    path = Path(path).expanduser().resolve()
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"--out must end in {' or '.join(suffixes)}, got {path.name!r}.")
    if path.exists() and not path.is_file():
        raise UsageError(f"--out must be a file, got {path}, which is something else.")
    if not path.parent.is_dir():
        raise UsageError(f"--out must lie in a folder that exists, got {path}. Make it first.")
    if path == Path(source).expanduser().resolve():
        raise UsageError(f"--out must be another file than the table, got {path} for both.")
    return path


@contextmanager
def writing(path):
    """Yield a text file that takes its name only when all is written.

    Whatever fails inside, an interruption too, leaves an older file as it was.
    """
    temporary = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            yield file
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def csv_writer(file, names):
    """A function that writes one row; the names of the columns are written now."""
    writer = csv.writer(_Lines(file))
    writer.writerow(names)
    return writer.writerow


class _Lines:
    """Ends rows by "\\n"; asked for that itself, Python 3.11 leaves "\\r" in a field unquoted."""

    def __init__(self, file):
        self.file = file

    def write(self, row):
        self.file.write(row.removesuffix("\r\n") + "\n")


def json_writer(file):
    """A function that writes one object a line."""

    def write(content):
        file.write(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")

    return write


def number(value):
    """A number with as many digits as anyone needs."""
    return float(f"{value:.4g}")
