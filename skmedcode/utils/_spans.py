"""Gold evidence as users pass it."""

import numbers

import numpy as np


def check_evidence(evidence, n_notes):
    """Mentions as ``(code, start, end)``, one list a note.

    Parameters
    ----------
    evidence : sequence of n_notes sequences of (code, start, end, ...)
        None stands for no mentions of a note.
    n_notes : int

    Returns
    -------
    list of n_notes lists of (code, int, int)
    """
    odd = isinstance(evidence, (str, bytes)) or hasattr(evidence, "keys")
    if (odd and not hasattr(evidence, "iloc")) or not hasattr(evidence, "__len__"):
        raise TypeError(
            "evidence must be a sequence with one list of (code, start, end) a note, got "
            f"{type(evidence).__name__}."
        )
    if len(evidence) != n_notes:
        raise ValueError(f"evidence must have one list a note: {n_notes}, got {len(evidence)}.")
    return [_mentions(own, row) for row, own in enumerate(evidence)]


def _mentions(own, row):
    if own is None:
        return []
    if isinstance(own, np.ndarray):
        own = own.tolist()
    if isinstance(own, (list, tuple)):
        mentions = [tuple(item[:3]) for item in own if isinstance(item, (list, tuple))]
        if len(mentions) == len(own) and all(map(_is_mention, mentions)):
            return [(code, int(start), int(end)) for code, start, end in mentions]
    raise ValueError(
        "evidence must hold a list of (code, start, end) a note, whole numbers with 0 <= start < "
        f"end; got something else for the note in row {row}."
    )


def _is_mention(item):
    if len(item) != 3 or isinstance(item[0], (list, dict, set)):
        return False
    places = item[1:]
    if not all(isinstance(p, numbers.Integral) and not isinstance(p, bool) for p in places):
        return False
    return 0 <= item[1] < item[2]
