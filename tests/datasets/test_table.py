"""Notes and codes from the user's own tables."""

import csv
import json
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import issparse

from skmedcode.datasets import load_table

HEADER = ["id", "who", "note", "codes"]
ROWS = [
    ["a", "p1", 'Says "no", leaves,\r\ncomes back.', "I10;E11.9"],
    ["b", "p2", "", ""],
    ["c", "p1", "Über 40 °C; 😀\n\n", " I10 ; I10;"],
]
ALL = {"text": "note", "codes": "codes", "id": "id", "patient": "who"}


def write_csv(path, rows=ROWS, header=HEADER, encoding="utf-8", end="\n", delimiter=","):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=end, delimiter=delimiter)
        writer.writerows([header, *rows])
    return path


def write_jsonl(path, rows=ROWS, encoding="utf-8"):
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows]
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def check(bunch):
    assert bunch.data.tolist() == [row[2] for row in ROWS]
    assert bunch.target_names.tolist() == ["E11.9", "I10"]
    np.testing.assert_array_equal(bunch.target, [[1, 1], [0, 0], [0, 1]])
    assert bunch.ids.tolist() == ["a", "b", "c"] and bunch.groups.tolist() == ["p1", "p2", "p1"]
    assert bunch.n_gold.tolist() == [2, 0, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_with_quotes_line_breaks_and_byte_order_mark(tmp_path, encoding, end):
    check(load_table(write_csv(tmp_path / "t.CSV", encoding=encoding, end=end), **ALL))


def test_tsv(tmp_path):
    check(load_table(write_csv(tmp_path / "t.tsv", delimiter="\t"), **ALL))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_json_lines_with_text_or_lists(tmp_path, encoding):
    check(load_table(write_jsonl(tmp_path / "t.jsonl", encoding=encoding), **ALL))
    lists = [[*row[:3], [code for code in row[3].split(";") if code]] for row in ROWS]
    check(load_table(write_jsonl(tmp_path / "t.ndjson", lists), **ALL))
    lists[1][3] = None  # no codes
    check(load_table(write_jsonl(tmp_path / "t.jsonl", lists), **ALL))


def test_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    frame = pd.DataFrame(ROWS, columns=HEADER)
    frame.to_parquet(tmp_path / "t.parquet", row_group_size=2)
    check(load_table(tmp_path / "t.parquet", **ALL))
    frame["codes"] = frame["codes"].str.split(";")
    frame["note"] = frame["note"].astype("category")
    frame.to_parquet(tmp_path / "t.parquet")
    check(load_table(tmp_path / "t.parquet", **ALL))


def test_parquet_that_is_damaged_or_empty(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 secret")
    with pytest.raises(ValueError, match="damaged or no Parquet file") as error:
        load_table(path, text="note")
    assert "secret" not in str(error.value)
    pd.DataFrame({"note": []}).to_parquet(path)
    with pytest.raises(ValueError, match="has no rows"):
        load_table(path, text="note")


def test_parquet_without_pyarrow_names_the_extra(tmp_path, monkeypatch):
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "t.parquet").write_bytes(b"")
    with pytest.raises(ImportError, match=r"skmedcode\[tables\]"):
        load_table(tmp_path / "t.parquet", text="note")


def test_other_forms(tmp_path):
    path = write_csv(tmp_path / "t.csv")
    data, target = load_table(path, text="note", codes="codes", return_X_y=True, sparse_output=True)
    assert len(data) == 3 and issparse(target)
    frames = load_table(path, **ALL, as_frame=True)
    assert list(frames.target.index) == ["a", "b", "c"] and list(frames.target) == ["E11.9", "I10"]
    plain = load_table(path, text="note")
    assert plain.target is plain.ids is plain.groups is plain.n_gold is None
    assert len(plain.target_names) == 0 and "'note'" in plain.DESCR


def test_code_names_choose_and_order(tmp_path):
    path = write_csv(tmp_path / "t.csv")
    bunch = load_table(path, text="note", codes="codes", code_names=["I10", "Z00"])
    assert bunch.target.tolist() == [[1, 0], [0, 0], [1, 0]] and bunch.n_gold.tolist() == [2, 0, 1]


def test_separator(tmp_path):
    path = write_csv(tmp_path / "t.csv", [["a", "p", "x", "I10 | E11.9|"]])
    bunch = load_table(path, text="note", codes="codes", separator="|")
    assert bunch.target_names.tolist() == ["E11.9", "I10"]
    for wrong in ("", " ", None):
        with pytest.raises(ValueError, match="separator must be"):
            load_table(path, text="note", codes="codes", separator=wrong)


def test_a_note_twice_is_told_by_rows(tmp_path):
    path = write_csv(
        tmp_path / "t.csv", [["Doe", "p", "x", ""], ["b", "p", "y", ""], *[ROWS[0]] * 2]
    )
    with pytest.raises(ValueError, match=r"row 5 repeats the 'id' of row 4") as error:
        load_table(path, text="note", id="id")
    assert "Doe" not in str(error.value)
    assert len(load_table(path, text="note").data) == 4


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(text, st.lists(st.sampled_from(["a", "b"]))), min_size=1))
def test_whatever_python_writes_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    # With "\n" as the end of rows, Python 3.11 leaves a lone "\r" in a field unquoted.
    cells = [[note, ";".join(codes)] for note, codes in rows]
    write_csv(path, cells, ["note", "codes"], end="\r\n")
    bunch = load_table(path, text="note", codes="codes", code_names=["a", "b"])
    assert bunch.data.tolist() == [note for note, _ in rows]
    assert bunch.target.tolist() == [["a" in own, "b" in own] for _, own in rows]
    lines = [json.dumps({"note": note, "codes": codes}) for note, codes in rows]
    path.with_suffix(".jsonl").write_text("\n".join(lines))
    again = load_table(
        path.with_suffix(".jsonl"), text="note", codes="codes", code_names=["a", "b"]
    )
    assert again.data.tolist() == bunch.data.tolist()
    np.testing.assert_array_equal(again.target, bunch.target)
