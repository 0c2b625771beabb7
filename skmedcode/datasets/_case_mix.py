"""Who has what: patients, their admissions, and the codes of each."""

from typing import NamedTuple

from skmedcode.datasets._lexicon import LASTING
from skmedcode.datasets._phrasebook import MIXES

__all__ = ["Case", "draw_cases", "is_compatible", "likelihood", "prevalence"]

ZIPF_EXPONENT = 0.8
MIX_BOOST = 5.0  # codes of the case's themes are this many times likelier
RELATED_BOOST = 4.0  # so is a code that is related to one already drawn
KEPT = 0.9  # share of lasting codes that the next admission of the patient has again
MIN_POSITIVES = 3


class Case(NamedTuple):
    """One admission: a patient, the patient's age and sex, the mix's themes, and the codes."""

    patient: int
    age: int
    sex: str
    themes: tuple
    entries: tuple


def prevalence(entries):
    """Zipfian weights, one per entry, by rank."""
    return [(rank + 1) ** -ZIPF_EXPONENT for rank in range(len(entries))]


def is_compatible(entry, sex, others):
    """Whether the code suits the patient's sex and the other codes of the note."""
    if entry.sex not in ("", sex):
        return False
    for other in others:
        if entry.family == other.family:
            return False
        if entry.code in other.never_with or other.code in entry.never_with:
            return False
    return True


def _draw_entries(entries, base, count, sex, themes, kept, draw):
    """Add codes to ``kept`` until there are ``count``, or no compatible one is left."""
    chosen = list(kept)
    while len(chosen) < count:
        weights = [
            likelihood(entry, weight, themes, chosen) if is_compatible(entry, sex, chosen) else 0.0
            for entry, weight in zip(entries, base, strict=True)
        ]
        position = draw.weighted(weights)
        if position is None:
            break
        chosen.append(entries[position])
    return tuple(chosen)


def likelihood(entry, weight, themes, others):
    """The weight of a code in a case with these themes and other codes."""
    if entry.theme in themes:
        weight *= MIX_BOOST
    for other in others:
        if other.family in entry.related or entry.family in other.related:
            return weight * RELATED_BOOST
    return weight


def _count(n_labels, share_without, draw):
    if draw.chance(share_without):
        return 0
    return 1 + draw.poisson(max(n_labels - 1.0, 0.0))


def _give_rare_codes(cases, entries, draw):
    """Give every code at least MIN_POSITIVES notes, as far as sex and siblings allow."""
    for entry in entries:
        missing = MIN_POSITIVES - sum(entry in case.entries for case in cases)
        if missing <= 0:
            continue
        for row in draw.shuffled(range(len(cases))):
            case = cases[row]
            if case.entries and is_compatible(entry, case.sex, case.entries):
                cases[row] = case._replace(entries=(*case.entries, entry))
                missing -= 1
            if not missing:
                break


def draw_cases(n_samples, entries, n_labels, share_without, draw):
    """Draw ``n_samples`` admissions; those of one patient follow each other.

    Returns
    -------
    list of Case
    """
    base, cases, patient = prevalence(entries), [], 0
    mix_shares = [share for share, _ in MIXES]
    while len(cases) < n_samples:
        themes = MIXES[draw.weighted(mix_shares)][1]
        sex, age = draw.pick("FM"), draw.between(38, 89)
        n_notes, kept = 1 + draw.weighted((0.75, 0.18, 0.07)), ()
        for _ in range(min(n_notes, n_samples - len(cases))):
            count = _count(n_labels, share_without, draw)
            chosen = _draw_entries(entries, base, count, sex, themes, kept[:count], draw)
            cases.append(Case(patient, age, sex, themes, chosen))
            kept = tuple(e for e in chosen if e.kind in LASTING and draw.chance(KEPT))
        patient += 1
    if n_samples >= 10 * len(entries):
        _give_rare_codes(cases, entries, draw)
    return cases
