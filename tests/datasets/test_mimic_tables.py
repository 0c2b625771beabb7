"""Files that are not as released: the message says where, and never shows a note."""

import gzip

import pytest
from mimic_files import make_release, write_mimic3

from skmedcode.datasets import load_mimic3
from skmedcode.datasets._mimic_tables import find_tables, number_of, read_columns

SECRET = "secretpatient"
RELEASE = make_release(12)
HEAD = "ROW_ID,SUBJECT_ID,HADM_ID,CATEGORY,TEXT\n"
GOOD = '1,10,100000,Discharge summary,"fine\nnote"\n'


@pytest.fixture
def folder(tmp_path):
    return write_mimic3(tmp_path, RELEASE)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "NOTEEVENTS.csv", "has no rows"),
        (HEAD.replace("TEXT", "NOTE") + GOOD, "row 1", "must name the columns .*TEXT missing, got"),
        (f'1,10,100000,Discharge summary,"{SECRET * 9}"\n', "row 1", "looks like no names"),
        (f"1,10,100000,Discharge summary,{SECRET}\n", "row 1", "looks like no names"),
        (HEAD + GOOD + f"2,10,100000,Discharge summary,{SECRET},more\n", r"row 3 \(line 4", "6 fi"),
        (HEAD + f'1,10,100000,Discharge summary,"{SECRET}\n', "row 2", "unexpected end of data"),
        (HEAD + f'1,10,100000,Discharge summary,"{SECRET}"x\n', "row 2", "cannot be read"),
        (HEAD + f"1,10,{SECRET},Discharge summary,a\n", "row 2", "no whole number .* HADM_ID"),
        (HEAD + f"1,{SECRET},100000,Discharge summary,a\n", "row 2", "whole number .* SUBJECT_ID"),
        (HEAD + "1,,100000,Discharge summary,a\n", "row 2", "is empty in the column SUBJECT_ID"),
        (HEAD + f",10,100000,Discharge summary,{SECRET}\n", "row 2", "is empty .* ROW_ID"),
        (HEAD + GOOD + "2,11,100000,Discharge summary,a\n", "row 3", "another SUBJECT_ID than"),
        (HEAD + GOOD + f"1,10,100000,Discharge summary,{SECRET}\n", "row 3", "repeats ROW_ID"),
        (HEAD + f"1,10,100000,Nursing,{SECRET}\n", "NOTEEVENTS.csv", "must have rows with 'Disch"),
    ],
)
def test_malformed_notes(folder, text, where, what):
    (folder / "NOTEEVENTS.csv").write_text(text)
    with pytest.raises(ValueError, match=rf"(?s)NOTEEVENTS.*{where}.*{what}|{what}") as caught:
        load_mimic3(folder)
    assert SECRET not in str(caught.value) and caught.value.__cause__ is None


def test_notes_that_are_not_utf8(folder):
    rows = HEAD + f"1,10,100000,Discharge summary,{SECRET} é\n"
    (folder / "NOTEEVENTS.csv").write_bytes(rows.encode("latin-1"))
    with pytest.raises(ValueError, match=r"NOTEEVENTS\.csv, row 2 is not UTF-8") as caught:
        load_mimic3(folder)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (SECRET, "letters and digits in the column ICD9_CODE, 8 at most"),
        ("a b", "letters and digits"),
        ("3893.0", "a number with a fraction, or a dot out of place, in the column ICD9_CODE"),
        ("é", "letters and digits"),
    ],
)
def test_malformed_codes(folder, code, what):
    rows = f"ROW_ID,SUBJECT_ID,HADM_ID,SEQ_NUM,ICD9_CODE\n1,10,100000,1,{code}\n"
    (folder / "PROCEDURES_ICD.csv").write_text(rows)
    with pytest.raises(ValueError, match=rf"PROCEDURES_ICD\.csv, row 2 .*{what}") as caught:
        load_mimic3(folder)
    assert SECRET not in str(caught.value)


def test_codes_that_have_their_dots_and_ids_that_pandas_wrote(folder):
    rows = "\ufeffrow_id,subject_id,hadm_id,seq_num,icd9_code,more\n1,10,100000.0,1,38.93 ,\n"
    (folder / "PROCEDURES_ICD.csv").write_text(rows, encoding="utf-8")
    notes = load_mimic3(folder)
    assert "38.93" in notes.target_names[notes.target.toarray()[0] == 1]


def test_a_row_that_is_there_twice_counts_once(folder):
    (folder / "NOTEEVENTS.csv").write_text(HEAD + GOOD + GOOD)
    assert load_mimic3(folder, text="note").data.tolist() == ["fine\nnote"]


@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_an_archive_that_is_cut_short(tmp_path, keep):
    write_mimic3(tmp_path, RELEASE, gz=True)
    path = tmp_path / "NOTEEVENTS.csv.gz"
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content))])
    with pytest.raises(ValueError, match=r"NOTEEVENTS\.csv\.gz, row .* cut short \(EOFError\)"):
        load_mimic3(tmp_path)
    path.write_bytes(b"no archive")
    with pytest.raises(ValueError, match=r"NOTEEVENTS\.csv\.gz, row 1 .* damaged"):
        load_mimic3(tmp_path)


def test_the_nearest_table_is_taken_and_two_releases_are_refused(tmp_path):
    for place in ("A.csv", "deep/A.csv", "deep/a.csv.gz"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    assert find_tables([tmp_path], ["A"]) == {"A": tmp_path / "A.csv"}
    assert find_tables([tmp_path / "deep"], ["a"]) == {"a": tmp_path / "deep" / "A.csv"}
    assert find_tables([tmp_path], ["A"], ["B"]).keys() == {"A"}
    (tmp_path / "A.csv").unlink()
    (tmp_path / "twin").mkdir()
    (tmp_path / "twin" / "a.CSV").touch()
    with pytest.raises(ValueError, match="A must be there once, got .* and "):
        find_tables([tmp_path], ["A"])


@pytest.mark.parametrize(("text", "number"), [("12", 12), (" 7 ", 7), ("3.0", 3), ("", None)])
def test_numbers(text, number):
    assert number_of(text, "file", 1, 1, "column") == number


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "x", "٣", "1.0x", ".", "1" * 19, "1" * 5000])
def test_no_numbers(text):
    with pytest.raises(ValueError, match="file, row 2 has no whole number in the column name"):
        number_of(text, "file", 2, 2, "name")


def test_columns_in_any_order_and_quoted_line_breaks(tmp_path):
    path = tmp_path / "t.csv.gz"
    with gzip.open(path, "wt", newline="") as file:
        file.write('b,A,c\r\n"x\n\ny",1,\r\n\r\n"say ""no""",2,z\r\n')
    rows = list(read_columns(path, ["a", "B"]))
    assert rows == [(2, 2, ["1", "x\n\ny"]), (4, 6, ["2", 'say "no"'])]
