"""The report of a shift as a page of text."""

import numpy as np

TITLES = {
    "n_notes": "notes",
    "n_gold": "gold",
    "unseen": "unseen",
    "unknown": "unknown",
    "unknown_words": "unk. words",
    "f1_micro": "micro F1",
    "f1_micro_known": "(known)",
    "mean_average_precision": "MAP",
    "calibration_error": "ECE",
}
SHARES = ("unseen", "unknown", "unknown_words")


def share(part, whole):
    """Part of a whole; NaN where there is nothing."""
    return float(part / whole) if whole else float("nan")


def shift_text(report):
    """Lay out a report.

    Parameters
    ----------
    report : ShiftReport

    Returns
    -------
    str
    """
    old = [part["period"].startswith("old") for part in report.periods]
    new = [part for part, is_old in zip(report.periods, old, strict=True) if not is_old]
    n_gold = sum(part["n_gold"] for part in new)
    lines = [
        f"new notes: {sum(part['n_notes'] for part in new)}, with {n_gold} gold codes",
        _codes_line("unseen in old notes", report.unseen_codes, new, "unseen", n_gold),
        _codes_line("unknown to the coder", report.unknown_codes, new, "unknown", n_gold),
        "",
        *_table(report.periods),
    ]
    return "\n".join(lines)


def _codes_line(what, codes, new, key, n_gold):
    number = sum(part[key] * part["n_gold"] for part in new if part["n_gold"])
    names = f"{len(codes)} code{'s' * (len(codes) != 1)}"
    return f"{what}: {names}, {_percent(share(number, n_gold))} of the gold codes of new notes"


def _table(periods):
    keys = [key for key in periods[0] if key != "period"]
    titles = [TITLES.get(key, key.replace("precision_at_", "P@")) for key in keys]
    first = max(6, *(len(part["period"]) for part in periods))
    widths = [max(len(title), 6) + 2 for title in titles]
    yield " " * first + "".join(map(str.rjust, titles, widths))
    for part in periods:
        cells = (_cell(key, part[key]) for key in keys)
        yield part["period"].ljust(first) + "".join(map(str.rjust, cells, widths))


def _cell(key, value):
    if isinstance(value, int):
        return str(value)
    if np.isnan(value):
        return "-"
    return _percent(value) if key in SHARES else f"{value:.3f}"


def _percent(value):
    return f"{100 * value:.1f}%"
