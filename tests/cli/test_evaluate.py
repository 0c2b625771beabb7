"""``skmedcode evaluate``."""

import pytest

import skmedcode
from skmedcode.cli import main
from skmedcode.datasets import load_table
from skmedcode.metrics import coding_report

COLUMNS = ["--text", "note", "--codes", "codes"]


def test_the_report_is_that_of_the_metrics(table, model, capsys):
    command = ["evaluate", table, *COLUMNS, "--model", model, "--top-k", "1", "--top-k", "3"]
    assert main(command) == 0
    data, coder = load_table(table, text="note", codes="codes"), skmedcode.load(model)
    chances = coder.predict_proba(data.data)
    expected = coding_report(data.target, chances, threshold=coder.threshold_, k=(1, 3))
    shown = capsys.readouterr()
    assert shown.out == f"{expected}\n" and shown.err == ""


def test_codes_that_the_coder_does_not_know_are_told(model, tmp_path, capsys):
    path = tmp_path / "t.jsonl"
    code = skmedcode.load(model).classes_[0]
    path.write_text(f'{{"note": "x", "codes": "Z99;{code}"}}\n{{"note": "y", "codes": "Z98"}}')
    assert main(["evaluate", str(path), *COLUMNS, "--model", model]) == 0
    assert "2 of the 3 codes" in capsys.readouterr().err
    assert main(["evaluate", str(path), *COLUMNS, "--model", model, "--separator", ","]) == 1
    assert "None of the 2 notes has a code that the coder knows" in capsys.readouterr().err


def test_patient_needs_split(table, model, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", table, *COLUMNS, "--model", model, "--patient", "who"])
    assert stopped.value.code == 2 and "--split" in capsys.readouterr().err


@pytest.mark.parametrize("share", ["0", "1", "2", "x", "nan"])
def test_shares_are_between_0_and_1(table, model, capsys, share):
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", table, *COLUMNS, "--model", model, "--split", share])
    assert stopped.value.code == 2 and "between 0 and 1" in capsys.readouterr().err
