"""The codes that a note mentions without having them."""

from skmedcode.datasets._case_mix import is_compatible, likelihood, prevalence

__all__ = ["pick_others", "pick_relatives", "pick_siblings"]


def pick_others(case, entries, count, draw, *, alike=False):
    """Codes that the note can deny: of no family that the note has or is related to.

    Parameters
    ----------
    case : Case
    entries : sequence of Entry
    count : int
        How many codes, one of a family; fewer where there are not so many.
    draw : Draw
    alike : bool, default=False
        Draw them from the case's mix, as its own codes are drawn, so that a code is not the
        likelier to be denied the less it suits the case.

    Returns
    -------
    list of Entry
    """
    taken = {e.family for e in case.entries}.union(*(e.related for e in case.entries))
    return _pick(case, entries, taken, count, draw, alike)


def pick_relatives(case, entries, count, draw, *, alike=False):
    """Heritable codes that the note does not have."""
    heritable = [e for e in entries if e.heritable]
    anyone = case._replace(sex="")  # a man's mother may have what no man has
    return _pick(anyone, heritable, set(), count, draw, alike)


def pick_siblings(case, entries, count, draw):
    """Codes that the note does not have, of the families of those that it has."""
    families = {entry.family for entry in case.entries}
    siblings = [
        e
        for e in entries
        if e.family in families and e not in case.entries and is_compatible(e, case.sex, ())
    ]
    weights, chosen = prevalence(siblings), []
    for _ in range(count):
        position = draw.weighted(weights)
        if position is None:
            break
        chosen.append(siblings[position])
        weights[position] = 0.0
    return chosen


def _pick(case, entries, taken, count, draw, alike):
    """Draw codes that the note does not have, the common ones more often, one per family."""
    taken, chosen, base = set(taken), [], prevalence(entries)
    if alike:
        base = [
            likelihood(entry, weight, case.themes, case.entries)
            for entry, weight in zip(entries, base, strict=True)
        ]
    for _ in range(count):
        weights = [
            weight
            if entry not in case.entries and entry.family not in taken and _suits(entry, case)
            else 0.0
            for entry, weight in zip(entries, base, strict=True)
        ]
        position = draw.weighted(weights)
        if position is None:
            break
        chosen.append(entries[position])
        taken.add(entries[position].family)
    return chosen


def _suits(entry, case):
    return not case.sex or is_compatible(entry, case.sex, ())
