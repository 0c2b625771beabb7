"""The examples run, quickly, and keep the form that the gallery reads."""

import ast
import runpy
import warnings
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("plot_*.py"))


def test_there_are_examples_in_reading_order():
    assert [path.name[:7] for path in EXAMPLES] == [
        f"plot_{n + 1:02}" for n in range(len(EXAMPLES))
    ]
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        runpy.run_path(str(path), run_name="__main__")
    assert capsys.readouterr().out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_has_a_title_and_cells_that_say_why(path):
    source = path.read_text(encoding="utf-8")
    title, underline, blank, *text = ast.get_docstring(ast.parse(source)).splitlines()
    assert set(underline) == {"="} and len(underline) == len(title)
    assert blank == "" and text
    cells = source.split("\n# %%\n")[1:]
    assert len(cells) >= 4
    assert all(cell.startswith("# ") for cell in cells)
