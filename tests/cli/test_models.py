"""``skmedcode models``."""

import skmedcode
from skmedcode.cli import main
from skmedcode.cli._models import CODERS


def test_every_coder_of_the_package_has_a_line(capsys):
    public = {name for name in skmedcode.__all__ if name.endswith("Coder")} - {"BaseCoder"}
    assert set(CODERS) == public
    assert main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(CODERS)
    assert all(len(line) < 110 and line.endswith(".") for line in lines)


def test_parameters_of_one(capsys):
    assert main(["models", "CAMLCoder"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "lr=0.003" in lines and "kernel_size=5" in lines
