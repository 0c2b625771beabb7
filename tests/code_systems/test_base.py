"""What all code systems offer."""

import numpy as np
import pytest

from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS, CodeSystem, from_mapping
from skmedcode.metrics import hierarchical_f1


class Letters(CodeSystem):
    def description(self, code):
        return f"Code {code}"

    def synonyms(self, code):
        return []

    def parent(self, code):
        return code[:-1] or None

    def group(self, code, level):
        return code[:level]


def test_ancestors_follow_the_parents():
    assert Letters().ancestors("abcd") == ["abc", "ab", "a"]
    assert Letters().ancestors("a") == []


@pytest.mark.parametrize("method", ["description", "synonyms", "parent", "group"])
def test_every_method_must_be_written(method):
    part = type("Part", (Letters,), {method: getattr(CodeSystem, method)})
    with pytest.raises(TypeError, match=method):
        part()


def test_what_a_subclass_need_not_write():
    class Known(Letters):
        levels = ("chapter",)

        def description(self, code):
            return {"a": "first"}[code]

        def group(self, code, level):
            self._check_level(level)
            return code[:1]

    system = Known()
    assert system.is_valid("a") and not system.is_valid("b")
    assert system.normalize("a") == "a" and system.chapter("abc") == "a"
    with pytest.raises(KeyError, match="'b' is not a code of Known"):
        system.normalize("b")
    with pytest.raises(ValueError, match="level must be one of 'chapter'. Got 'block'"):
        system.group("a", "block")


OWN = from_mapping(dict.fromkeys("abcd", "title"), {"a": "c", "b": "c", "c": "d"})


@pytest.mark.parametrize(
    ("system", "codes"),
    [
        (ICD9CM(), ["428.0", "428.1", "401.9", "38.93", "V58.61", "390-459"]),
        (ICD10CM(), ["I50.22", "I50.9", "I10", "E11.9", "S01.20XA", "I30-I5A"]),
        (ICD10PCS(), ["02703ZZ", "0270346", "BW03ZZZ", "0DB6", "0DB", "3E0436Z"]),
        (OWN, ["a", "b", "c", "d"]),
    ],
    ids=repr,
)
def test_every_system_is_a_hierarchy_of_the_metrics(system, codes):
    """Against sets of codes and what is above them."""
    if isinstance(system, ICD10CM):
        pytest.importorskip("simple_icd_10_cm")
    gold, given = np.random.default_rng(0).random((2, 5, len(codes))) < 0.4
    sides = [
        [
            {node for code in np.array(codes)[row] for node in (code, *system.ancestors(code))}
            for row in side
        ]
        for side in (gold, given)
    ]
    both = sum(len(one & other) for one, other in zip(*sides, strict=True))
    total = sum(len(nodes) for side in sides for nodes in side)
    found = hierarchical_f1(gold, given, hierarchy=system, code_names=codes)
    assert found == pytest.approx(2 * both / total)
