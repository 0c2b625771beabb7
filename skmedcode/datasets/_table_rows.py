"""A table as blocks of checked rows, so that none need be in memory as a whole."""

from pathlib import Path
from typing import NamedTuple

from skmedcode.datasets._table_cells import codes_of, name_of, note_of
from skmedcode.datasets._table_csv import read_separated
from skmedcode.datasets._table_errors import no_rows
from skmedcode.datasets._table_json import read_json_lines
from skmedcode.datasets._table_parquet import read_parquet

__all__ = ["Block", "iter_table"]

READERS = {
    ".csv": lambda path, asked: read_separated(path, asked, ","),
    ".tsv": lambda path, asked: read_separated(path, asked, "\t"),
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".parquet": read_parquet,
}
N_ROWS = 512


class Block(NamedTuple):
    """Some rows of a table; what was not asked for is an empty list."""

    rows: list
    notes: list
    codes: list
    ids: list
    groups: list


def iter_table(path, *, text, codes=None, id=None, patient=None, separator=";", n_rows=N_ROWS):
    """Yield a table in blocks of rows.

    Parameters
    ----------
    path, text, codes, id, patient, separator
        As in ``load_table``; that ``id`` names no note twice is left to the caller, since it takes
        memory.
    n_rows : int, default=512
        Rows a block.

    Yields
    ------
    Block
        ``rows`` (as messages count them), ``notes``, ``codes`` (a list of str for each note),
        ``ids`` and ``groups`` (str).

    Raises
    ------
    FileNotFoundError, ValueError, TypeError, ImportError
        As ``load_table``, when the row in question is reached.
    """
    path = _checked(path, separator)
    asked = {"text": text, "codes": codes, "id": id, "patient": patient}
    asked = {parameter: column for parameter, column in asked.items() if column is not None}
    if "text" not in asked:
        raise TypeError("text must be the name of a column (str), got None.")
    check = {"text": note_of, "id": name_of, "patient": name_of}
    check["codes"] = lambda *cell: codes_of(*cell, separator)
    steps = [(check[parameter], column) for parameter, column in asked.items()]
    kept = {parameter: [] for parameter in ("rows", "text", "codes", "id", "patient")}
    read = False
    for row, line, values in READERS[path.suffix.lower()](path, asked):
        cells = zip(asked, steps, values, strict=True)
        for parameter, (step, column), value in cells:
            kept[parameter].append(step(value, path, row, line, column))
        kept["rows"].append(row)
        if len(kept["rows"]) == n_rows:
            yield Block(*kept.values())
            read, kept = True, {parameter: [] for parameter in kept}
    if kept["rows"]:
        yield Block(*kept.values())
    elif not read:
        raise no_rows(path)


def _checked(path, separator):
    if not isinstance(separator, str) or not separator.strip(" "):
        raise ValueError(
            f"separator must be what stands between codes, such as ';', got {separator!r}."
        )
    path = Path(path).expanduser()
    if path.suffix.lower() not in READERS:
        raise ValueError(f"path must end in one of {', '.join(READERS)}, got {path.name!r}.")
    if not path.is_file():
        raise FileNotFoundError(f"path must be a file, got {path}: there is none. Check the name.")
    return path
