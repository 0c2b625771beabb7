import numpy as np
import pytest

from skmedcode.datasets._case_mix import Case, draw_cases
from skmedcode.datasets._distractors import pick_others, pick_relatives, pick_siblings
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES

BY_CODE = {entry.code: entry for entry in ENTRIES}


@pytest.fixture
def draw():
    return Draw(np.random.RandomState(0))


@pytest.fixture
def cases(draw):
    return draw_cases(300, ENTRIES, 4, 0.05, draw)


@pytest.mark.parametrize("alike", [False, True])
def test_denials_contradict_nothing(cases, draw, alike):
    for case in cases:
        taken = {e.family for e in case.entries}.union(*(e.related for e in case.entries))
        denied = pick_others(case, ENTRIES, 6, draw, alike=alike)
        assert len(set(denied)) == 6
        assert not taken & {entry.family for entry in denied}
        assert all(entry.sex in ("", case.sex) for entry in denied)


def test_denials_can_be_of_the_mix_of_the_case(draw):
    case = Case(0, 60, "F", ("renal", "metabolic"), ())
    shares = {}
    for alike in (False, True):
        themes = [
            entry.theme
            for _ in range(300)
            for entry in pick_others(case, ENTRIES, 3, draw, alike=alike)
        ]
        shares[alike] = np.mean([theme in case.themes for theme in themes])
    assert shares[True] > 1.5 * shares[False]


def test_relatives_have_what_the_patient_has_not(cases, draw):
    for case in cases:
        for entry in pick_relatives(case, ENTRIES, 3, draw):
            assert entry.heritable and entry not in case.entries


def test_siblings(cases, draw):
    for case in cases:
        siblings = pick_siblings(case, ENTRIES, 3, draw)
        families = {entry.family for entry in case.entries}
        assert len(set(siblings)) == len(siblings) and not set(siblings) & set(case.entries)
        assert all(entry.family in families for entry in siblings)
        assert all(entry.sex in ("", case.sex) for entry in siblings)


def test_no_more_siblings_than_there_are(draw):
    case = Case(0, 60, "F", ("cardiac",), (BY_CODE["J44.9"],))
    assert {entry.code for entry in pick_siblings(case, ENTRIES, 9, draw)} == {"J44.0", "J44.1"}
    alone = case._replace(entries=(BY_CODE["R07.9"],))
    assert pick_siblings(alone, ENTRIES, 9, draw) == []


def test_a_patient_with_every_code_denies_none(draw):
    case = Case(0, 60, "F", ("cardiac",), ENTRIES[:1])
    assert pick_others(case, ENTRIES[:1], 5, draw) == []
    assert pick_relatives(case, ENTRIES[:1], 5, draw) == []
