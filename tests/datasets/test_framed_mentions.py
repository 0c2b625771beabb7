import re

import numpy as np
import pytest

from skmedcode.datasets import _frames as frames
from skmedcode.datasets._case_mix import Case
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._framed_mentions import SUSPECTED, lead, say_framed
from skmedcode.datasets._lexicon import ENTRIES

CASE = Case(0, 60, "F", ("cardiac",), ENTRIES[:6])
DENIED, RELATIVES = ENTRIES[20:32], [entry for entry in ENTRIES[32:] if entry.heritable][:4]
STATUSES = ("present", "negated", "ruled out", "family")


@pytest.fixture
def draw():
    return Draw(np.random.RandomState(0))


def say(draw, max_gap=12, times=200):
    return [
        said for _ in range(times) for said in say_framed(CASE, DENIED, RELATIVES, max_gap, draw)
    ]


def test_every_code_is_said_once(draw):
    for _ in range(50):
        statements = [said for _, said in say_framed(CASE, DENIED, RELATIVES, 12, draw)]
        said = {s: [] for s in STATUSES}
        for statement in statements:
            said[statement.status] += statement.entries
        assert sorted(said["present"]) == sorted(CASE.entries)
        assert sorted(said["negated"] + said["ruled out"]) == sorted(DENIED)
        assert sorted(said["family"]) == sorted(RELATIVES)
        assert all(entry.kind in SUSPECTED for entry in said["ruled out"])


def test_lists_stand_under_the_heading_that_is_their_cue(draw):
    for section, statement in say(draw):
        if statement.template == "{x}":
            assert section in frames.LIST_SECTIONS[statement.status]
        else:
            assert section in ("hpi", "course")


def test_the_share_of_lists_tells_no_status(draw):
    statements = say(draw)
    shares = {
        status: np.average(
            [said.template == "{x}" for _, said in statements if said.status == status],
            weights=[len(said.entries) for _, said in statements if said.status == status],
        )
        for status in STATUSES[:3]
    }
    assert max(shares.values()) - min(shares.values()) < 0.05


def test_frames_differ_by_their_cue_alone():
    """What stands between cue and mention is the same for a code that is there and that is not."""
    for frame, cues in (*frames.CONDITIONS, *frames.ANY):
        assert len(re.findall(r"\{[xX]\}", frame)) == len(re.findall(r"\{gap\}", frame)) == 1
        assert "{cue}" in frame and "present" in cues and len(cues) > 1
        place = sorted(re.search(slot, frame).start() for slot in (r"\{cue", r"\{gap", r"\{[xX]"))
        assert frame.index("{gap}") == place[1]


def test_every_status_has_frames_of_both_sides():
    for status in STATUSES:
        tables = (*frames.CONDITIONS, *frames.ANY)
        sides = {
            frame.index("{cue}") < frame.lower().index("{x}")
            for frame, cues in tables
            if status in cues
        }
        assert sides == {True, False}


@pytest.mark.parametrize("max_gap", [1, 5, 12])
def test_gaps(draw, max_gap):
    """No more words than asked for, over those of the frame, between cue and mention."""
    lengths = []
    for _, statement in say(draw, max_gap):
        if statement.template != "{x}" and statement.status != "family":
            bare = min(
                len(statement.template.split()) - len(template.replace("{gap}", "").split())
                for template in templates(statement.status)
                if matches(template, statement.template)
            )
            lengths.append(bare)
    assert min(lengths) >= 0 and max(lengths) == max_gap


def templates(status):
    """Every sentence of a status without a gap."""
    for frame, cues in (*frames.CONDITIONS, *frames.ANY):
        for cue in cues.get(status, ()):
            for was in ("was", "were"):
                yield frame.replace("{cue}", cue).replace("{was}", was).replace("{gap}", " {gap}")


def matches(template, said):
    pattern = re.escape(template).replace(r"\ \{gap\}", "(?:,? .+)?").replace(r"\{rel\}", ".+")
    return re.fullmatch(pattern, said)


def test_a_lead_is_almost_as_long_as_the_gap(draw):
    lengths = [len(lead(12, draw).template.split()) for _ in range(200)]
    assert np.mean(lengths) > 10 and all(lead(12, draw).is_lead for _ in range(20))


def test_lists_have_one_to_three_and_one_frame(draw):
    sizes = {len(said.entries) for _, said in say(draw)}
    assert sizes == {1, 2, 3}
    for _, statement in say(draw, times=20):
        assert len({entry.kind in SUSPECTED for entry in statement.entries}) == 1
        if len(statement.entries) > 1:
            assert "was suspected" not in statement.template
