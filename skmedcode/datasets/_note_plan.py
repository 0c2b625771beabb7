"""What a note says and where: a case becomes statements, section by section."""

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._distractors import pick_others, pick_relatives, pick_siblings
from skmedcode.datasets._filler import add_filler
from skmedcode.datasets._lexicon import FAMILIES, LASTING
from skmedcode.datasets._mentions import Statement, say_family, say_negated, say_present

__all__ = ["plan_note"]

DIAGNOSIS_SHARE = {"acute": 0.8, "lab": 0.7, "chronic": 0.35}


def plan_note(case, entries, draw, *, length, negation, family_history, siblings=0.0):
    """Decide all statements of a note.

    Parameters
    ----------
    case : Case
    entries : sequence of Entry
        All codes of the data set; the note may deny those it does not have.
    draw : Draw
    length : int
        About how many words the note should have.
    negation, family_history, siblings : float
        Mean numbers of mentions denied, of mentions about relatives, and of denied siblings of
        the note's codes.

    Returns
    -------
    dict
        Section name -> list of Statement.
    """
    sections = {name: [] for name in book.SECTIONS}
    _add(sections, say_present(case, draw))
    denied = pick_others(case, entries, draw.poisson(negation), draw)
    if siblings:
        denied += pick_siblings(case, entries, draw.poisson(siblings), draw)
    _add(sections, say_negated(denied, draw))
    relatives = pick_relatives(case, entries, draw.poisson(family_history), draw)
    _add(sections, say_family(relatives, draw))
    if not sections["family"] and draw.chance(0.3):
        sections["family"].append(Statement(draw.pick(book.NO_FAMILY_HISTORY)))
    _add_diagnoses(sections, case, draw)
    _add_drugs(sections, case, draw)
    add_filler(sections, length, draw)
    return {name: _in_order(name, said, draw) for name, said in sections.items()}


def _add(sections, statements):
    for section, statement in statements:
        sections[section].append(statement)


def _in_order(name, statements, draw):
    """Shuffle, but keep openings in front, farewells last, and an examination head to toe."""
    if name == "exam":
        return sorted(statements, key=lambda said: book.FILLER["exam"].index(said.template))
    head = 1 if name == "hpi" else 0
    return statements[:head] + sorted(draw.shuffled(statements[head:]), key=_rank)


def _rank(said):
    if said.template in book.FIRST:
        return 0
    if said.template in book.LAST:
        return 3 + book.LAST.index(said.template)
    # Denials follow a list of conditions, and problems follow the prose of the hospital course.
    return (
        2 if said.is_problem or (not said.template[0].isupper() and said.status != "present") else 1
    )


def _add_diagnoses(sections, case, draw):
    if draw.chance(0.5):
        for entry in case.entries:
            if draw.chance(DIAGNOSIS_SHARE.get(entry.kind, 0.0)):
                sections["diagnoses"].append(Statement("{x}", (entry,)))


def _add_drugs(sections, case, draw):
    if not draw.chance(0.6):
        return
    drugs = [FAMILIES[e.family].drugs for e in case.entries if e.kind in LASTING]
    names = [draw.pick(d) for d in drugs if d and draw.chance(0.5)]
    names += draw.shuffled(book.NEUTRAL_DRUGS)[: draw.between(1, 3)]
    sections["drugs"] = [Statement(name) for name in draw.shuffled(dict.fromkeys(names))]
