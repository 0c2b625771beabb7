"""Boosted trees for yes or no, from scikit-learn or LightGBM."""

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from skmedcode.persistence import SavedPart
from skmedcode.ranking._plain_trees import PlainTrees, TextTrees
from skmedcode.utils._optional import import_optional

ENGINES = ("auto", "sklearn", "lightgbm")
ROWS_A_LEAF = 50


@dataclass(frozen=True)
class TreeShape:
    """Size of the boosted trees.

    Parameters
    ----------
    n_trees, n_leaves, min_leaf : int
    lr : float
    columns : float
        Share of the features that a tree or a split may use.
    l2 : float
    """

    n_trees: int
    n_leaves: int
    min_leaf: int
    lr: float
    columns: float = 1.0
    l2: float = 0.0


class BoostedTrees(SavedPart):
    """Logit of a yes, by gradient boosting.

    Where all answers are the same there is nothing to learn, and the logit is constant.

    Parameters
    ----------
    shape : TreeShape
    engine : {"auto", "sklearn", "lightgbm"}, default="auto"
        "auto" takes LightGBM where it is installed.
    seed : int, default=0

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.ranking._trees import BoostedTrees, TreeShape
    >>> X = np.arange(40, dtype=np.float32).reshape(-1, 1)
    >>> trees = BoostedTrees(TreeShape(10, 3, 5, 0.3), engine="sklearn").fit(X, X[:, 0] > 20)
    >>> (trees.logits(X[[5, 35]]) > 0).tolist()
    [False, True]
    """

    _saved_attributes = ("model_", "constant_")

    def __init__(self, shape, engine="auto", seed=0):
        self.shape = shape
        self.engine = engine
        self.seed = seed

    def fit(self, X, y, weight=None):
        """Fit on features (n, n_features), answers (n,) and weights (n,)."""
        y = np.asarray(y).astype(np.int8)
        self.model_, self.constant_ = None, 0.0
        if len(y) == 0 or y.min() == y.max():
            self.constant_ = 5.0 if len(y) and y[0] else -5.0
            return self
        # Of a few hundred rows no leaf could hold what one of a million must.
        min_leaf = min(self.shape.min_leaf, max(len(y) // ROWS_A_LEAF, 1))
        model = self._make(min_leaf).fit(X, y, sample_weight=weight)
        plain = PlainTrees if isinstance(model, HistGradientBoostingClassifier) else TextTrees
        self.model_ = plain.of(model)
        return self

    def logits(self, X):
        """Logits, float32 of shape (n,)."""
        if self.model_ is None or len(X) == 0:
            return np.full(len(X), self.constant_, dtype=np.float32)
        return self.model_.logits(X).astype(np.float32)

    def logits_of_kinds(self, X):
        """The same for many rows of few kinds: each kind of row is scored once."""
        bits = np.ascontiguousarray(X, dtype=np.float32).view(np.int32).astype(np.uint64)
        odd = np.random.RandomState(0).randint(1, 2**62, size=bits.shape[1], dtype=np.uint64)
        with np.errstate(over="ignore"):
            hashed = ((bits + 1) * (2 * odd + 1)).sum(axis=1)
        _, first, kind = np.unique(hashed, return_index=True, return_inverse=True)
        return self.logits(X[first])[kind]

    def _make(self, min_leaf):
        if resolve_engine(self.engine) == "lightgbm":
            return self._make_lightgbm(min_leaf)
        shape = self.shape
        return HistGradientBoostingClassifier(
            learning_rate=shape.lr,
            max_iter=shape.n_trees,
            max_leaf_nodes=shape.n_leaves,
            min_samples_leaf=min_leaf,
            max_features=shape.columns,
            l2_regularization=shape.l2,
            early_stopping=False,
            random_state=self.seed,
        )

    def _make_lightgbm(self, min_leaf):
        shape = self.shape
        return import_lightgbm().LGBMClassifier(
            learning_rate=shape.lr,
            n_estimators=shape.n_trees,
            num_leaves=shape.n_leaves,
            min_child_samples=min_leaf,
            colsample_bytree=shape.columns,
            subsample=0.8,
            subsample_freq=1,
            reg_lambda=shape.l2,
            random_state=self.seed,
            deterministic=True,
            force_row_wise=True,
            n_jobs=1,
            verbosity=-1,
        )


def import_lightgbm():
    """LightGBM, or an error that says how to install it."""
    return import_optional("lightgbm", extra="trees", purpose="engine='lightgbm'")


def resolve_engine(engine):
    """The engine behind "auto"."""
    if engine == "auto":
        return "sklearn" if find_spec("lightgbm") is None else "lightgbm"
    return engine
