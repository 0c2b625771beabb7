"""What a note with ``max_gap`` says and where."""

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._distractors import pick_others, pick_relatives, pick_siblings
from skmedcode.datasets._filler import add_filler
from skmedcode.datasets._framed_mentions import lead, say_framed
from skmedcode.datasets._frames import LIST_SECTIONS, ORDER
from skmedcode.datasets._mentions import Statement

__all__ = ["plan_framed_note"]

LISTED = [section for sections in LIST_SECTIONS.values() for section in sections]


def plan_framed_note(case, entries, draw, *, length, negation, family_history, siblings, max_gap):
    """Decide all statements of a note in which only the cues tell what the patient has.

    Complaint, drugs and treatments are the same for all notes of a mix, every mentioned code is
    mentioned once, and what is denied is drawn as the note's own codes are. Parameters and
    returned value are those of ``plan_note``, and ``max_gap``.
    """
    sections = {name: [] for name in _order(draw)}
    complaint = draw.pick(book.COMPLAINTS[draw.pick(case.themes)])
    sections["complaint"].append(Statement(complaint[0].upper() + complaint[1:]))
    opening = draw.pick(book.OPENINGS[False]).replace("{complaint}", complaint)
    sections["hpi"].append(Statement(opening.replace("{duration}", draw.pick(book.DURATIONS))))
    denied = pick_others(case, entries, draw.poisson(negation), draw, alike=True)
    denied += pick_siblings(case, entries, draw.poisson(siblings), draw)
    free = [entry for entry in entries if entry not in denied]
    relatives = pick_relatives(case, free, draw.poisson(family_history), draw, alike=True)
    for section, statement in say_framed(case, denied, relatives, max_gap, draw):
        sections[section].append(statement)
    for name in LISTED:
        if sections[name]:
            sections[name] = [lead(max_gap, draw), *draw.shuffled(sections[name])]
    told = list(sections["course"])
    drugs = draw.shuffled(book.NEUTRAL_DRUGS)[: draw.between(0, 2)]
    sections["drugs"] = [Statement(name) for name in drugs]
    add_filler(sections, length, draw)
    if sections["daily"]:  # a long stay: what it brings to light is told day by day
        sections["course"] = [said for said in sections["course"] if said not in told]
        for statement in told:
            sections["daily"].insert(draw.between(1, len(sections["daily"])), statement)
    return {name: _arranged(name, sections[name], draw) for name in sections}


def _order(draw):
    first, middle, last = ORDER
    middle = draw.shuffled(middle)
    after = middle.index("course") + 1
    return (*first, *middle[:after], "daily", *middle[after:], *last)


def _arranged(name, said, draw):
    if name == "exam":
        return sorted(said, key=lambda one: book.FILLER["exam"].index(one.template))
    if name in (*LISTED, "daily"):
        return said
    head = 1 if name == "hpi" else 0
    return said[:head] + sorted(draw.shuffled(said[head:]), key=_rank)


def _rank(said):
    if said.template in book.FIRST:
        return 0
    return 2 + book.LAST.index(said.template) if said.template in book.LAST else 1
