"""The pairs of held-out notes from which the ranker learns."""

from dataclasses import dataclass

import numpy as np

from skmedcode.ranking._pairs import NoteScores, pair_blocks


@dataclass(frozen=True, eq=False)
class PairRows:
    """Pairs of note and code with what was known of them without their note.

    Parameters
    ----------
    X : ndarray of float32 of shape (n_pairs, n_features)
    y : ndarray of bool of shape (n_pairs,)
        Whether the note has the code.
    part : ndarray of int of shape (n_pairs,)
        The fold that held the note out.
    weight : ndarray of shape (n_pairs,) or None
    n_missed : float
        Weight of the notes' codes that are no candidates, though the fold knew them.
    keys : ndarray of int64 of shape (n_pairs,)
        ``row * n_codes + code``.
    """

    X: np.ndarray
    y: np.ndarray
    part: np.ndarray
    weight: np.ndarray | None
    n_missed: float
    keys: np.ndarray


def training_pairs(logits, tables, Y, splits, group, n_candidates, weight=None):
    """Candidates of every fold's test notes, with features that the other folds' notes gave.

    Codes that a fold's training notes do not have are set aside: there is nothing to know of them.

    Parameters
    ----------
    logits : list of ndarray of shape (n_notes, n_codes)
        Out-of-fold logits of each member.
    tables : list of n_folds lists of PairTable
    Y : csr_array of shape (n_notes, n_codes)
    splits : list of (train, test) row numbers
    group, n_candidates
        As in :func:`pair_blocks`.
    weight : ndarray of shape (n_notes,), default=None

    Returns
    -------
    PairRows
    """
    n_codes, parts, n_missed = Y.shape[1], [], 0.0
    known = np.ones(Y.shape[0]) if weight is None else (weight > 0).astype(float)
    own_weight = np.ones(Y.shape[0]) if weight is None else weight
    for fold, (train, test) in enumerate(splits):
        test = np.asarray(test)
        counts = known[train] @ Y[train]
        scores = NoteScores([part[test] for part in logits], tables[fold], len(test), n_codes)
        gold = np.sort(_keys(Y[test]))
        n_seen = own_weight[test[gold // n_codes]][counts[gold % n_codes] > 0].sum()
        for keys, X in pair_blocks(scores, group, counts, n_candidates):
            y, row = _among(keys, gold), test[keys // n_codes]
            part = np.full(len(keys), fold, dtype=np.int16)
            parts.append((X, y, part, own_weight[row], row * n_codes + keys % n_codes))
            n_seen -= own_weight[row[y]].sum()
        n_missed += n_seen
    X, y, part, pair_weight, keys = (np.concatenate(column) for column in zip(*parts, strict=True))
    if weight is None:
        return PairRows(X, y, part, None, max(n_missed, 0.0), keys)
    used = pair_weight > 0
    columns = X[used], y[used], part[used], pair_weight[used]
    return PairRows(*columns, max(n_missed, 0.0), keys[used])


def _keys(Y):
    return np.repeat(np.arange(Y.shape[0]), np.diff(Y.indptr)) * Y.shape[1] + Y.indices


def _among(keys, known):
    """Which keys are known; the known ones are sorted, and many more than a block asks for."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return known[place] == keys
