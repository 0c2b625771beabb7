"""A table with odd content and a coder fitted on it, by the command line itself."""

import csv
from pathlib import Path

import pytest

from skmedcode.cli import main
from skmedcode.datasets import make_clinical_notes

COLUMNS = ["--text", "note", "--codes", "codes"]


def write_table(path, rows):
    """Byte order mark, Windows line ends, and fields with quotes and line breaks."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([["id", "who", "note", "codes"], *rows])
    return str(path)


@pytest.fixture(scope="session")
def rows():
    data = make_clinical_notes(n_samples=80, n_codes=4, length=50, random_state=0)
    rows = []
    for n, (note, own) in enumerate(zip(data.data, data.target, strict=True)):
        odd = f'{note}\r\n"quoted", é; 😀' if n % 3 == 0 else note
        codes = ";".join(data.target_names[own == 1])
        rows.append([f"n{n}", f"p{data.groups[n]}", odd, codes])
    return rows


@pytest.fixture(scope="session")
def table(rows, tmp_path_factory):
    return write_table(tmp_path_factory.mktemp("table") / "notes.csv", rows)


@pytest.fixture(scope="session")
def model(table, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model") / "coder"
    assert main(["fit", table, *COLUMNS, "--set", "max_epochs=3", "--out", str(folder)]) == 0
    return str(folder)


@pytest.fixture
def out(tmp_path):
    """Where a result goes; nothing else may be left beside it."""
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder
    assert not [path for path in Path(folder).iterdir() if path.name.startswith(".")]
