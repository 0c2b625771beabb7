"""The tree above codes: nodes, parents, one root, and what is refused."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.code_systems import ICD10CM, CodeSystem, from_mapping
from skmedcode.code_systems._tree import ROOT, code_tree


class Letters(CodeSystem):
    """Prefixes, in capitals; only of letters."""

    def description(self, code):
        return code

    def synonyms(self, code):
        return []

    def normalize(self, code):
        return code.upper()

    def parent(self, code):
        if not code.isalpha():
            raise KeyError(code)
        return code[:-1].upper() or None

    def group(self, code, level):
        return code[:level]


class Circling(Letters):
    """Every code beneath the same one."""

    def parent(self, code):
        return "b" if code == "a" else "a"


class Quarrelling(Letters):
    """Lines that cannot all be true: a beneath b, b beneath a."""

    def ancestors(self, code):
        return {"x": ["a", "b"], "y": ["b", "a"]}[code]


def named_parents(tree):
    """The node above each node, by name."""
    above = [None if place < 0 else tree.nodes[place] for place in tree.parents]
    return dict(zip(tree.nodes, above, strict=True))


def test_several_tops_get_one_root():
    tree = code_tree(["E11.9", "E11.8", "I10"], "category")
    assert tree.nodes[:3] == ["E11.9", "E11.8", "I10"]
    assert named_parents(tree) == {
        "E11.9": "E11",
        "E11.8": "E11",
        "I10": ROOT,
        "E11": ROOT,
        ROOT: None,
    }


def test_a_single_top_is_the_root():
    tree = code_tree(["b", "a"], {"a": "all", "b": "a"})
    assert named_parents(tree) == {"b": "a", "a": "all", "all": None}
    alone = code_tree(["I10"], "category")
    assert (alone.nodes, alone.parents.tolist()) == (["I10"], [-1])


def test_without_a_hierarchy_codes_are_siblings():
    tree = code_tree([3, 5], None)
    assert (tree.nodes, tree.parents.tolist(), tree.unknown) == ([3, 5, ROOT], [2, 2, -1], [])


def test_unknown_codes_stand_beneath_the_root_and_are_told():
    tree = code_tree(["a1", "zz", "a2"], {"a1": "a", "a2": "a"})
    assert tree.unknown == ["zz"]
    assert named_parents(tree) == {"a1": "a", "zz": ROOT, "a2": "a", "a": ROOT, ROOT: None}
    assert code_tree([7, "I10.1"], "category").unknown == [7]


def test_a_code_above_others_is_one_node_however_it_is_written():
    tree = code_tree(["abc", "ab"], Letters())
    assert named_parents(tree) == {"abc": "AB", "AB": "A", "A": None}
    assert tree.parents.tolist() == [1, 2, -1]
    twice = code_tree(["ab", "AB", "abc"], Letters())  # two names of one node: both stay
    assert twice.parents.tolist()[:3] == [3, 3, 0]


def test_codes_of_tables_are_spelt_as_there():
    system = from_mapping({"a": "x", "A": "y", "b": "z"}, parents={"b": "A"})
    tree = code_tree(["a", "A", "b"], system)
    assert named_parents(tree) == {"a": ROOT, "A": ROOT, "b": "A", ROOT: None}


def test_a_series_will_do_and_may_have_gaps():
    tree = code_tree(["a", "b", "c"], pd.Series({"a": "b", "b": float("nan"), "c": None}))
    assert named_parents(tree) == {"a": "b", "b": ROOT, "c": ROOT, ROOT: None}
    assert tree.unknown == []


def test_a_list_of_parents_is_refused():
    with pytest.raises(TypeError, match="hierarchy must give one parent for each code"):
        code_tree(["a"], {"a": ["b", "c"]})


def test_dots_may_be_missing():
    pytest.importorskip("simple_icd_10_cm")
    above = named_parents(code_tree(["I5022", "I502", "i50"], ICD10CM()))
    assert above == {"I5022": "I50.2", "I50.2": "I50", "I50": "I30-I5A", "I30-I5A": "9", "9": None}


def test_icd10cm():
    pytest.importorskip("simple_icd_10_cm")
    above = named_parents(code_tree(["I50.22", "I50.9", "E11.9"], ICD10CM()))
    assert [above["I50.22"], above["I50.2"], above["I50"]] == ["I50.2", "I50", "I30-I5A"]
    assert above["9"] == above["4"] == ROOT


@st.composite
def forests(draw):
    """A mapping of child to parent in which parents have smaller numbers."""
    n_nodes = draw(st.integers(1, 12))
    above = {node: draw(st.integers(-1, node - 1)) for node in range(n_nodes)}
    codes = draw(st.lists(st.integers(0, n_nodes - 1), min_size=1, unique=True))
    return {node: None if up < 0 else up for node, up in above.items()}, codes


@settings(max_examples=100, deadline=None)
@given(forests())
def test_parents_are_those_of_the_mapping(case):
    mapping, codes = case
    tree = code_tree(codes, mapping)
    assert tree.nodes[: len(codes)] == codes
    expected = set(codes)
    for code in codes:
        while (code := mapping[code]) is not None:
            expected.add(code)
    assert set(tree.nodes) - {ROOT} == expected
    assert (tree.parents == -1).sum() == 1
    for node, above in named_parents(tree).items():
        if node != ROOT:
            assert mapping[node] == (None if above == ROOT else above)


@pytest.mark.parametrize(
    ("names", "hierarchy", "match"),
    [
        (["a"], {"a": "b", "b": "c", "c": "a"}, r"got one through 'a': 'a' -> 'b' -> 'c' -> 'a'\."),
        (["x"], {"x": "a", "a": "b", "b": "a"}, "through 'a': 'a' -> 'b' -> 'a'"),
        (["x", "y"], Quarrelling(), "'a' -> 'b' -> 'a'|'b' -> 'a' -> 'b'"),
        (["x"], Circling(), "to 'a' again and again. Mend Circling.parent"),
    ],
)
def test_circles(names, hierarchy, match):
    with pytest.raises(ValueError, match=match):
        code_tree(names, hierarchy)


def test_a_long_circle_is_cut():
    ring = {place: (place + 1) % 40 for place in range(40)}
    with pytest.raises(ValueError, match=r"0 -> 1 -> 2 -> 3 -> 4 -> \.\.\. -> 0\. Give"):
        code_tree([0], ring)


@pytest.mark.parametrize("hierarchy", ["block", ["a"], len])
def test_other_kinds(hierarchy):
    with pytest.raises(TypeError, match='hierarchy must be "category", a CodeSystem'):
        code_tree(["a"], hierarchy)
