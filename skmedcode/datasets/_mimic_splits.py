"""Which admissions are for training, development and test: lists that the user has."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from skmedcode.datasets._mimic_tables import number_of, read_columns
from skmedcode.datasets._parameters import check_choice
from skmedcode.datasets._table_errors import defect
from skmedcode.utils._optional import import_optional

__all__ = ["PARTS", "read_splits", "split_hash"]

PARTS = ("train", "dev", "test")
NAMES = {"train": "train", "dev": "dev", "val": "dev", "test": "test"}
ONE_A_LINE = "Write one HADM_ID a line, without a header."


def read_splits(splits, lists, tables, part):
    """Read the admissions of each part.

    Parameters
    ----------
    splits : str, path-like, mapping or None
        A folder; a table with the columns ``_id`` and ``split`` (.csv or .feather); or a mapping
        from part to admissions.
    lists : str
        Name of a part's list in a folder, such as "{part}_50_hadm_ids.csv".
    tables : sequence of str
        Names of tables that a folder may hold in their place.
    part : {"train", "dev", "test"} or None

    Returns
    -------
    dict of str to set of int, or None
    """
    if part is not None:
        check_choice("part", part, PARTS)
        if splits is None:
            raise ValueError(
                f"splits must say which admissions are in part={part!r}, got None. Pass the folder "
                f"with {', '.join(lists.format(part=each) for each in PARTS)}, or a mapping from "
                "'train', 'dev' and 'test' to HADM_IDs; or take part=None and split by patient."
            )
    if splits is None:
        return None
    parts = _from_mapping(splits) if isinstance(splits, Mapping) else _read(splits, lists, tables)
    _check_apart(parts)
    return parts


def split_hash(parts):
    """A fingerprint of who is in which part: the same for the same admissions, in any order.

    Parameters
    ----------
    parts : dict of str to iterable of int

    Returns
    -------
    str
        64 characters, SHA-256.
    """
    lines = [f"{part},{each}\n" for part in sorted(parts) for each in sorted(parts[part])]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _from_mapping(splits):
    for part in splits:
        check_choice("splits", part, NAMES)
    parts = {part: set() for part in PARTS}
    for part, admissions in splits.items():
        parts[NAMES[part]].update(_numbers(part, admissions))
    return parts


def _numbers(part, admissions):
    """Whole numbers alone: a text would be taken apart, and a fraction cut off."""
    try:
        values = [] if isinstance(admissions, str) else list(admissions)
        numbers = [int(value) for value in values]
        whole = all(float(value) == int(value) for value in values)
    except (TypeError, ValueError, OverflowError):
        whole = False
    if isinstance(admissions, str) or not whole:
        raise ValueError(
            f"splits[{part!r}] must be the HADM_IDs of a part, whole numbers; got others. Pass a "
            "list, array or set of them."
        )
    return numbers


def _read(splits, lists, tables):
    path = Path(splits).expanduser()
    if path.is_file():
        return _read_table(path)
    files = {part: path / lists.format(part=part) for part in PARTS}
    if all(file.is_file() for file in files.values()):
        return {part: _read_list(file) for part, file in files.items()}
    for name in tables:
        if (path / name).is_file():
            return _read_table(path / name)
    names = ", ".join(file.name for file in files.values())
    raise FileNotFoundError(
        f"splits must be a folder with the lists {names} (one HADM_ID a line), or with one of "
        f"{', '.join(tables)}, got {path}. Take the lists from the authors' repositories."
    )


def _read_list(path):
    found = set()
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        for row, line in enumerate(file, start=1):
            if not line.strip():
                continue
            if not (line.strip().isascii() and line.strip().isdecimal()):
                raise defect(path, row, "is no HADM_ID", ONE_A_LINE)
            found.add(int(line))
    return found


def _read_table(path):
    """A table of admissions and parts; .feather as Edin et al. publish it."""
    parts = {part: set() for part in PARTS}
    for row, line, (admission, part) in _rows(path):
        if part.strip().lower() not in NAMES:
            what = f"must have one of {', '.join(NAMES)} in the column split"
            raise defect(path, row, what, "Write the part of each admission.", line)
        number = number_of(admission, path, row, line, "_id")
        if number is None:
            raise defect(path, row, "is empty in the column _id", "Write its HADM_ID.", line)
        parts[NAMES[part.strip().lower()]].add(number)
    return parts


def _rows(path):
    if path.suffix.lower() != ".feather":
        yield from read_columns(path, ["_id", "split"])
        return
    arrow = import_optional("pyarrow", extra="tables", purpose=f"Reading {path.name}")
    feather = import_optional("pyarrow.feather", extra="tables", purpose=f"Reading {path.name}")
    try:
        table = feather.read_table(path, columns=["_id", "split"])
    except (arrow.ArrowException, OSError) as error:
        raise ValueError(
            f"{path} must be a Feather file with the columns _id and split; it cannot be read so "
            f"({type(error).__name__}). Download it again."
        ) from None
    columns = (table.column(name).to_pylist() for name in ("_id", "split"))
    for row, (admission, part) in enumerate(zip(*columns, strict=True), start=1):
        yield row, None, (str(admission), str(part))


def _check_apart(parts):
    for first, second in (("train", "dev"), ("train", "test"), ("dev", "test")):
        if shared := parts[first] & parts[second]:
            raise ValueError(
                f"splits must put each admission into one part, got {len(shared)} that are in both "
                f"{first} and {second}. Correct the lists."
            )
