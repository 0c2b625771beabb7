"""The examples run, quickly, and keep the form that the gallery reads."""

import ast
import runpy
import sys
import warnings
from pathlib import Path

import pytest
from mimic_files import make_release, write_lists, write_mimic3

from skmedcode.datasets._mimic_labels import CAML_TOP50

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("plot_*.py"))


def test_there_are_examples_in_reading_order():
    assert [path.name[:7] for path in EXAMPLES] == [
        f"plot_{n + 1:02}" for n in range(len(EXAMPLES))
    ]
    assert len(EXAMPLES) >= 3


@pytest.fixture
def arguments(path, tmp_path):
    """What an example is called with: that about MIMIC-III, a made-up release and its lists."""
    if "mimic3" not in path.stem:
        return []
    release = make_release(80, top50=CAML_TOP50)
    write_lists(write_mimic3(tmp_path, release) / "lists", release)
    return [str(tmp_path), str(tmp_path / "lists")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path, arguments, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", [str(path), *arguments])
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        runpy.run_path(str(path), run_name="__main__")
    assert capsys.readouterr().out
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_has_a_title_and_cells_that_say_why(path):
    source = path.read_text(encoding="utf-8")
    title, underline, blank, *text = ast.get_docstring(ast.parse(source)).splitlines()
    assert set(underline) == {"="} and len(underline) == len(title)
    assert blank == "" and text
    cells = source.split("\n# %%\n")[1:]
    assert len(cells) >= 4
    assert all(cell.startswith("# ") for cell in cells)
