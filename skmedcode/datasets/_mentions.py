"""The statements that mention codes: what the patient has, has not, or has in the family."""

from typing import NamedTuple

from skmedcode.datasets import _phrasebook as book
from skmedcode.datasets._lexicon import FAMILIES, LASTING

__all__ = ["Statement", "say_family", "say_negated", "say_present"]

# Where a kind of code may be said: (section, how often), of which at least one happens.
PLACES = {
    "acute": (("course", 0.75), ("hpi", 0.45)),
    "lab": (("course", 0.7), ("hpi", 0.35)),
    "symptom": (("hpi", 0.7), ("complaint", 0.35), ("course", 0.2)),
    "chronic": (("pmh", 0.75), ("course", 0.3)),
    "past": (("pmh", 1.0),),
    "procedure": (("pmh", 1.0),),
    "treatment": (("pmh", 0.5), ("hpi", 0.4), ("course", 0.15)),
    "habit": (("social", 1.0), ("course", 0.15)),
}


class Statement(NamedTuple):
    """A template, the codes it mentions, their status, and what joins the last two of them."""

    template: str
    entries: tuple = ()
    status: str = "present"
    last_word: str = "and"

    @property
    def is_problem(self):
        """Whether it is an entry of a problem list, such as "Anemia: transfused 2 units."."""
        return self.template.startswith("{X}:")

    @property
    def is_lead(self):
        """Whether it opens a list and is no item of it."""
        return self.template.endswith(":")


def say_present(case, draw):
    """Yield (section, Statement): complaint, opening sentence, and every code of the case."""
    named = [e for e in case.entries if e.kind in ("chronic", "past") and draw.chance(0.4)]
    opening = draw.pick(book.OPENINGS[bool(named)])
    acute = [e.theme for e in case.entries if e.kind == "acute"]
    complaint = draw.pick(book.COMPLAINTS[draw.pick(acute or case.themes)])
    opening = opening.replace("{complaint}", complaint)
    yield "hpi", Statement(_with_duration(opening, draw), tuple(named))
    told_complaint = False
    for entry in case.entries:
        for section in _places(entry, entry in named, draw):
            if section == "complaint":
                told_complaint = True
            yield section, Statement(_present(entry, section, draw), (entry,))
    if not told_complaint:
        yield "complaint", Statement(complaint[0].upper() + complaint[1:])


def _with_duration(template, draw):
    return template.replace("{duration}", draw.pick(book.DURATIONS))


def _places(entry, is_named, draw):
    places = PLACES[entry.kind]
    if is_named:  # the opening has said it: repeat it now and then only
        return [section for section, share in places if draw.chance(share / 2)]
    return [section for section, share in places if draw.chance(share)] or [places[0][0]]


def _present(entry, section, draw):
    template = draw.pick(book.PRESENT[entry.kind, section])
    family = FAMILIES[entry.family]
    plans = family.steady if family.steady and entry.kind in LASTING else family.plans
    return _with_duration(template, draw).replace("{plan}", draw.pick(plans))


def say_negated(denied, draw):
    """Yield (section, Statement) that deny the codes; one cue may hold a list."""
    groups = {}
    for entry in denied:
        places = [section for kind, section in book.NEGATED if kind == entry.kind]
        groups.setdefault((entry.kind, draw.pick(places)), []).append(entry)
    for (kind, section), group in groups.items():
        template = draw.pick(book.NEGATED[kind, section])
        if len(group) > 1:
            template = template.replace("{X} was", "{X} were").replace("and was", "and were")
        last_word = "and" if " were " in template else "or"  # "A and B were ruled out"
        yield section, Statement(template, tuple(group), "negated", last_word)


def say_family(relatives, draw):
    """Yield (section, Statement): codes that relatives have and the patient has not."""
    for entry in relatives:
        relative = draw.pick(book.RELATIVES[entry.sex or draw.pick("FM")])
        template = draw.pick(book.FAMILY_HISTORY).replace("{rel}", relative)
        template = template.replace("{Rel}", relative.capitalize())
        yield "family", Statement(template, (entry,), "family")
