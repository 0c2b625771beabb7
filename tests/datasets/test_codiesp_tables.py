import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.datasets._codiesp_tables import _parse, read_evidence, read_labels

NOTES = {"a": "dolor torácico y fiebre alta", "b": "tos"}
SECRET = "fiebre"


def labels(table, letters="D"):
    files = {"trainD.tsv": table.encode(), "trainP.tsv": b"b\t0tbb\n"}
    return read_labels(files, "train", letters, NOTES, "place")


def evidence(table, letters="DP", wanted=("r50.9", "r05", "r07.4", "0tbb")):
    files = {"trainX.tsv": table.encode()}
    return read_evidence(files, "train", letters, NOTES, set(wanted), "place")


def test_labels():
    assert labels("a\tr50.9\na\tr05\na\tr05\n") == {"a": {"r50.9", "r05"}, "b": set()}
    assert labels("a\tr50.9", "DP") == {"a": {"r50.9"}, "b": {"0tbb"}}


def test_line_ends_and_byte_order_mark():
    assert labels("\ufeffa\tr50.9\r\nb\tr05\r\n") == {"a": {"r50.9"}, "b": {"r05"}}


def test_evidence_in_order_of_start():
    table = (
        "a\tDIAGNOSTICO\tr50.9\tfiebre alta\t17 23;24 28\n"
        "a\tPROCEDIMIENTO\t0tbb\ttorácico\t6 14\n"
        "a\tDIAGNOSTICO\tr07.4\tdolor torácico\t0 14\n"
    )
    assert evidence(table) == [
        [
            ("r07.4", 0, 14, "dolor torácico"),
            ("0tbb", 6, 14, "torácico"),
            ("r50.9", 17, 23, "fiebre"),
            ("r50.9", 24, 28, "alta"),
        ],
        [],
    ]
    assert [code for code, *_ in evidence(table, letters="P")[0]] == ["0tbb"]
    assert [code for code, *_ in evidence(table, wanted=["r07.4"])[0]] == ["r07.4"]


def test_unusual_line_separators_do_not_break_rows():
    assert evidence("b\tDIAGNOSTICO\tr05\ttos\x85\u2028tos\t0 3\n")[1] == [("r05", 0, 3, "tos")]


@given(
    parts=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4),
    length=st.integers(0, 40),
)
def test_parse(parts, length):
    parsed = _parse(";".join(f"{start} {end}" for start, end in parts), length)
    if all(start <= end <= length for start, end in parts):
        assert parsed == [(start, end) for start, end in parts if start < end]
    else:
        assert parsed is None


@pytest.mark.parametrize("positions", ["", "1", "1 2 3", "-1 2", "a b", "1 2;", "²1 3"])
def test_malformed_positions(positions):
    assert _parse(positions, 40) is None


@pytest.mark.parametrize(
    ("read", "table", "message"),
    [
        (labels, "a\tr05\nb\n", r"place: trainD\.tsv, row 2: expected 2 fields"),
        (labels, "a\tr05\n\nb\tr05\n", r"trainD\.tsv, row 2: expected 2 fields"),
        (labels, "a\t\n", r"trainD\.tsv, row 1: expected 2 fields"),
        (labels, "z\tr05\n", r"trainD\.tsv, row 1: the case 'z' has no text"),
        (evidence, f"a\tDIAGNOSTICO\tr50.9\t{SECRET}\n", r"trainX\.tsv, row 1: expected 5 fields"),
        (evidence, f"a\tOTRO\tr50.9\t{SECRET}\t17 23\n", r"row 1: the label must be one of DIAG"),
        (evidence, f"a\tDIAGNOSTICO\tr50.9\t{SECRET}\t17 99\n", "row 1: the positions must be"),
        (evidence, f"a\tDIAGNOSTICO\tr50.9\t{SECRET}\t23 17\n", "row 1: the positions must be"),
    ],
)
def test_bad_rows(read, table, message):
    with pytest.raises(ValueError, match=message) as caught:
        read(table)
    assert SECRET not in str(caught.value)


def test_missing_table():
    with pytest.raises(FileNotFoundError, match=r"place has no trainX\.tsv"):
        read_evidence({}, "train", "D", NOTES, set(), "place")


def test_not_utf8():
    with pytest.raises(ValueError, match=r"trainD\.tsv is not UTF-8") as caught:
        read_labels({"trainD.tsv": b"a\t\xff"}, "train", "D", NOTES, "place")
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
