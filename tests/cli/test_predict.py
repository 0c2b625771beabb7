"""``skmedcode predict``."""

import csv
import json

import pytest

import skmedcode
from skmedcode.cli import _predict, main
from skmedcode.datasets._table_rows import iter_table


def predict(table, model, out, *more):
    return main(["predict", table, "--text", "note", "--model", model, "--out", str(out), *more])


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_what_the_coder_says(table, rows, model, out, capsys):
    assert predict(table, model, out / "p.csv", "--id", "id") == 0
    assert capsys.readouterr().err.startswith("80 notes: ")
    found, coder = read_csv(out / "p.csv"), skmedcode.load(model)
    notes = [row[2] for row in rows]
    assert list(found[0]) == ["id", "codes", "probabilities"]
    assert [row["id"] for row in found] == [row[0] for row in rows]
    codes = [row["codes"].split(";") if row["codes"] else [] for row in found]
    assert codes == coder.predict_codes(notes)
    place = {code: column for column, code in enumerate(coder.classes_)}
    for row, own, chances in zip(found, codes, coder.predict_proba(notes), strict=True):
        expected = [chances[place[code]] for code in own]
        shown = [float(chance) for chance in row["probabilities"].split(";") if chance]
        assert shown == pytest.approx(expected, rel=1e-3)


def test_json_lines_and_top_k(table, rows, model, out):
    assert predict(table, model, out / "p.jsonl", "--top-k", "2") == 0
    found = [json.loads(line) for line in (out / "p.jsonl").read_text().splitlines()]
    coder = skmedcode.load(model)
    assert [row["codes"] for row in found] == coder.predict_codes([row[2] for row in rows], top_k=2)
    assert [row["id"] for row in found] == [str(n) for n in range(1, 81)]
    assert all(len(row["probabilities"]) == 2 for row in found)


def test_blocks_do_not_matter_and_only_one_is_held(table, model, out, monkeypatch):
    sizes = []

    def in_small_blocks(*args, **kwargs):
        for block in iter_table(*args, **kwargs, n_rows=7):
            sizes.append(len(block.notes))
            yield block

    assert predict(table, model, out / "whole.csv") == 0
    monkeypatch.setattr(_predict, "iter_table", in_small_blocks)
    assert predict(table, model, out / "blocks.csv") == 0
    assert max(sizes) == 7 and sum(sizes) == 80
    whole, blocks = read_csv(out / "whole.csv"), read_csv(out / "blocks.csv")
    assert [(row["id"], row["codes"]) for row in whole] == [
        (row["id"], row["codes"]) for row in blocks
    ]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_the_old_file(table, model, out, capsys, monkeypatch, error):
    def broken(*args, **kwargs):
        yield next(iter_table(*args, **kwargs, n_rows=5))
        raise error

    (out / "p.csv").write_text("old")
    monkeypatch.setattr(_predict, "iter_table", broken)
    assert predict(table, model, out / "p.csv") == (130 if error is KeyboardInterrupt else 1)
    assert (out / "p.csv").read_text() == "old"
    shown = capsys.readouterr().err
    assert ("nothing was written" in shown) == (error is KeyboardInterrupt)
    assert shown.count("\n") == 1


def test_a_bad_row_in_the_middle_is_named_and_nothing_is_written(table, model, out, capsys):
    path = out / "bad.jsonl"
    path.write_text('{"note": "one"}\n' * 600 + '{"note": null}\n')
    assert predict(str(path), model, out / "p.csv") == 1
    assert "row 601 has null" in capsys.readouterr().err
    assert not (out / "p.csv").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("p.xlsx", "must end in .csv or .jsonl"), ("no/p.csv", "a folder that exists")],
)
def test_where_the_result_cannot_go(table, model, out, capsys, name, message):
    with pytest.raises(SystemExit) as stopped:
        predict(table, model, out / name)
    assert stopped.value.code == 2 and message in capsys.readouterr().err


def test_the_table_itself_is_never_replaced(table, model, tmp_path, capsys):
    link = tmp_path / "link.csv"
    link.symlink_to(table)
    with pytest.raises(SystemExit):
        predict(table, model, link)
    assert "another file than the table" in capsys.readouterr().err


def test_a_separator_inside_codes_is_refused(table, model, out, capsys):
    with pytest.raises(SystemExit):
        predict(table, model, out / "p.csv", "--separator", ".")
    assert "--separator must not occur in a code" in capsys.readouterr().err


def test_errors_are_one_line(table, out, capsys):
    assert predict(table, str(out / "none"), out / "p.csv") == 1
    shown = capsys.readouterr().err
    assert shown.startswith("skmedcode predict: No saved coder in") and shown.count("\n") == 1
