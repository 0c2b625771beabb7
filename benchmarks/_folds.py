"""What the benchmarks on folds share: the notes of all folds together, as scored and as ranked."""

import numpy as np
from scipy.special import logit
from scipy.stats import rankdata


def is_folds(corpora):
    """Whether the corpora are parts of one, and not the same notes for several seeds."""
    return corpora[0] is not corpora[-1]


def gold(corpora):
    """The codes of all notes that are scored."""
    return (
        np.vstack([c.dev.target for c in corpora]) if is_folds(corpora) else corpora[0].dev.target
    )


def pooled(runs, corpora):
    """Scores above 0 where a code is given, one array a seed; folds are one array together."""
    margins = [logit(np.clip(r["chances"], 1e-7, 1 - 1e-7)) - logit(r["threshold"]) for r in runs]
    seconds = np.mean([r["core_seconds"][0] for r in runs])
    return [np.vstack(margins)] if is_folds(corpora) else margins, seconds


def within_folds(margins, corpora):
    """Ranks of the notes for each code, each fold by itself; one array a seed.

    What `pooled` returns is for figures that look at a note or at what is given; this is for the
    AUC, which compares notes. A coder that has seen fewer notes of a code finds it less probable,
    and it has seen the fewest where the others are held out: scores of different folds rank a rare
    code's notes too low. From 0 to 1, so that the middle note has the same rank in every fold;
    scores themselves where there are no folds.
    """
    if not is_folds(corpora):
        return margins
    ends = np.cumsum([len(corpus.dev.target) for corpus in corpora])[:-1]
    return [np.vstack([_ranks(part) for part in np.split(own, ends)]) for own in margins]


def _ranks(part):
    return (rankdata(part, axis=0) - 0.5) / len(part)
