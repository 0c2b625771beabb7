"""Members that do as they are told, fail, or have nothing to say."""

from sklearn.base import BaseEstimator


class Fixed(BaseEstimator):
    """Gives what it is told to."""

    def __init__(self, scores=None):
        self.scores = scores

    def fit(self, X, Y):
        return self

    def decision_function(self, X):
        return self.scores


class Failing(Fixed):
    def fit(self, X, Y):
        raise ValueError(f"cannot read {X[0]}" if self.scores else "too hot")

    def decision_function(self, X):
        raise KeyError("lost")


class Mute(BaseEstimator):
    def fit(self, X, Y):
        return self
