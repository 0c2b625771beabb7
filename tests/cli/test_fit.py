"""``skmedcode fit``."""

import json
import re
from pathlib import Path

import pytest

import skmedcode
from skmedcode.cli import main
from skmedcode.cli._progress import EpochLines
from skmedcode.datasets import load_table

COLUMNS = ["--text", "note", "--codes", "codes"]


def test_it_fits_what_python_would(table, model):
    data = load_table(table, text="note", codes="codes")
    coder = skmedcode.AttentionCoder(max_epochs=3, random_state=0, code_names=data.target_names)
    expected = coder.fit(data.data, data.target).predict_proba(data.data)
    loaded = skmedcode.load(model)
    assert loaded.classes_.tolist() == data.target_names.tolist()
    assert loaded.predict_proba(data.data) == pytest.approx(expected, abs=1e-5)
    assert loaded.callbacks is None


def test_progress_report_and_titles(table, out, tmp_path, capsys):
    titles = tmp_path / "titles.csv"
    codes = load_table(table, text="note", codes="codes").target_names
    titles.write_text("code,title\n" + "\n".join(f'{code},"title, {code}"' for code in codes))
    command = ["fit", table, *COLUMNS, "--patient", "who", "--validation", "0.25"]
    command += ["--coder", "CAMLCoder", "--set", "max_epochs=2", "--set", "num_filters=8"]
    assert main([*command, "--titles", str(titles), "--out", str(out / "m")]) == 0
    shown = capsys.readouterr()
    assert re.search(r"^epoch 1/2: loss \d.*, validation 0\.\d+, \d+\.\d s$", shown.err, re.M)
    assert re.search(r"^all notes, epoch 1/", shown.err, re.M)
    assert "warning" not in shown.err
    assert "CAMLCoder saved in" in shown.out and "mean average precision" in shown.out
    loaded = skmedcode.load(out / "m")
    assert loaded.code_descriptions == {code: f"title, {code}" for code in codes}
    assert loaded.num_filters == 8
    main(
        ["evaluate", table, *COLUMNS, "--split", "0.25", "--patient", "who", "--model", f"{out}/m"]
    )
    assert shown.out.endswith(capsys.readouterr().out)


def test_coders_of_several_parts(table, out, capsys):
    command = ["fit", table, *COLUMNS, "--coder", "EnsembleCoder", "--set", "n_seeds=2"]
    command += ["--set", "coder__max_epochs=2", "--set", "coder=CNNCoder"]
    assert main([*command, "--set", "coder__num_filters=8", "--out", str(out / "m")]) == 0
    shown = capsys.readouterr().err
    assert shown.count("\nepoch 1/2") == 2 and "warning" not in shown
    loaded = skmedcode.load(out / "m")
    assert type(loaded.members_[1][1]) is type(loaded.coder) is skmedcode.CNNCoder
    assert loaded.coder.num_filters == 8


def test_quiet(table, out, capsys):
    command = ["fit", table, *COLUMNS, "--set", "max_epochs=1", "--quiet"]
    assert main([*command, "--out", str(out / "m")]) == 0
    assert capsys.readouterr().err == ""


def interrupting(monkeypatch, epoch, refit=False):
    def on_epoch_end(self, net, **kwargs):
        row = net.history[-1]
        if row["epoch"] == epoch and ("valid_score" in row) != refit:
            raise KeyboardInterrupt

    monkeypatch.setattr(EpochLines, "on_epoch_end", on_epoch_end)


@pytest.mark.parametrize(("epoch", "refit"), [(3, False), (1, True)])
def test_an_interrupted_fit_saves_the_best_so_far(table, out, capsys, monkeypatch, epoch, refit):
    interrupting(monkeypatch, epoch, refit)
    command = ["fit", table, *COLUMNS, "--set", "max_epochs=4", "--out", str(out / "m")]
    assert main([*command, "--validation", "0.2"]) == 130
    shown = capsys.readouterr()
    assert "warning: Training was interrupted" in shown.err
    assert shown.err.endswith("interrupted; what was learnt before is saved.\n")
    assert "mean average precision" not in shown.out
    assert skmedcode.load(out / "m").n_iter_ >= 1


def test_an_interruption_before_the_first_epoch_leaves_nothing(table, out, capsys, monkeypatch):
    monkeypatch.setattr(EpochLines, "on_batch_end", lambda *_, **__: raise_interrupt())
    command = ["fit", table, *COLUMNS, "--set", "max_epochs=4", "--out", str(out / "m")]
    assert main(command) == 130
    assert capsys.readouterr().err.endswith("fit: interrupted; nothing was written.\n")
    assert not (out / "m").exists()


def raise_interrupt():
    raise KeyboardInterrupt


def test_an_interrupted_coder_of_several_parts_is_not_saved(table, out, capsys, monkeypatch):
    interrupting(monkeypatch, 2)
    command = ["fit", table, *COLUMNS, "--coder", "EnsembleCoder", "--out", str(out / "m")]
    assert main(command) == 130
    assert "of several parts is not saved" in capsys.readouterr().err
    assert not (out / "m").exists()


def test_what_is_in_the_way_is_told_before_any_work(table, out, capsys):
    (out / "letter.txt").write_text("dear")
    assert main(["fit", table, *COLUMNS, "--out", str(out)]) == 1
    shown = capsys.readouterr().err
    assert "no saved coder" in shown and shown.count("\n") == 1
    assert (out / "letter.txt").read_text() == "dear"


def test_folders_that_cannot_be_made(table, out, capsys, monkeypatch):
    (out / "file").write_text("")
    monkeypatch.chdir(out)
    for folder in (".", "file/m"):
        with pytest.raises(SystemExit) as stopped:
            main(["fit", table, *COLUMNS, "--out", folder])
        assert stopped.value.code == 2 and "--out must" in capsys.readouterr().err


def test_a_table_without_any_code(out, capsys):
    (out / "t.csv").write_text("note,codes\nx,\ny,\n")
    assert main(["fit", str(out / "t.csv"), *COLUMNS, "--out", str(out / "m")]) == 1
    assert "--codes must have codes" in capsys.readouterr().err


def test_wrong_value_of_a_parameter_is_told_in_one_line(table, out, capsys):
    command = ["fit", table, *COLUMNS, "--set", "lr=fast", "--out", str(out / "m"), "--quiet"]
    assert main(command) == 1
    assert capsys.readouterr().err == (
        "skmedcode fit: lr must be a number, got 'fast' of type str.\n"
    )
    with pytest.raises(TypeError, match="lr must be"):
        main([*command, "--traceback"])


def test_parameters_are_saved_as_given(model):
    described = json.loads((Path(model) / "coder.json").read_text())
    assert described["parameters"]["max_epochs"] == 3
    assert described["parameters"]["random_state"] == 0
