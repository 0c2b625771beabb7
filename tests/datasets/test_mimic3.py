"""MIMIC-III against what made-up files of its schema are known to hold."""

import csv
import gzip
import re
import shutil
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mimic_files import make_release, word_of, write_lists, write_mimic3
from scipy.sparse import issparse

from skmedcode import NoteTokenizer
from skmedcode.datasets import load_mimic3
from skmedcode.datasets._mimic_labels import CAML_TOP50

RELEASE = make_release(60, top50=CAML_TOP50)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = write_mimic3(tmp_path_factory.mktemp("mimic3"), RELEASE)
    write_lists(path / "lists", RELEASE)
    return path


def codes_of(release, admission):
    return {code for _, code in release.codes[admission]}


def words_of(text):
    """Tokens one by one, as CAML's description says."""
    words, word = [], ""
    for character in text + " ":
        if character.isalnum() or character == "_":
            word += character.lower()
        else:
            words += [word] if word and not word.isnumeric() else []
            word = ""
    return " ".join(words)


def rows_of(bunch):
    target = bunch.target.toarray() if issparse(bunch.target) else bunch.target
    return [set(bunch.target_names[row == 1]) for row in target]


def test_full(folder):
    notes = load_mimic3(folder)
    expected = [admission for admission in sorted(RELEASE.texts) if codes_of(RELEASE, admission)]
    assert notes.ids.tolist() == expected and 999_999 not in notes.ids
    assert notes.groups.tolist() == [RELEASE.patients[admission] for admission in expected]
    assert rows_of(notes) == [codes_of(RELEASE, admission) for admission in expected]
    assert notes.data.tolist() == [words_of(RELEASE.note(admission)) for admission in expected]
    assert issparse(notes.target) and notes.target.dtype == np.int32
    assert list(notes.target_names) == sorted(set().union(*rows_of(notes)))
    assert {"38.93", "389.3", "00.66", "038.9"} <= set(notes.target_names)
    assert notes.n_gold.tolist() == [len(row) for row in rows_of(notes)]
    assert notes.code_descriptions["38.93"] == f"Title of {word_of('38.93')}"
    assert set(notes.code_descriptions) == set(notes.target_names)


def test_the_tokenizer_reads_notes_as_they_are_alike(folder):
    words, notes = load_mimic3(folder), load_mimic3(folder, text="note")
    expected = [RELEASE.note(admission) for admission in notes.ids.tolist()]
    assert notes.data.tolist() == expected and "\r\n" in notes.data[0] and '"' in notes.data[0]
    tokenizer = NoteTokenizer().fit(words.data)
    np.testing.assert_array_equal(tokenizer.transform(words.data), tokenizer.transform(notes.data))


def test_top50_is_counted_over_all_parts_and_once_an_admission(folder):
    counts = Counter(code for each in RELEASE.texts for code in codes_of(RELEASE, each))
    best = sorted(counts, key=lambda code: (-counts[code], code))[:50]
    for part in (None, "train", "dev", "test"):
        notes = load_mimic3(folder, "top50", folder / "lists", part)
        wanted = RELEASE.texts if part is None else RELEASE.parts[part]
        wanted = [each for each in sorted(wanted) if codes_of(RELEASE, each) & set(best)]
        assert list(notes.target_names) == sorted(best) and not issparse(notes.target)
        assert notes.ids.tolist() == wanted
        assert rows_of(notes) == [codes_of(RELEASE, each) & set(best) for each in wanted]


def test_clean_takes_codes_of_ten_admissions(folder):
    counts = Counter(code for each in RELEASE.texts for code in codes_of(RELEASE, each))
    frequent = {code for code, count in counts.items() if count >= 10}
    notes = load_mimic3(folder, "clean", text="note")
    wanted = [each for each in sorted(RELEASE.texts) if codes_of(RELEASE, each) & frequent]
    assert set(notes.target_names) == frequent and 0 < len(wanted) < len(RELEASE.texts)
    assert notes.ids.tolist() == wanted
    words = load_mimic3(folder, "clean").data
    assert not any(re.search(r"[^a-z0-9 ]| [0-9]+( |$)", text) for text in words)


def test_caml_compatibility(folder):
    notes = load_mimic3(folder, compat="caml")
    names = set(notes.target_names)
    assert {"66.", "11.7", "40.", "38.93", "038.9"} <= names
    assert not {"00.66", "01.17", "40"} & names
    zero = [each for each in RELEASE.texts if not RELEASE.codes[each]]
    assert len(zero) == 1 and notes.target[notes.ids == zero[0]].sum() == 0
    row = dict(zip(notes.ids.tolist(), rows_of(notes), strict=True))
    for admission in notes.ids.tolist():
        merged = {"01.17", "11.7"} & codes_of(RELEASE, admission)
        assert ("11.7" in row[admission]) == bool(merged)
    top = load_mimic3(folder, "top50", folder / "lists", compat="caml")
    assert set(top.target_names) == set(CAML_TOP50) and len(CAML_TOP50) == 50
    assert all(rows_of(top)), "admissions without one of the 50 are left out"
    plain = load_mimic3(folder, "top50", folder / "lists")
    assert top.label_set_hash != plain.label_set_hash


def test_caml_procedures_are_what_pandas_reads(folder):
    """As the authors' notebook reads the table: without a type, so as whole numbers."""
    read = pd.read_csv(folder / "PROCEDURES_ICD.csv")["ICD9_CODE"]
    assert np.issubdtype(read.dtype, np.integer)
    expected = {f"{str(number)[:2]}.{str(number)[2:]}" for number in read}
    names = set(load_mimic3(folder, compat="caml").target_names)
    plain = set(load_mimic3(folder).target_names)
    assert expected <= names and not (names - expected) - plain


def test_parts_have_the_same_columns_and_fingerprints(folder):
    parts = [load_mimic3(folder, "full", folder / "lists", each) for each in ("train", "dev")]
    assert parts[0].target_names.tolist() == parts[1].target_names.tolist()
    assert parts[0].split_hash == parts[1].split_hash and len(parts[0].split_hash) == 64
    assert parts[0].part_sizes == parts[1].part_sizes
    assert parts[0].part_sizes["train"] == len(parts[0].ids)
    assert not set(parts[0].groups) & set(parts[1].groups)
    swapped = {"train": RELEASE.parts["test"], "dev": [], "test": RELEASE.parts["train"]}
    assert load_mimic3(folder, "full", swapped).split_hash != parts[0].split_hash
    assert "train " in parts[0].DESCR and "47,723" in parts[0].DESCR


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(gz=st.booleans(), lower=st.booleans(), shuffle=st.integers(0, 99), subset=st.integers(0, 2))
def test_order_of_rows_gzip_and_capitals_change_nothing(
    folder, tmp_path_factory, gz, lower, shuffle, subset
):
    subset = ("full", "top50", "clean")[subset]
    path = tmp_path_factory.mktemp("other")
    write_mimic3(path / "a" / "b", RELEASE, gz=gz, lower=lower, shuffle=shuffle)
    one, other = load_mimic3(folder, subset), load_mimic3(path, subset)
    assert one.data.tolist() == other.data.tolist() and one.ids.tolist() == other.ids.tolist()
    assert rows_of(one) == rows_of(other)
    for name in ("split_hash", "label_set_hash", "code_descriptions", "part_sizes"):
        assert one[name] == other[name]


def test_output_forms(folder):
    X, Y = load_mimic3(folder, return_X_y=True, sparse_output=False)
    assert isinstance(Y, np.ndarray) and X.shape == (len(Y),)
    notes = load_mimic3(folder, code_names=["389.3", "38.93"], as_frame=True)
    assert notes.target.columns.tolist() == ["389.3", "38.93"]
    assert notes.data.index.tolist() == notes.ids.tolist()
    assert notes.n_gold.sum() > notes.target.to_numpy().sum()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"subset": "50"}, "subset must be one of 'full', 'top50', 'clean'. Got '50'"),
        ({"compat": "CAML"}, "compat must be one of 'caml'. Got 'CAML'"),
        ({"compat": "caml", "subset": "clean"}, "compat must be None with subset='clean'"),
        ({"text": "raw"}, "text must be one of 'words', 'note'. Got 'raw'"),
        ({"part": "train"}, r"splits must say .* part='train'.*train_full_hadm_ids\.csv"),
        ({"part": "val", "splits": {}}, "part must be one of 'train', 'dev', 'test'. Got 'val'"),
        ({"splits": {"train": [1]}}, "splits must list admissions of"),
        ({"code_names": "401.9"}, "code_names must be a sequence"),
    ],
)
def test_bad_parameters(folder, options, message):
    with pytest.raises(ValueError, match=message):
        load_mimic3(folder, **options)


def test_missing_tables(folder, tmp_path):
    with pytest.raises(FileNotFoundError, match="folder must be the folder .*none"):
        load_mimic3(tmp_path / "nowhere")
    write_mimic3(tmp_path, RELEASE)
    (tmp_path / "PROCEDURES_ICD.csv").unlink()
    message = (
        r"NOTEEVENTS, DIAGNOSES_ICD, PROCEDURES_ICD.*Looked in vain for PROCEDURES_ICD\.csv or "
        r"PROCEDURES_ICD\.csv\.gz"
    )
    with pytest.raises(FileNotFoundError, match=message):
        load_mimic3(tmp_path)


def test_titles_are_optional(tmp_path):
    assert load_mimic3(write_mimic3(tmp_path, RELEASE, titles=False)).code_descriptions is None


def test_lists_with_absent_admissions_warn(folder):
    splits = {"train": [*RELEASE.parts["train"], 1, 2]}
    with pytest.warns(UserWarning, match="^2 of the 38 admissions in splits have no discharge"):
        load_mimic3(folder, "full", splits, "train")


def test_a_part_without_codes_is_an_error(folder):
    with pytest.raises(ValueError, match="no admission has both .* part='train'|of part='train'"):
        load_mimic3(folder, "full", {"train": [100_035], "dev": [100_000]}, "train")


@pytest.mark.shared_data
def test_real_tables_of_the_demo(shared_data, tmp_path):
    """The demo has no notes: they are made up, for its real admissions, codes and lists."""
    tables = {}
    for name in ("DIAGNOSES_ICD", "PROCEDURES_ICD"):
        source = shared_data / "mimic3-demo" / f"{name}.csv.gz"
        shutil.copy(source, tmp_path)
        with gzip.open(source, "rt", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    patients = {row["hadm_id"]: row["subject_id"] for row in tables["DIAGNOSES_ICD"]}
    with (tmp_path / "NOTEEVENTS.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ROW_ID", "SUBJECT_ID", "HADM_ID", "CATEGORY", "TEXT"])
        rows = enumerate(patients.items(), start=1)
        writer.writerows([n, who, one, "Discharge summary", "No text."] for n, (one, who) in rows)
    notes = load_mimic3(tmp_path)
    assert notes.target.shape == (129, 581 + 164) and len(tables["PROCEDURES_ICD"]) == 506
    assert notes.target.sum() == len(
        {(n, row["hadm_id"], row["icd9_code"]) for n, rows in tables.items() for row in rows}
    )
    plain = {code.replace(".", "") for code in notes.target_names}
    assert len(plain) < 745, "without dots procedures and diagnoses collide"
    assert sum(code.startswith("0") for code in notes.target_names) > 10
    lists = shared_data / "mimic3-splits"
    with pytest.warns(UserWarning, match="have no discharge summary"):
        notes = load_mimic3(tmp_path, "top50", lists, compat="caml")
    listed = {
        int(line)
        for part in ("train", "dev", "test")
        for line in (lists / f"{part}_50_hadm_ids.csv").read_text().split()
    }
    assert set(notes.ids.tolist()) == listed & set(map(int, patients)) and len(notes.ids) > 10
    assert notes.target.any(axis=1).all()
