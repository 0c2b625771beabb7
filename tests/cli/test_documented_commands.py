"""The commands of the user guide work, in their order."""

import re
import shlex
from pathlib import Path

import pytest

from skmedcode.cli import main
from skmedcode.cli._main import COMMANDS, make_parser

PAGE = Path(__file__).resolve().parents[2] / "docs" / "user_guide" / "command_line.md"


def documented():
    text = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        for command in block.replace("\\\n", " ").removeprefix("$ ").split("\n$ "):
            name, *arguments = shlex.split(command)
            assert name == "skmedcode"
            yield arguments


def test_all_run(rows, tmp_path, monkeypatch, capsys):
    pytest.importorskip("simple_icd_10_cm")
    monkeypatch.chdir(tmp_path)
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    Path("notes.csv").write_text("visit,patient,note,codes\n" + "\n".join(lines), "utf-8")
    commands = list(documented())
    assert {command[0] for command in commands} >= {"fit", "predict", "evaluate", "explain"}
    for command in commands:
        fast = (
            ["--set", "max_epochs=2"] if command[0] == "fit" and "n_seeds=2" not in command else []
        )
        assert main([*command, *fast]) == 0, command
    assert Path("codes.csv").exists() and Path("evidence.jsonl").exists()


def test_every_command_has_a_row_and_help(capsys):
    page = PAGE.read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    shown = capsys.readouterr().out
    assert stopped.value.code == 0 and "130 interrupted" in shown
    for name in ("demo", "fit", "predict", "evaluate", "explain", "models"):
        assert f"| `{name}` |" in page and re.search(rf"^    {name} ", shown, re.M)
    assert len(COMMANDS) == 6


def test_wrong_usage_exits_with_2(capsys):
    for wrong in ([], ["fit"], ["nothing"], ["predict", "t.csv", "--top-k", "0"], ["models", "X"]):
        with pytest.raises(SystemExit) as stopped:
            make_parser().parse_args(wrong)
        assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
