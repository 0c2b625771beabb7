"""Boosted trees as plain arrays or text, so that they can be saved without pickle."""

import numpy as np
import torch

from skmedcode.persistence import SavedPart
from skmedcode.utils._optional import import_optional


class PlainTrees(SavedPart):
    """The trees of a fitted ``HistGradientBoostingClassifier`` for yes or no.

    Attributes
    ----------
    nodes : dict of str to ndarray
        The fields of all nodes, tree after tree.
    ends : ndarray of int64 of shape (n_trees,)
        Where each tree ends among the nodes.
    start : float
        The logit before the first tree.
    n_features : int
    """

    _saved_attributes = ("nodes", "ends", "start", "n_features")

    @classmethod
    def of(cls, model):
        """Take the trees of a fitted model without categories.

        Parameters
        ----------
        model : HistGradientBoostingClassifier
            Fitted on two classes.

        Returns
        -------
        PlainTrees
            ``logits`` equals the model's ``decision_function``.
        """
        trees = [predictor.nodes for (predictor,) in model._predictors]
        if any(tree["is_categorical"].any() for tree in trees):
            raise ValueError("Trees that split by categories cannot be told by numbers alone.")
        self = cls()
        both = np.concatenate(trees)
        self.nodes = {name: np.ascontiguousarray(both[name]) for name in both.dtype.names}
        self.ends = np.cumsum([len(tree) for tree in trees])
        self.start = float(model._baseline_prediction.item())
        self.n_features = model.n_features_in_
        return self

    def logits(self, X):
        """Logits of a yes, float64 of shape (n,).

        Parameters
        ----------
        X : array of shape (n, n_features)
        """
        X = np.ascontiguousarray(X, dtype=np.float64)
        if X.shape[1] != self.n_features:
            raise ValueError(f"X must have {self.n_features} columns, got {X.shape[1]}.")
        no_bits = np.zeros((0, 8), dtype=np.uint32)
        no_map = np.zeros(self.n_features, dtype=np.uint32)
        total = np.full(len(X), self.start)
        n_threads = torch.get_num_threads()  # as many as the networks among the members use
        for tree in self._trees():
            total += tree.predict(X, no_bits, no_map, n_threads)
        return total

    def _trees(self):
        """scikit-learn's trees, made once."""
        from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
        from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

        if not hasattr(self, "_made"):
            all_nodes = np.zeros(int(self.ends[-1]), dtype=PREDICTOR_RECORD_DTYPE)
            for name in PREDICTOR_RECORD_DTYPE.names:
                all_nodes[name] = self.nodes[name]
            none = np.zeros((0, 8), dtype=np.uint32)
            parts = np.split(all_nodes, self.ends[:-1])
            self._made = [TreePredictor(part, none, none) for part in parts]
        return self._made

    def __getstate__(self):
        return {key: value for key, value in vars(self).items() if key != "_made"}

    def _after_load(self):
        """Refuse nodes that lead out of their tree or back: compiled code will follow them."""
        begins = np.concatenate([[0], self.ends[:-1]])
        good = (np.diff(self.ends, prepend=0) > 0).all()
        good &= all(len(field) == self.ends[-1] for field in self.nodes.values())
        good &= not self.nodes["is_categorical"].any()
        inner = self.nodes["is_leaf"] == 0
        feature = self.nodes["feature_idx"][inner]
        good &= ((feature >= 0) & (feature < self.n_features)).all()
        place = np.arange(self.ends[-1]) - np.repeat(begins, self.ends - begins)
        size = np.repeat(self.ends - begins, self.ends - begins)
        for side in ("left", "right"):
            child = self.nodes[side].astype(np.int64)
            good &= ((child > place) & (child < size))[inner].all()
        if not good:
            raise ValueError("The saved trees are damaged; copy the whole folder again.")


class TextTrees(SavedPart):
    """The trees of a fitted LightGBM model for yes or no, as its own text.

    Attributes
    ----------
    text : str
    """

    _saved_attributes = ("text",)

    @classmethod
    def of(cls, model):
        """Take the trees of a fitted ``LGBMClassifier``."""
        self = cls()
        self.text = model.booster_.model_to_string()
        return self

    def logits(self, X):
        """Logits of a yes, float64 of shape (n,)."""
        if not hasattr(self, "_made"):
            lightgbm = import_optional(
                "lightgbm", extra="trees", purpose="A coder fitted with engine='lightgbm'"
            )
            self._made = lightgbm.Booster(model_str=self.text)
        return self._made.predict(np.asarray(X), raw_score=True, num_threads=1)

    def __getstate__(self):
        return {"text": self.text}
