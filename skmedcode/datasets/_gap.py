"""The words between a cue and a mention."""

from skmedcode.datasets._frames import GAP_PARTS

__all__ = ["gap"]

BY_LENGTH = [sorted(((len(part.split()), part) for part in row), key=lambda p: p[0])
             for row in GAP_PARTS]  # fmt: skip


def gap(n_words, draw):
    """A chain of adverbials of ``n_words`` words, or of a few less where none fits."""
    chosen = {}
    for row in draw.shuffled(range(len(BY_LENGTH))):
        fitting = [part for length, part in BY_LENGTH[row] if length <= n_words]
        if fitting:
            chosen[row] = draw.pick(fitting)
            n_words -= len(chosen[row].split())
    return " ".join(chosen[row] for row in sorted(chosen))
