import pytest

from skmedcode.datasets._texts import decode_notes, is_text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("txt/a.txt", True),
        ("deep/txt/a.txt", False),
        ("txt/a.ann", False),
        ("txt/._a.txt", False),
        ("txts/a.txt", False),
        ("a.txt", False),
    ],
)
def test_is_text(name, expected):
    assert is_text(name, "txt") is expected


def test_notes_are_sorted_and_keep_every_character():
    files = {"txt/b.txt": b"dos\r\n", "txt/a.txt": "uno é".encode(), "table.tsv": b"\xff"}
    assert list(decode_notes(files, "txt", "place").items()) == [("a", "uno é"), ("b", "dos\r\n")]


def test_no_notes():
    with pytest.raises(FileNotFoundError, match=r"place has no folder 'txt'.* Look again\."):
        decode_notes({"other/a.txt": b""}, "txt", "place", cure="Look again.")


def test_not_utf8():
    with pytest.raises(ValueError, match=r"place: txt/a\.txt is not UTF-8") as caught:
        decode_notes({"txt/a.txt": b"secret \xff"}, "txt", "place")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
