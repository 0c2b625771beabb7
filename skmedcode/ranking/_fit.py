"""The ranker over pairs: its rows, its trees, its threshold."""

import numpy as np
from joblib import Parallel, delayed

from skmedcode.ranking._trees import BoostedTrees, TreeShape
from skmedcode.utils._processes import process_count

SHAPE = TreeShape(n_trees=200, n_leaves=15, min_leaf=100, lr=0.05, columns=0.6, l2=5.0)
MOST_NEGATIVES = 500_000


def fit_ranker(X, y, weight=None, engine="auto", seed=0):
    """Trees that tell pairs with the code from pairs without.

    Parameters
    ----------
    X : ndarray of float32 of shape (n_pairs, n_features)
    y : ndarray of bool of shape (n_pairs,)
    weight : ndarray of shape (n_pairs,), default=None
    engine : {"auto", "sklearn", "lightgbm"}, default="auto"
    seed : int, default=0

    Returns
    -------
    BoostedTrees
        Of more than 500,000 pairs without the code, a sample stands for all by its weight.
    """
    negative = np.flatnonzero(~y)
    weight = np.ones(len(y)) if weight is None else weight
    if len(negative) > MOST_NEGATIVES:
        rng = np.random.RandomState(seed)
        drawn = rng.choice(negative, MOST_NEGATIVES, replace=False)
        weight = np.where(y, weight, weight * len(negative) / MOST_NEGATIVES)
        rows = np.sort(np.concatenate([np.flatnonzero(y), drawn]))
        X, y, weight = X[rows], y[rows], weight[rows]
    return BoostedTrees(SHAPE, engine, seed).fit(X, y, weight)


def cross_fitted(X, y, part, weight=None, engine="auto", seed=0, n_jobs=None):
    """Logit of each pair by trees that saw no pair of its part.

    Parameters
    ----------
    X, y, weight, engine, seed
        As in :func:`fit_ranker`.
    part : ndarray of int of shape (n_pairs,)
        The fold of each pair's note.
    n_jobs : int, default=None

    Returns
    -------
    ndarray of float32 of shape (n_pairs,)
    """
    result = np.empty(len(y), dtype=np.float32)
    parts = np.unique(part)
    found = Parallel(n_jobs=process_count(n_jobs))(
        delayed(_held_out)(X, y, part == own, weight, engine, seed) for own in parts
    )
    for own, logits in zip(parts, found, strict=True):
        result[part == own] = logits
    return result


def pair_threshold(y, logits, n_missed, weight=None):
    """Probability cut with the best micro-F1 over pairs.

    Parameters
    ----------
    y : ndarray of bool of shape (n_pairs,)
    logits : ndarray of shape (n_pairs,)
    n_missed : float
        Codes of notes that are among no pairs: missed, wherever the cut is.
    weight : ndarray of shape (n_pairs,), default=None

    Returns
    -------
    float
        Midway between the last probability that is taken and the next one; 0.5 where no pair has
        its code.
    """
    if not y.any():
        return 0.5
    weight = np.ones(len(y)) if weight is None else weight
    order = np.argsort(-logits, kind="stable")
    chances = 1 / (1 + np.exp(-logits[order].astype(np.float64)))
    hits = np.cumsum(weight[order] * y[order])
    taken = np.cumsum(weight[order])
    f1 = 2 * hits / (taken + hits[-1] + n_missed)
    last = np.append(chances[1:] != chances[:-1], True)  # equal chances are taken together
    best = int(np.argmax(np.where(last, f1, -1.0)))
    following = chances[best + 1] if best + 1 < len(chances) else chances[best]
    return float((chances[best] + following) / 2)


def tuned_threshold(rows, engine="auto", seed=0, n_jobs=None):
    """The threshold for :class:`PairRows`, by rankers that have not seen the pair's note."""
    logits = cross_fitted(rows.X, rows.y, rows.part, rows.weight, engine, seed, n_jobs)
    return pair_threshold(rows.y, logits, rows.n_missed, rows.weight)


def _held_out(X, y, own, weight, engine, seed):
    kept = None if weight is None else weight[~own]
    return fit_ranker(X[~own], y[~own], kept, engine, seed).logits(X[own])
