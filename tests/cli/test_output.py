"""Files that appear whole or not at all."""

import csv

import pytest

from skmedcode.cli._output import csv_writer, number, writing


def test_the_name_appears_at_the_end(tmp_path):
    path = tmp_path / "r.csv"
    with writing(path) as file:
        file.write("new")
        assert not path.exists()
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), writing(path) as file:
        file.write("new")
        raise KeyboardInterrupt
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_odd_fields_come_back(tmp_path):
    row = ["a\rb", 'q"q', "c,d", "e\nf", "g\r\n", ""]
    with writing(tmp_path / "r.csv") as file:
        csv_writer(file, list("abcdef"))(row)
    with (tmp_path / "r.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [list("abcdef"), row]
    assert (tmp_path / "r.csv").read_bytes().startswith(b"a,b,c,d,e,f\n")


@pytest.mark.parametrize(("value", "shown"), [(0.123456, 0.1235), (1e-7, 1e-7), (1.0, 1.0)])
def test_numbers_are_short(value, shown):
    assert number(value) == shown
