import re

import pytest

from skmedcode.datasets import _frames as frames
from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._lexicon import ENTRIES, FAMILIES
from skmedcode.datasets._note_writer import PEOPLE, SLOT, WORDS

KINDS = {entry.kind for entry in ENTRIES}
PHRASES = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(p) for e in ENTRIES for p in e.phrases) + r")(?!\w)", re.I
)


def texts():
    """Every text of the phrasebook and of the families, with where it stands."""
    for name in ("PRESENT", "NEGATED", "FILLER", "COMPLAINTS", "HEADINGS", "OPENINGS"):
        for key, group in getattr(book, name).items():
            yield from ((f"{name} {key}", text) for text in group)
    for name in ("DURATIONS", "FAMILY_HISTORY", "NEUTRAL_DRUGS", "NO_FAMILY_HISTORY"):
        yield from ((name, text) for text in getattr(book, name))
    for key, family in FAMILIES.items():
        yield from ((key, text) for group in family for text in group)
    yield from ((f"DAY {count}", text) for count, group in book.DAY for text in group)
    for frame, cues in (*frames.CONDITIONS, *frames.ANY):
        yield "frame", frame
        yield from ((frame, text) for group in cues.values() for text in group)
    yield from (("gap", text) for group in (*frames.GAP_PARTS, frames.LEADS) for text in group)
    yield from (("WORDS", text) for group in WORDS.values() for text in group)


def test_no_text_names_a_code():
    """Otherwise a note would name a code that neither its target nor its evidence has."""
    named = [(where, text) for where, text in texts() if PHRASES.search(text)]
    assert named == []


def test_every_slot_is_known():
    known = {"x", "X", "plan", "rel", "Rel", "complaint", "duration", "age", "an"}
    known |= {"cue", "gap", "was"} | set(WORDS) | set(PEOPLE["F"])
    for where, text in texts():
        for slot in SLOT.findall(text):
            assert slot in known or re.fullmatch(r"\d+-\d+", slot), (where, slot)


def test_ranges_go_up():
    for _, text in texts():
        for low, high in re.findall(r"\{(\d+)-(\d+)\}", text):
            assert int(low) < int(high), text


@pytest.mark.parametrize("table", [book.PRESENT, book.NEGATED], ids=["PRESENT", "NEGATED"])
def test_every_mention_has_its_slot(table):
    for (kind, section), templates in table.items():
        assert kind in KINDS | {"any"} and section in book.SECTIONS
        assert all(len(re.findall(r"\{[xX]\}", text)) == 1 for text in templates)


def test_every_kind_can_be_said_and_denied():
    assert {kind for kind, _ in book.PRESENT} >= KINDS
    assert {kind for kind, _ in book.NEGATED} == KINDS


def test_mixes_share_all_patients():
    assert sum(share for share, _ in book.MIXES) == pytest.approx(1.0)
    assert {theme for _, themes in book.MIXES for theme in themes} == set(book.COMPLAINTS)
