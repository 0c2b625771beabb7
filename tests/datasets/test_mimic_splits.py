"""Lists of admissions, and the fingerprint of a split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.datasets._mimic_splits import read_splits, split_hash

LISTS = "{part}_50_hadm_ids.csv"


def read(splits, part=None):
    return read_splits(splits, LISTS, ("splits.feather", "splits.csv"), part)


def write(folder, **texts):
    for part, text in texts.items():
        (folder / LISTS.format(part=part)).write_text(text)
    return folder


def test_lists(tmp_path):
    write(tmp_path, train="3\n1\n\n", dev="4", test="5\r\n")
    assert read(tmp_path) == {"train": {1, 3}, "dev": {4}, "test": {5}}
    assert read(None) is None


def test_tables_and_mappings(tmp_path):
    path = tmp_path / "splits.csv"
    path.write_text("split,_id\ntrain,1\nval,2\nTEST,3\ntest,4\n")
    expected = {"train": {1}, "dev": {2}, "test": {3, 4}}
    assert read(path) == read(tmp_path) == expected
    assert read({"train": ["1"], "val": [2], "test": (3, 4)}) == expected


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"train": "hadm_id\n1\n"}, r"train_50_hadm_ids\.csv, row 1 is no HADM_ID"),
        ({"dev": "4\nx y\n"}, r"dev_50_hadm_ids\.csv, row 2 is no HADM_ID"),
        ({"dev": "3"}, "each admission into one part, got 1 that are in both train and dev"),
    ],
)
def test_bad_lists(tmp_path, texts, message):
    write(tmp_path, **({"train": "3", "dev": "4", "test": "5"} | texts))
    with pytest.raises(ValueError, match=message):
        read(tmp_path)


def test_what_is_looked_for(tmp_path):
    write(tmp_path, train="1")
    message = r"train_50_hadm_ids\.csv, dev_50.*test_50.*splits\.feather, splits\.csv"
    with pytest.raises(FileNotFoundError, match=message):
        read(tmp_path)
    (tmp_path / "splits.csv").write_text("_id,split\n1,training\n")
    with pytest.raises(ValueError, match=r"splits\.csv, row 2 must have one of train, dev, val"):
        read(tmp_path)
    (tmp_path / "splits.csv").write_text("_id,split\n,train\n")
    with pytest.raises(ValueError, match="row 2 is empty in the column _id"):
        read(tmp_path)
    with pytest.raises(ValueError, match="splits must be one of 'train'.* Got 'eval'"):
        read({"eval": [1]})


def test_a_feather_that_is_none(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "splits.feather"
    path.write_bytes(b"nothing")
    with pytest.raises(ValueError, match="must be a Feather file with the columns _id and split"):
        read(path)


@given(st.permutations(range(6)), st.integers(0, 5))
def test_the_hash_knows_parts_and_not_their_order(order, moved):
    parts = {"train": [0, 1, 2], "test": [3, 4, 5]}
    shuffled = {part: sorted(own, key=order.index) for part, own in reversed(parts.items())}
    assert split_hash(parts) == split_hash(shuffled)
    other = "test" if moved < 3 else "train"
    changed = {part: [each for each in own if each != moved] for part, own in parts.items()}
    changed[other].append(moved)
    assert split_hash(changed) != split_hash(parts)


@pytest.mark.parametrize("odd", ["11", 11, None, [11.7], [float("nan")], ["x"], [[11]]])
def test_a_mapping_to_no_whole_numbers(odd):
    with pytest.raises(ValueError, match=r"splits\['train'\] must be the HADM_IDs of a part"):
        read_splits({"train": odd}, "{part}.csv", (), "train")
