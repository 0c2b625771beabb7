"""The statements of a note with ``max_gap``: one frame for every status, the cue far away."""

from skmedcode.datasets import _frames as frames
from skmedcode.datasets._gap import gap
from skmedcode.datasets._lexicon import LASTING
from skmedcode.datasets._mentions import Statement
from skmedcode.datasets._phrasebook import RELATIVES

__all__ = ["say_framed"]

LISTED = 0.25  # share of the mentions whose only cue is the heading of their section
LISTED_RELATIVES = 0.6
SUSPECTED = ("acute", "lab", "symptom", "chronic")  # kinds that can be ruled out
RULED_OUT = 0.5  # share of their denials that do so
ADJACENT = 0.5  # share of the cues without a gap
GROUP_SIZES = (0.6, 0.25, 0.15)  # one mention, two or three under one cue


def say_framed(case, denied, relatives, max_gap, draw):
    """Yield (section, Statement): every code of the note once, and every distractor.

    Parameters
    ----------
    case : Case
    denied, relatives : sequence of Entry
        What the note denies, and what a relative has.
    max_gap : int
        At most so many words stand between a cue and a mention, over those of the frame.
    draw : Draw
    """
    ruled_out = [e for e in denied if e.kind in SUSPECTED and draw.chance(RULED_OUT)]
    told = {
        "present": case.entries,
        "negated": [entry for entry in denied if entry not in ruled_out],
        "ruled out": ruled_out,
        "family": relatives,
    }
    for status, entries in told.items():
        share = LISTED_RELATIVES if status == "family" else LISTED
        listed = [entry for entry in entries if draw.chance(share)]
        yield from _say_in_lists(listed, status, draw)
        rest = [entry for entry in entries if entry not in listed]
        for group in _groups(draw.shuffled(rest), draw):
            yield draw.pick(("hpi", "course")), _say_framed(group, status, max_gap, draw)


def lead(max_gap, draw):
    """The first words of a section whose heading is the only cue."""
    words = gap(max_gap, draw)
    return Statement(draw.pick(frames.LEADS).replace("{gap}", f" {words}" if words else ""))


def _say_in_lists(entries, status, draw):
    for entry in entries:
        sections = frames.LIST_SECTIONS[status]
        if len(sections) > 1:  # only what lasts is past history
            sections = sections if entry.kind in LASTING else sections[1:]
        yield draw.pick(sections), Statement("{x}", (entry,), status)


def _groups(entries, draw):
    """Cut a list into groups of one to three that one frame suits."""
    for of_condition in (True, False):
        rest = [entry for entry in entries if (entry.kind in SUSPECTED) is of_condition]
        while rest:
            size = 1 + draw.weighted(GROUP_SIZES)
            yield tuple(rest[:size])
            rest = rest[size:]


def _say_framed(group, status, max_gap, draw):
    table = frames.ANY
    if group[0].kind in SUSPECTED:
        table = (*table, *frames.CONDITIONS)
    frame, cues = draw.pick([(frame, cues[status]) for frame, cues in table if status in cues])
    words = "" if draw.chance(ADJACENT) else gap(draw.between(1, max_gap), draw)
    if len(words.split()) > 2:
        words = f", {words},"
    elif words:
        words = f" {words}"
    template = frame.replace("{cue}", draw.pick(cues)).replace("{gap}", words)
    template = template.replace("{was}", "were" if len(group) > 1 else "was")
    if status == "family":
        template = template.replace("{rel}", draw.pick(RELATIVES[group[0].sex or draw.pick("FM")]))
    return Statement(template, group, status)
