"""What a note says and where: a case becomes statements, section by section."""

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._lexicon import FAMILIES, LASTING
from skmedcode.datasets._mentions import Statement, say_family, say_negated, say_present

__all__ = ["plan_note"]

DIAGNOSIS_SHARE = {"acute": 0.8, "lab": 0.7, "chronic": 0.35}


def plan_note(case, entries, length, negation, family_history, draw):
    """Decide all statements of a note.

    Parameters
    ----------
    case : Case
    entries : sequence of Entry
        All codes of the data set; the note may deny those it does not have.
    length : int
        About how many words the note should have.
    negation, family_history : float
        Mean numbers of mentions denied, and of mentions about relatives.
    draw : Draw

    Returns
    -------
    dict
        Section name -> list of Statement.
    """
    sections = {name: [] for name in book.SECTIONS}
    for section, statement in (
        *say_present(case, draw),
        *say_negated(case, entries, draw.poisson(negation), draw),
        *say_family(case, entries, draw.poisson(family_history), draw),
    ):
        sections[section].append(statement)
    if not sections["family"] and draw.chance(0.3):
        sections["family"].append(Statement(draw.pick(book.NO_FAMILY_HISTORY)))
    _add_diagnoses(sections, case, draw)
    _add_drugs(sections, case, draw)
    _add_filler(sections, length * (0.7 + 0.6 * draw.between(0, 100) / 100), draw)
    return {name: _in_order(name, said, draw) for name, said in sections.items()}


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


def _add_filler(sections, target, draw):
    """Add sentences that name no code until the note is long enough."""
    n_words = sum(
        1 + len(statement.template.split()) + 2 * len(statement.entries)
        for statements in sections.values()
        for statement in statements
    )
    while n_words < target:
        bank = [(name, text) for name, texts in book.FILLER.items() for text in texts]
        for name, text in draw.shuffled(bank):
            if n_words >= target:
                break
            sections[name].append(Statement(text))
            n_words += len(text.split())
