"""MIMIC-IV against what made-up files of its schema are known to hold."""

from collections import Counter

import pytest
from mimic_files import write_table

from skmedcode.datasets import load_mimic4

NOTE = "note_id subject_id hadm_id note_type note_seq charttime storetime text"
CODE = "subject_id hadm_id seq_num icd_code icd_version"
DISCHARGE = [  # patient, admission, kind, number, text
    (1, 10, "AD", 3, "Addendum ___ 5"),
    (1, 10, "DS", 3, 'Name: ___\n"Fever", 40 mg of X-1.'),
    (1, 11, "DS", 4, "Cough 12"),
    (2, 20, "DS", 3, "Déjà vu."),
    (3, 30, "DS", 5, "9 lives"),
    (3, "", "DS", 6, "no admission"),
]
DIAGNOSES = [
    (1, 10, "I10    ", 10), (1, 10, "I10", 10), (1, 10, "E119", 10), (1, 11, "4019", 9),
    (2, 20, "E8791", 9), (2, 20, "0389", 9), (3, 30, "I10", 10), (4, 40, "I10", 10),
]  # fmt: skip
PROCEDURES = [(1, 10, "0DTJ4ZZ", 10), (1, 11, "0066", 9), (2, 20, "4019", 9)]


def write(folder, gz=True, notes="note"):
    rows = [[f"{p}-{k}-{n}", p, a, k, n, "", "", text] for p, a, k, n, text in DISCHARGE]
    write_table(folder / notes / "discharge.csv", NOTE.split(), rows, gz)
    rows = [(p, a, 1, code, version) for p, a, code, version in DIAGNOSES]
    write_table(folder / "hosp" / "diagnoses_icd.csv", CODE.split(), rows, gz)
    rows = [(p, a, 1, "2180-01-01", code, version) for p, a, code, version in PROCEDURES]
    columns = CODE.replace("seq_num", "seq_num chartdate").split()
    write_table(folder / "hosp" / "procedures_icd.csv", columns, rows, gz)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path)


def rows_of(notes):
    return [set(notes.target_names[row == 1]) for row in notes.target.toarray()]


def test_versions_of_icd(folder):
    ten = load_mimic4(folder, "icd10", "full")
    assert ten.ids.tolist() == [10, 30] and ten.groups.tolist() == [1, 3]
    assert rows_of(ten) == [{"I10", "E11.9", "0DTJ4ZZ"}, {"I10"}]
    assert ten.data.tolist() == ["name fever mg of x addendum 5", "9 lives"]
    nine = load_mimic4(folder, "icd9", "full")
    assert nine.ids.tolist() == [11, 20]
    assert rows_of(nine) == [{"401.9", "00.66"}, {"E879.1", "038.9", "40.19"}]
    assert nine.data.tolist() == ["cough 12", "d j vu"]
    assert nine.code_descriptions is None and "MIMIC-IV, icd9" in nine.DESCR


def test_notes_as_they_are_and_notes_elsewhere(tmp_path):
    (tmp_path / "other").mkdir()
    write(tmp_path / "iv", gz=False, notes="../other")
    notes = load_mimic4(tmp_path / "iv", "icd10", "full", notes=tmp_path / "other", text="note")
    assert notes.data[0] == 'Name: ___\n"Fever", 40 mg of X-1. Addendum ___ 5'
    with pytest.raises(FileNotFoundError, match="Looked in vain for discharge.csv or disch"):
        load_mimic4(tmp_path / "iv")


def test_titles(folder):
    columns = ["icd_code", "icd_version", "long_title"]
    table = [("I10", 10, "Hypertension"), ("4019", 9, "HTN"), ("E119", 10, "Diabetes")]
    write_table(folder / "hosp" / "d_icd_diagnoses.csv", columns, table)
    write_table(folder / "hosp" / "d_icd_procedures.csv", columns, [("0066", 9, "PTCA")])
    assert load_mimic4(folder, "icd10", "full").code_descriptions == {
        "I10": "Hypertension",
        "E11.9": "Diabetes",
    }
    assert load_mimic4(folder, "icd9", "full").code_descriptions["00.66"] == "PTCA"


def test_clean_and_top50(tmp_path):
    table = [(p, 100 + p, "I10" if p % 2 else "E119", 10) for p in range(25)]
    table += [(p, 100 + p, f"A0{p % 7}", 10) for p in range(25)]
    notes = [(f"{p}-DS-1", p, 100 + p, "DS", 1, "", "", "x") for p in range(25)]
    write_table(tmp_path / "discharge.csv", NOTE.split(), notes)
    rows = [(p, a, 1, code, version) for p, a, code, version in table]
    write_table(tmp_path / "diagnoses_icd.csv", CODE.split(), rows)
    write_table(tmp_path / "procedures_icd.csv", CODE.split(), [])
    counts = Counter(code for *_, code, _ in table)
    frequent = {code for code, count in counts.items() if count >= 10}
    clean = load_mimic4(tmp_path)
    assert {name.replace(".", "") for name in clean.target_names} == frequent == {"I10", "E119"}
    assert load_mimic4(tmp_path, subset="top50").target.shape == (25, 9)


def test_splits_of_edin(folder, tmp_path):
    pa = pytest.importorskip("pyarrow")
    feather = pytest.importorskip("pyarrow.feather")
    table = pa.table({"_id": [10, 30], "split": ["train", "val"]})
    feather.write_feather(table, tmp_path / "mimiciv_icd10_split.feather")
    train = load_mimic4(folder, "icd10", "full", tmp_path, "train")
    dev = load_mimic4(folder, "icd10", "full", tmp_path / "mimiciv_icd10_split.feather", "dev")
    assert (train.ids.tolist(), dev.ids.tolist()) == ([10], [30])
    assert train.split_hash == dev.split_hash and train.part_sizes == {
        "train": 1,
        "dev": 1,
        "test": 0,
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"version": "10"}, "version must be one of 'icd9', 'icd10'. Got '10'"),
        ({"subset": "all"}, "subset must be one of"),
        ({"part": "dev"}, r"train_icd10_hadm_ids\.csv"),
    ],
)
def test_bad_parameters(folder, options, message):
    with pytest.raises(ValueError, match=message):
        load_mimic4(folder, **options)


def test_a_version_that_is_none(folder):
    rows = [(1, 10, 1, "I10", 11)]
    write_table(folder / "hosp" / "diagnoses_icd.csv", CODE.split(), rows)
    with pytest.raises(ValueError, match=r"diagnoses_icd\.csv, row 2 must have 9 or 10 in the col"):
        load_mimic4(folder)
