import numpy as np
import pytest

from skmedcode.datasets._case_mix import Case, draw_cases
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._mentions import Statement, say_family, say_negated, say_present

BY_CODE = {entry.code: entry for entry in ENTRIES}


@pytest.fixture
def draw():
    return Draw(np.random.RandomState(0))


@pytest.fixture
def cases(draw):
    return draw_cases(300, ENTRIES, 4, 0.05, draw)


def entries_of(statements):
    return [entry for _, statement in statements for entry in statement.entries]


def test_every_code_is_said(cases, draw):
    for case in cases:
        statements = list(say_present(case, draw))
        assert set(entries_of(statements)) == set(case.entries)
        assert {statement.status for _, statement in statements} == {"present"}
        assert any(section == "complaint" for section, _ in statements)


def test_denials_contradict_nothing(cases, draw):
    for case in cases:
        taken = {e.family for e in case.entries}.union(*(e.related for e in case.entries))
        statements = list(say_negated(case, ENTRIES, 6, draw))
        denied = entries_of(statements)
        assert len(denied) == 6
        assert not taken & {entry.family for entry in denied}
        assert all(entry.sex in ("", case.sex) for entry in denied)
        assert {statement.status for _, statement in statements} == {"negated"}


def test_a_list_after_which_the_cue_stands_is_plural(draw):
    case = Case(0, 60, "F", ("cardiac",), ())
    acute = [entry for entry in ENTRIES if entry.kind == "acute"]
    templates = [
        statement.template
        for _ in range(50)
        for _, statement in say_negated(case, acute, 8, draw)
        if len(statement.entries) > 1
    ]
    assert any("{X} were" in template for template in templates)
    assert not any("{X} was" in template for template in templates)


def test_relatives_have_what_the_patient_has_not(cases, draw):
    for case in cases:
        for section, statement in say_family(case, ENTRIES, 3, draw):
            (entry,) = statement.entries
            assert section == "family" and statement.status == "family"
            assert entry.heritable and entry not in case.entries


def test_relatives_suit_the_sex(draw):
    case = Case(0, 60, "M", ("onco",), ())
    women = ("mother", "sister", "grandmother", "aunt")
    for _ in range(20):
        for _, statement in say_family(case, [BY_CODE["C50.911"]], 1, draw):
            assert any(word in statement.template.lower() for word in women)


def test_a_patient_with_every_code_denies_none(draw):
    case = Case(0, 60, "F", ("cardiac",), ENTRIES[:1])
    assert list(say_negated(case, ENTRIES[:1], 5, draw)) == []
    assert list(say_family(case, ENTRIES[:1], 5, draw)) == []


def test_is_problem():
    assert Statement("{X}: {plan}.").is_problem and not Statement("{X} was ruled out.").is_problem
