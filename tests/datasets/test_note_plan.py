import numpy as np
import pytest

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._note_plan import plan_note

CASE = Case(0, 60, "F", ("cardiac",), (ENTRIES[0], ENTRIES[6]))


def plans(n=40, length=120, negation=2.0, family_history=1.0, **options):
    options |= {"length": length, "negation": negation, "family_history": family_history}
    draw = Draw(np.random.RandomState(0))
    return [plan_note(CASE, ENTRIES[:20], draw, **options) for _ in range(n)]


def statuses(plan):
    return [
        said.status for statements in plan.values() for said in statements for _ in said.entries
    ]


def test_sections_are_those_of_the_phrasebook():
    assert all(tuple(plan) == book.SECTIONS for plan in plans())


def test_no_distractors_when_none_are_asked_for():
    for plan in plans(negation=0, family_history=0):
        assert set(statuses(plan)) == {"present"}


def test_more_negation_gives_more_denials():
    few, many = (
        np.mean([statuses(plan).count("negated") for plan in plans(negation=mean)])
        for mean in (1, 5)
    )
    assert few == pytest.approx(1, abs=0.5) and many == pytest.approx(5, abs=1)


def test_siblings_are_denied():
    mine, draw = {entry.family for entry in CASE.entries}, Draw(np.random.RandomState(0))
    options = {"length": 120, "negation": 0, "family_history": 0, "siblings": 20}
    plan = plan_note(CASE, ENTRIES, draw, **options)
    said = [one for statements in plan.values() for one in statements if one.status == "negated"]
    assert {entry.family for one in said for entry in one.entries} == mine


@pytest.mark.parametrize("length", [1, 120, 1000, 3000])
def test_length(length):
    for plan in plans(n=10, length=length):
        words = sum(len(said.template.split()) for section in plan.values() for said in section)
        assert words <= max(1.4 * length, 150)
        assert words >= 0.4 * length


def test_openings_come_first_and_farewells_last():
    for plan in plans(n=20, length=900):
        hpi = [said.template for said in plan["hpi"]]
        assert "{age}" in hpi[0] and hpi[1] == book.FIRST[0]
        course = [said.template for said in plan["course"]]
        assert course[0] == book.FIRST[1] and course[-1] == book.LAST[0]
        order = [book.FILLER["exam"].index(said.template) for said in plan["exam"]]
        assert order == sorted(order)
