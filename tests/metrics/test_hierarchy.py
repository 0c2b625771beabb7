"""What stands above a code, from each kind of hierarchy."""

import pytest

from skmedcode.code_systems import ICD9CM, ICD10CM, CodeSystem
from skmedcode.metrics._hierarchy import node_table


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


def families(names, hierarchy):
    """How many nodes each two codes share."""
    nodes = node_table(names, hierarchy).toarray()
    assert set(nodes.ravel()) <= {0, 1} and nodes.any(axis=0).all()
    return (nodes @ nodes.T).tolist()


def test_category():
    assert families(["E11.9", "E11.8", "E11", "4019"], "category") == [
        [2, 1, 1, 0],
        [1, 2, 1, 0],
        [1, 1, 1, 0],
        [0, 0, 0, 2],
    ]


def test_mapping():
    parents = {"a1": "a", "a2": "a", "a": "letters", "b1": "b", "b": None, 7: "b"}
    names = ["a1", "a2", "a", "letters", "b1", 7]
    assert families(names, parents) == [
        [3, 2, 2, 1, 0, 0],
        [2, 3, 2, 1, 0, 0],
        [2, 2, 2, 1, 0, 0],
        [1, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 2, 1],
        [0, 0, 0, 0, 1, 2],
    ]


def test_code_system_and_capitals():
    # "ab" is above "abc", which the system writes in capitals: one node.
    assert families(["abc", "ab", "abd", "x"], Letters()) == [
        [3, 2, 2, 0],
        [2, 2, 2, 0],
        [2, 2, 3, 0],
        [0, 0, 0, 1],
    ]


def test_icd10cm():
    pytest.importorskip("simple_icd_10_cm")
    shared = families(["i50.22", "i50.9", "i50", "i10", "s01.20x"], ICD10CM())
    # I50.22 lies in I50.2, I50, I30-I5A, 9.
    assert shared[0] == [5, 3, 3, 1, 0]
    assert shared[2] == [3, 3, 3, 1, 0]
    assert families(["I5022", "I502"], ICD10CM()) == families(["I50.22", "I50.2"], ICD10CM())


def test_icd9_without_dots():
    system = ICD9CM(kind="diagnosis")
    # 4282 stands above 42821, which the system writes 428.21 and 428.2.
    assert families(["42821", "4282"], system) == [[5, 4], [4, 4]]


@pytest.mark.parametrize(
    ("names", "hierarchy", "match"),
    [
        (["a", "12", "3"], Letters(), "2 of 3 that it does not: '12', '3'"),
        (["a", "b"], {"a": "c"}, "1 of 2 that it does not: 'b'. Leave"),
        ([0, 1], "category", "2 of 2 that it does not: 0, 1"),
        ([str(i) for i in range(9)], {}, "'4', ...[.] Leave"),
        (["a"], {"a": "b", "b": "c", "c": "a"}, "free of cycles; got one through 'a'"),
        (["a"], {"a": "a"}, "cycles; got one through 'a'"),
        (["x"], {"x": "a", "a": "b", "b": "a"}, "cycles; got one through 'a'"),
    ],
)
def test_errors(names, hierarchy, match):
    with pytest.raises(ValueError, match=match):
        node_table(names, hierarchy)


@pytest.mark.parametrize("hierarchy", [None, "block", ["a"], len])
def test_other_kinds(hierarchy):
    with pytest.raises(TypeError, match='hierarchy must be "category", a CodeSystem'):
        node_table(["a"], hierarchy)
