from collections import Counter

import numpy as np
import pytest

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._framed_plan import LISTED, plan_framed_note
from skmedcode.datasets._frames import ORDER
from skmedcode.datasets._lexicon import ENTRIES, FAMILIES

CASE = Case(0, 60, "F", ("cardiac", "metabolic"), (ENTRIES[0], ENTRIES[6], ENTRIES[9]))
OPTIONS = {"length": 215, "negation": 4, "family_history": 1.5, "siblings": 1.5, "max_gap": 12}


def plans(case=CASE, n=60, **options):
    draw = Draw(np.random.RandomState(0))
    return [plan_framed_note(case, ENTRIES[:80], draw, **OPTIONS | options) for _ in range(n)]


def test_order_of_sections():
    orders = [tuple(plan) for plan in plans()]
    assert len(set(orders)) > 30
    for order in orders:
        assert order[:2] == ORDER[0] and order[-1:] == ORDER[2]
        assert set(order[2:-1]) == {*ORDER[1], "daily"}
        assert order.index("daily") == order.index("course") + 1
        assert set(order) <= set(book.HEADINGS)


def test_every_code_is_mentioned_once():
    for plan in plans():
        said = [one for statements in plan.values() for one in statements]
        counts = Counter(entry.code for one in said for entry in one.entries)
        assert set(counts.values()) == {1} and {e.code for e in CASE.entries} <= set(counts)
        present = {e.code for one in said if one.status == "present" for e in one.entries}
        assert present == {entry.code for entry in CASE.entries}


def test_lists_open_with_a_lead():
    for plan in plans():
        for name, statements in plan.items():
            leads = [said.is_lead for said in statements]
            assert leads == (
                [True] + [False] * (len(leads) - 1)
                if name in LISTED and leads
                else [False] * len(leads)
            )


def test_nothing_but_the_mentions_tells_the_codes():
    """With the mentions taken out, notes of different codes are made of the same sentences."""
    care = {text for family in FAMILIES.values() for text in (*family.plans, *family.drugs)}
    other = CASE._replace(entries=tuple(ENTRIES[40:43]))
    told = [
        {
            said.template
            for plan in plans(case, n=400)
            for name in plan
            for said in plan[name]
            if not said.entries and not said.is_lead
        }
        for case in (CASE, other)
    ]
    assert not care & (told[0] | told[1])
    assert len(told[0] ^ told[1]) < 0.1 * len(told[0])


def test_long_stays_tell_the_course_day_by_day():
    for plan in plans(n=10, length=2500):
        assert not any(said.entries for said in plan["course"])
        assert plan["daily"][0].template.startswith("Day 1:")
    assert any(said.entries for plan in plans(n=10, length=2500) for said in plan["daily"])


def statuses(found):
    return {said.status for plan in found for statements in plan.values() for said in statements}


@pytest.mark.parametrize("name", ["negation", "siblings", "family_history"])
def test_distractors_are_those_asked_for(name):
    none = {"negation": 0, "siblings": 0, "family_history": 0}
    assert statuses(plans(**none)) == {"present"}
    assert len(statuses(plans(**none | {name: 3}))) > 1
