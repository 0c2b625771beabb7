import re

import numpy as np
import pytest

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._mentions import Statement
from skmedcode.datasets._note_writer import write_note
from skmedcode.datasets._synonyms import phrase_weights

WEIGHTS = {entry.code: phrase_weights(entry, 1.0) for entry in ENTRIES}
CASE = Case(0, 83, "F", ("cardiac",), ENTRIES[:2])


def write(sections, seed=0, misspelling=0.0):
    sections = {name: sections.get(name, []) for name in book.SECTIONS}
    text, spans, ranks = write_note(
        CASE, sections, WEIGHTS, misspelling, Draw(np.random.RandomState(seed))
    )
    assert len(ranks) == len(spans)
    return text, spans


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
    last_word = "or" if " or " in pattern else "and"
    text, spans = write({"hpi": [Statement(template, ENTRIES[6:9], status, last_word)]})
    mentions = re.search(pattern, text).groups()
    assert [text[start:end] for _, start, end, _ in spans] == list(mentions)
    assert [(code, seen) for code, *_, seen in spans] == [(e.code, status) for e in ENTRIES[6:9]]
    for entry, mention in zip(ENTRIES[6:9], mentions, strict=False):
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


@pytest.mark.parametrize("status", ["negated", "ruled out"])
def test_a_denied_sibling_of_a_code_is_called_so(status):
    assert CASE.entries[0].code == "I10"
    sibling, other = (e for e in ENTRIES if e.code in ("I11.0", "J18.9"))
    _, spans = write({"hpi": [Statement("No {x}.", (sibling, other), status)]})
    assert {code: seen for code, *_, seen in spans} == {"I11.0": "sibling", "J18.9": status}


def test_ranks_are_those_of_the_phrases():
    sections = {"hpi": [Statement("Has {x}.", (entry,)) for entry in ENTRIES]}
    draw = Draw(np.random.RandomState(0))
    text, spans, ranks = write_note(CASE, sections, WEIGHTS, 0, draw)
    for (_, start, end, _), rank, entry in zip(spans, ranks, ENTRIES, strict=True):
        assert text[start:end] == entry.phrases[rank]
    assert len(set(ranks)) > 3


def test_phrases_without_weight_are_never_written():
    weights = {entry.code: [0, 0, 1] for entry in ENTRIES}
    sections = {"hpi": [Statement("Has {x}.", ENTRIES)]}
    _, _, ranks = write_note(CASE, sections, weights, 0, Draw(np.random.RandomState(0)))
    assert set(ranks) == {2}


def test_a_lead_is_no_item():
    items = [Statement("Reviewed today:"), *(Statement("{x}", (e,)) for e in ENTRIES[:2])]
    texts = {write({"pmh": items}, seed)[0] for seed in range(30)}
    assert any(re.search(r"\nReviewed today:\n1\. [^\n]+\n2\. [^\n]+$", text) for text in texts)
    assert any(re.search(r": Reviewed today: [^\n]+, [^\n]+\.$", text) for text in texts)
