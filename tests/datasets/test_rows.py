import pytest

from skmedcode.datasets._rows import read_rows

HEADER = ("file", "code")


def rows(table, header=HEADER):
    return list(read_rows({"t.tsv": table}, "t.tsv", 2, {"a", "b"}, "place", header=header))


def test_rows_are_counted_with_the_header():
    assert rows(b"file\tcode\na\t1\nb\t2\n") == [(2, ["a", "1"]), (3, ["b", "2"])]
    assert rows(b"a\t1\nb\t2\n", header=None) == [(1, ["a", "1"]), (2, ["b", "2"])]


def test_line_ends_and_byte_order_mark():
    assert rows(b"\xef\xbb\xbffile\tcode\r\na\t1\r\n") == [(2, ["a", "1"])]


def test_header_alone():
    assert rows(b"file\tcode\n") == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"", "row 1: expected the header file <tab> code"),
        (b"a\t1\n", "row 1: expected the header"),
        (b"file\tcode\na\t1\t2\n", "row 2: expected 2 fields"),
        (b"file\tcode\n\na\t1\n", "row 2: expected 2 fields"),
        (b"file\tcode\nz\t1\n", "row 2: the case 'z' has no text"),
        (b"file\tcode\na\t\xff\n", "is not UTF-8"),
    ],
)
def test_defects(table, message):
    with pytest.raises(ValueError, match=rf"place: t\.tsv.*{message}"):
        rows(table)


def test_missing_table():
    with pytest.raises(FileNotFoundError, match=r"place has no t\.tsv"):
        list(read_rows({}, "t.tsv", 2, {"a"}, "place"))
