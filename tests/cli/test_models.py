"""``skmedcode models``."""

import skmedcode
from skmedcode.cli import main
from skmedcode.cli._models import CODERS
from skmedcode.coders._parts import CONNECTIONS, DECODERS, ENCODERS
from skmedcode.coders._table import ROWS


def test_every_coder_of_the_package_has_a_line(capsys):
    public = {name for name in skmedcode.__all__ if name.endswith("Coder")} - {"BaseCoder"}
    assert set(CODERS) == public
    assert main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    table, mixtures = lines[1 : len(ROWS) + 1], lines[len(ROWS) + 2 :]
    assert [line.split()[0] for line in table + mixtures] == list(CODERS)
    assert all(len(line) < 160 for line in lines)


def test_the_table_names_parts(capsys):
    main(["models"])
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("MTRAMCoder"))
    assert line.split()[1:4] == ["recurrent", "recalibration", "two_tasks"]
    for row in ROWS:
        if row.parts is not None:
            encoder, connection, decoder = row.parts
            assert encoder in ENCODERS and decoder in DECODERS
            assert connection is None or connection in CONNECTIONS


def test_parameters_of_one(capsys):
    assert main(["models", "CAMLCoder"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "lr=0.003" in lines and "kernel_size=5" in lines
