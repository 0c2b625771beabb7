"""Tables by prefix, and groups of what a table has only in parts."""

from hypothesis import given
from hypothesis import strategies as st

from skmedcode.code_systems._ccs import group_below
from skmedcode.code_systems._tables import CodeTable

WORDS = st.text("A1X", max_size=3)


@given(st.dictionaries(WORDS, st.integers(0, 2)), WORDS)
def test_prefixes(pairs, stem):
    table = CodeTable(pairs)
    below = sorted(code for code in pairs if code.startswith(stem))
    assert table.below(stem) == below and table.has_below(stem) == bool(below)
    groups = {pairs[stem]} if stem in pairs else {pairs[code] for code in below}
    assert group_below(table, stem) == (groups.pop() if len(groups) == 1 else None)


def test_first_encounters_speak_for_a_stem():
    table = CodeTable({"S0120XA": 1, "S0120XD": 2, "S0121XB": 1, "T360X5A": 3, "T360X5S": 4})
    assert [group_below(table, stem) for stem in ("S0120X", "S01", "T360", "S0120XD")] == [
        1,
        1,
        3,
        2,
    ]
    assert group_below(CodeTable(dict(table) | {"S0122XC": 9}), "S01") is None
