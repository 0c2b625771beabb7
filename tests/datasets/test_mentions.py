import numpy as np
import pytest

from skmedcode.datasets._case_mix import draw_cases
from skmedcode.datasets._distractors import pick_others
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


def test_what_is_denied_is_said(cases, draw):
    for case in cases:
        denied = pick_others(case, ENTRIES, 6, draw)
        statements = list(say_negated(denied, draw))
        assert sorted(entries_of(statements)) == sorted(denied)
        assert {statement.status for _, statement in statements} == {"negated"}


def test_a_list_after_which_the_cue_stands_is_plural(draw):
    acute = [entry for entry in ENTRIES if entry.kind == "acute"]
    said = [
        statement
        for _ in range(50)
        for _, statement in say_negated(draw.shuffled(acute)[:8], draw)
        if len(statement.entries) > 1
    ]
    assert any("{X} were" in statement.template for statement in said)
    assert not any("{X} was" in statement.template for statement in said)
    for statement in said:
        assert statement.last_word == ("and" if " were " in statement.template else "or")


def test_relatives_have_their_section(draw):
    heritable = [entry for entry in ENTRIES if entry.heritable]
    for section, statement in say_family(heritable, draw):
        assert section == "family" and statement.status == "family"
        assert len(statement.entries) == 1


def test_relatives_suit_the_sex(draw):
    women = ("mother", "sister", "grandmother", "aunt")
    for _ in range(20):
        for _, statement in say_family([BY_CODE["C50.911"]], draw):
            assert any(word in statement.template.lower() for word in women)


def test_kinds_of_statement():
    assert Statement("{X}: {plan}.").is_problem and not Statement("{X} was ruled out.").is_problem
    assert Statement("Reviewed today:").is_lead and not Statement("{X}: {plan}.").is_lead
