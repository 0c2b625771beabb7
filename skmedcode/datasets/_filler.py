"""Words that name no code, until a note is long enough."""

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._mentions import Statement

__all__ = ["add_filler"]


def add_filler(sections, length, draw):
    """Add sentences to their sections, each at most once, and then a record of days.

    Parameters
    ----------
    sections : dict
        Section name -> list of Statement; filled in place.
    length : int
        About how many words the note should have.
    draw : Draw
    """
    target = length * (0.7 + 0.6 * draw.between(0, 100) / 100)
    missing = target - sum(
        1 + len(statement.template.split()) + 2 * len(statement.entries)
        for statements in sections.values()
        for statement in statements
    )
    if missing <= 0:
        return
    bank = [(name, text) for name, texts in book.FILLER.items() for text in texts]
    for name, text in draw.shuffled(bank):
        sections[name].append(Statement(text))
        missing -= len(text.split())
        if missing <= 0:
            return
    # The last of these sentences tells the day of the discharge, which is no longer right.
    sections["course"] = [said for said in sections["course"] if said.template != book.LAST[1]]
    day = 1
    while missing > 0:
        text = " ".join([f"Day {day}:", *_events(draw)])
        sections["daily"].append(Statement(text))
        missing -= len(text.split())
        day += 1


def _events(draw):
    """Some sentences of each kind, in the order of a progress note."""
    for count, texts in book.DAY:
        yield from draw.sample(texts, count)
