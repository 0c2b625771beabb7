"""Phrases that give a code away, each with how far it can be trusted."""

import numpy as np
from scipy import sparse
from sklearn.model_selection import KFold

from skmedcode.persistence import SavedPart
from skmedcode.ranking._lexicon_pairs import find_pairs, pair_features
from skmedcode.ranking._phrases import PhraseTable
from skmedcode.ranking._table import PairTable, expanded, group_starts, in_blocks
from skmedcode.ranking._trees import BoostedTrees, TreeShape

SHAPE = TreeShape(n_trees=120, n_leaves=15, min_leaf=200, lr=0.08)
BLOCK = 1000  # notes at a time
MOST_EVENTS = 700_000
MOST_TIMES = 3  # a phrase that a note has more often counts as often as this
LEAST = 0.01  # pairs that can be trusted less are dropped
N_BEST = 3


class Lexicon(SavedPart):
    """Phrases of the training notes that speak for codes, with learnt reliability.

    The reliability of a phrase for a code is the chance that a note with the phrase has the code.
    Trees learn it from how the phrase and the code occur in some of the notes, and from whether
    the code is there in the *other* notes that have the phrase.

    Parameters
    ----------
    engine : {"auto", "sklearn", "lightgbm"}, default="auto"
    n_folds : int, default=5
        Parts of the notes, each held out once to learn the reliability.
    seed : int, default=0

    Attributes
    ----------
    phrases_ : PhraseTable
    pairs_ : LexiconPairs
    reliability_ : ndarray of float32 of shape (n_pairs, 3)
        For a note that has the phrase once, twice, or more often.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> from skmedcode.ranking._lexicon import Lexicon
    >>> from skmedcode.ranking._stems import StemReader
    >>> notes = ["renal failure", "heart failure", "renal cyst", "heart attack"] * 10
    >>> Y = sparse.csr_array(np.tile([[1.0, 0], [0, 1], [1, 0], [0, 1]], (10, 1)))
    >>> reader = StemReader()
    >>> lexicon = Lexicon(engine="sklearn").fit(reader.read(notes), Y)
    >>> lexicon.table(reader.read(["a renal stone"])).keys.tolist()
    []
    """

    n_values = N_BEST + 2
    _saved_attributes = ("phrases_", "pairs_", "reliability_", "n_codes_")

    def __init__(self, engine="auto", n_folds=5, seed=0):
        self.engine = engine
        self.n_folds = n_folds
        self.seed = seed

    def fit(self, stems, Y, terms=None):
        """Find phrases and learn how far to trust them.

        Parameters
        ----------
        stems : Stems
        Y : csr_array of shape (n_notes, n_codes)
        terms : TitleTerms, default=None

        Returns
        -------
        self
        """
        self.phrases_ = PhraseTable().fit(stems)
        self.n_codes_ = Y.shape[1]
        counts = self.phrases_.counts(stems)
        has = sparse.csr_array(
            (np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape
        )
        trees = self._learn(counts, has, Y, terms)
        pairs = find_pairs(has, Y)
        features = pair_features(pairs, np.arange(len(pairs.code)), self.phrases_.keys_, terms)
        times = range(1, MOST_TIMES + 1)
        logits = [trees.logits_of_kinds(_with_times(features, number)) for number in times]
        reliability = 1 / (1 + np.exp(-np.column_stack(logits)))
        kept = reliability.max(axis=1) >= LEAST
        self.pairs_, self.reliability_ = pairs.take(kept), reliability[kept].astype(np.float32)
        return self

    def table(self, stems):
        """The three best reliabilities, -log(1 - noisy or), best posterior; a PairTable."""
        return in_blocks(stems, self.n_codes_, self._block, BLOCK)

    def _block(self, stems):
        counts = self.phrases_.counts(stems)
        row, pair, times = events(counts, self.pairs_)
        trust = self.trust(pair, times)
        keys = row * self.n_codes_ + self.pairs_.code[pair]
        order = np.lexsort((-trust, keys))
        keys, trust, posterior = keys[order], trust[order], self.pairs_.posterior[pair[order]]
        starts = group_starts(keys)
        values = np.zeros((len(starts), self.n_values), dtype=np.float32)
        if len(starts):
            lengths = np.diff(np.append(starts, len(keys)))
            for place in range(N_BEST):
                long = lengths > place
                values[long, place] = trust[starts[long] + place]
            values[:, N_BEST] = np.add.reduceat(-np.log1p(-np.minimum(trust, 0.999)), starts)
            values[:, N_BEST + 1] = np.maximum.reduceat(posterior, starts)
        return PairTable(keys[starts], values, self.n_codes_)

    def trust(self, pair, times):
        """Reliability of some pairs in a note that has their phrases so many times."""
        times = np.minimum(np.asarray(times, dtype=np.int64), MOST_TIMES)
        return self.reliability_[np.asarray(pair), times - 1]

    def _learn(self, counts, has, Y, terms):
        """Trees for the reliability, from notes that the counts of phrases have not seen."""
        rng = np.random.RandomState(self.seed)
        n_folds = min(self.n_folds, counts.shape[0])
        X, y = [], []
        if n_folds > 1:
            folds = KFold(n_folds, shuffle=True, random_state=rng)
            for train, test in folds.split(np.zeros(counts.shape[0])):
                pairs = find_pairs(has[train], Y[train])
                row, pair, times = events(counts[test], pairs)
                if len(row) > MOST_EVENTS // n_folds:
                    drawn = np.sort(rng.choice(len(row), MOST_EVENTS // n_folds, replace=False))
                    row, pair, times = row[drawn], pair[drawn], times[drawn]
                features = pair_features(pairs, pair, self.phrases_.keys_, terms)
                X.append(_with_times(features, times))
                y.append(_cells(Y[test], row, pairs.code[pair]))
        X = np.concatenate(X) if X else np.zeros((0, 9), dtype=np.float32)
        y = np.concatenate(y) if y else np.zeros(0)
        return BoostedTrees(SHAPE, self.engine, self.seed).fit(X, y)


def events(counts, pairs):
    """Every time a note has the phrase of a pair.

    Returns
    -------
    row, pair, times : ndarrays of int of shape (n_events,)
        The note, the pair, and how often the note has the phrase, at most 3.
    """
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.diff(pairs.starts)[counts.indices]
    pair = expanded(pairs.starts[counts.indices], lengths)
    times = np.minimum(counts.data, MOST_TIMES).astype(np.int64)
    return np.repeat(row, lengths), pair, np.repeat(times, lengths)


def _with_times(features, times):
    times = np.broadcast_to(np.asarray(times, dtype=np.float32), len(features))
    return np.column_stack([features, times])


def _cells(Y, rows, columns):
    """Cells of a CSR indicator."""
    own = np.repeat(np.arange(Y.shape[0]), np.diff(Y.indptr)) * Y.shape[1] + Y.indices
    return np.isin(rows * Y.shape[1] + columns, own)
