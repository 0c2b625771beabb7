"""Each defect of a table is named by its row, and no note is shown."""

import csv

import pytest

from skmedcode.datasets import load_table
from skmedcode.datasets._table_errors import nearest

SECRET = "Jane Roe denies chest pain"


def no_text(_):
    """The name of a test is part of its folder's, which messages show."""
    return ""


def refused(path, content, match, **columns):
    """Write a table, and check the error about it."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError, match=match) as error:
        load_table(path, **{"text": "note", **columns})
    shown = f"{error.value!r} {error.value.__cause__!r}"
    assert not any(word in shown for word in SECRET.split())
    assert error.value.__suppress_context__ or error.value.__context__ is None


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("", "has no rows"),
        ("note,codes\n", "has no rows"),
        ("\n\n", "has no rows"),
        (f"note,codes\n{SECRET}\n", r"row 2 has 1 fields, the first row has 2"),
        (f"note,codes\nx,y\n\n{SECRET},,\n", r"row 4 has 3 fields"),
        (f'note,codes\n"a\nb",\n"{SECRET}" x,\n', r"row 3 \(line 4 of the file\) cannot be read"),
        (f'note,codes\nx,\n"{SECRET},\ny,\n', r"row 3 cannot be read \(unexpected end of data\)"),
        (f"note,codes\nx,y\n{SECRET} \xe9,".encode("latin-1"), "row 3 is not UTF-8"),
        (f"note,codes\n{SECRET},y".encode("utf-16"), "row 1 is not UTF-8"),
        (f"note,note\n{SECRET},y", "there several times"),
        ("notes;codes\nx;y", r"There are 'notes;codes'.*separated by commas"),
        (f"id,Notes,codes\nx,{SECRET},y", r"There are 'id', 'Notes', 'codes'.*mean 'Notes'\?"),
        (f"1,{SECRET * 5}\n", "first row looks like notes"),
        (f'1,"{SECRET}\n"\n', "first row looks like notes"),
    ],
    ids=no_text,
)
def test_csv(tmp_path, content, match):
    refused(tmp_path / "t.csv", content, match)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("", "has no rows"),
        (f'{{"note": "{SECRET}"}}\n{{"note": "{SECRET}"', "row 2 is not JSON"),
        (f'["{SECRET}"]', "row 1 is JSON, but list"),
        (f'{{"text": "{SECRET}"}}', "There are 'text'"),
        (f'{{"note": "x"}}\n\n{{"text": "{SECRET}"}}', "row 3 has no 'note'"),
        ('{"note": null}', "row 1 has null for its note"),
        ('{"note": 3}', "row 1 has a value of type int for its note"),
        ('{"note": "x"}\n{"note": "\\ud800"}', "row 2 has half a character"),
        ('{"note": "\xe9"}'.encode("latin-1"), "row 1 is not UTF-8"),
        ("[" * 100_000, "row 1 is not JSON"),
    ],
    ids=no_text,
)
def test_json_lines(tmp_path, content, match):
    refused(tmp_path / "t.jsonl", content, match)


@pytest.mark.parametrize("value", ["401", "[250.0]", "[null]", '{"a": 1}', "true"])
def test_codes_that_are_no_text(tmp_path, value):
    content = f'{{"note": "{SECRET}", "codes": {value}}}'
    refused(tmp_path / "t.jsonl", content, "row 1 has a.* in the column 'codes'", codes="codes")


@pytest.mark.parametrize("value", ['""', "null", "1.5", "true", "[]"])
@pytest.mark.parametrize("parameter", ["id", "patient"])
def test_names_that_are_none(tmp_path, value, parameter):
    content = f'{{"note": "{SECRET}", "n": {value}}}'
    refused(tmp_path / "t.jsonl", content, "row 1 has .* in the column 'n'", **{parameter: "n"})


@pytest.mark.parametrize("parameter", ["codes", "id", "patient"])
def test_notes_are_no_names(tmp_path, parameter):
    """Names get into models and results, where notes must not be."""
    content = f"note,other\n{SECRET},x\n"
    match = f"{parameter} must be another column than the notes.*There are 'other'"
    refused(tmp_path / "t.csv", content, match, **{parameter: "note"})
    match = "must be another column than the notes.*no other"
    refused(tmp_path / "t.csv", f"note\n{SECRET}\n", match, **{parameter: "note"})


def test_text_is_no_code(tmp_path):
    content = f"note,codes\nx,I10\nx,I10;{SECRET * 9}\n"
    refused(tmp_path / "t.csv", content, "row 3 has a code of 234 characters", codes="codes")


def test_whole_numbers_name_notes(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"note": "x", "id": 7}')
    assert load_table(tmp_path / "t.jsonl", text="note", id="id").ids.tolist() == ["7"]


def test_file_and_parameters(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is none"):
        load_table(tmp_path / "t.csv", text="note")
    with pytest.raises(ValueError, match=r"path must end in one of \.csv"):
        load_table(tmp_path / "t.xlsx", text="note")
    (tmp_path / "t.csv").write_text("note\nx")
    for wrong in (None, 3):
        with pytest.raises(TypeError, match="text must be the name of a column"):
            load_table(tmp_path / "t.csv", text=wrong)
    with pytest.raises(ValueError, match="code_names must not repeat"):
        load_table(tmp_path / "t.csv", text="note", code_names=["a", "a"])


def test_long_notes_are_read_whatever_the_limit_of_csv(tmp_path):
    old = csv.field_size_limit(1000)
    try:
        (tmp_path / "t.csv").write_text(f"note\n{'x' * 200_000}\n")
        assert len(load_table(tmp_path / "t.csv", text="note").data[0]) == 200_000
    finally:
        csv.field_size_limit(old)


def test_nearest():
    assert nearest("NOTE", ["codes", "note"]) == " Did you mean 'note'?"
    assert nearest("xyz", ["codes", "note"]) == ""
