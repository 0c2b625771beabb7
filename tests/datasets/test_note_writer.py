import re

import numpy as np
import pytest

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._mentions import Statement
from skmedcode.datasets._note_writer import write_note

CASE = Case(0, 83, "F", ("cardiac",), ENTRIES[:2])


def write(sections, seed=0, misspelling=0.0):
    sections = {name: sections.get(name, []) for name in book.SECTIONS}
    return write_note(CASE, sections, misspelling, Draw(np.random.RandomState(seed)))


def test_slots_are_filled():
    said = Statement("This is {an} {age}-year-old {man}; {he} took {his} pills for {2-4} days.")
    text, spans = write({"hpi": [said]})
    assert re.search(r"This is an 83-year-old woman; she took her pills for [234] days\.$", text)
    assert spans == []


@pytest.mark.parametrize(
    ("template", "status", "pattern"),
    [
        ("No {x}.", "negated", r"No (.+), (.+) or (.+)\.$"),
        ("Has {x}.", "present", r"Has (.+), (.+) and (.+)\.$"),
        ("{X} were ruled out.", "negated", r"[:\s]([A-Z]\w+), (.+) and (.+) were ruled out\.$"),
    ],
)
def test_lists_of_mentions(template, status, pattern):
    text, spans = write({"hpi": [Statement(template, ENTRIES[:3], status)]})
    mentions = re.search(pattern, text).groups()
    assert [text[start:end] for _, start, end, _ in spans] == list(mentions)
    assert [(code, seen) for code, *_, seen in spans] == [(e.code, status) for e in ENTRIES[:3]]
    for entry, mention in zip(ENTRIES, mentions, strict=False):
        assert mention.lower() in [phrase.lower() for phrase in entry.phrases]


def test_styles_differ_and_empty_sections_are_left_out():
    items = {"pmh": [Statement("{x}", (entry,)) for entry in ENTRIES[:2]]}
    texts = [write(items, seed)[0] for seed in range(30)]
    assert {text.split(":")[0] for text in texts} == {
        "Past Medical History",
        "PAST MEDICAL HISTORY",
        "PMH",
    }
    assert any("\n1. " in text and "\n2. " in text for text in texts)
    assert any(re.fullmatch(r".+: .+, .+\.", text) for text in texts)


def test_problem_lists_stand_on_their_own_lines():
    course = [Statement("Diet was advanced."), Statement("{X}: fine.", ENTRIES[:1])]
    texts = [write({"course": course}, seed)[0] for seed in range(30)]
    assert any(re.search(r"advanced\.\n# [^\n]+: fine\.$", text) for text in texts)


def test_misspelling_touches_long_lower_case_words_only():
    sentence = "HFREF and Furosemide were documented yesterday morning"
    text, _ = write({"hpi": [Statement(sentence)]}, misspelling=1.0)
    words = text.split()[-7:]
    assert words[:4] == ["HFREF", "and", "Furosemide", "were"]
    for written, meant in zip(words[4:], sentence.split()[4:], strict=True):
        assert written != meant or len(set(meant)) < len(meant)
        assert written[0] == meant[0] and written[-1] == meant[-1]
        assert abs(len(written) - len(meant)) <= 1


def test_misspelt_mentions_keep_their_place():
    said = Statement("Known {x}.", (ENTRIES[1],))
    for seed in range(20):
        text, ((_, start, end, _),) = write({"hpi": [said]}, seed, misspelling=1.0)
        assert text[:start].endswith("Known ") and text[end:] == "."
