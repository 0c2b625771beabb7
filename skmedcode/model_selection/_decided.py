"""What a fitted meta-estimator answers, once it has scores and knows which codes to give."""

import numbers

import numpy as np
from scipy import sparse
from sklearn.base import ClassifierMixin
from sklearn.utils import _safe_indexing
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import _num_samples, check_is_fitted

from skmedcode.model_selection._target import Target
from skmedcode.utils._micro_f1 import micro_f1
from skmedcode.utils._validation import check_codes, check_number

BLOCK = 2048  # notes whose dense scores exist at a time


def estimator_has(method):
    """Whether the estimator, fitted or not, has a method; for ``available_if``."""

    def check(self):
        getattr(getattr(self, "estimator_", self.estimator), method)
        return True

    return check


class Decided(ClassifierMixin):
    """Outputs that follow from ``_scores(X)`` and ``_given(scores)`` of a subclass."""

    def predict(self, X):
        """Codes of each note.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray or csr_array of int of shape (n_notes, n_codes), or ndarray of shape (n_notes,)
            Sparse after a ``fit`` on a sparse y; classes after one on a 1-D y.
        """
        check_is_fitted(self)
        blocks = [sparse.csr_array(self._given(s), dtype=np.int64) for s in self._blocks(X)]
        return self._form().as_given(sparse.vstack(blocks, format="csr"))

    def predict_codes(self, X, top_k=None):
        """Names of each note's codes, best first.

        Parameters
        ----------
        X : as in ``fit``
        top_k : int, default=None
            This many codes a note; None gives those of ``predict``.

        Returns
        -------
        list of n_notes lists of code names
        """
        check_is_fitted(self)
        check_number(top_k, "top_k", numbers.Integral, low=1, none=True)
        names, found = self.classes_[1:] if self._is_binary else self.classes_, []
        for scores in self._blocks(X):
            order = np.argsort(-scores, axis=1, kind="stable")[:, :top_k]
            given = self._given(scores) if top_k is None else np.ones(scores.shape, dtype=bool)
            found += [
                names[best[row[best]]].tolist() for best, row in zip(order, given, strict=True)
            ]
        return found

    @available_if(estimator_has("explain"))
    def explain(self, X, codes=None, **options):
        """Evidence for the codes of each note, as the estimator finds it.

        Parameters
        ----------
        X : as in ``fit``
        codes : sequence of code names, default=None
            Which codes to explain; None takes those that ``predict`` gives each note.
        **options : dict
            For the estimator's own ``explain``.

        Returns
        -------
        list of n_notes lists
            As the estimator's own ``explain`` returns them, with its probabilities.
        """
        check_is_fitted(self)
        explain = self.estimator_.explain
        if codes is not None:
            return explain(X, codes=codes, **options)
        found = []
        for note, names in enumerate(self.predict_codes(X)):
            one = _safe_indexing(X, [note])
            found += explain(one, codes=names, **options) if names else [[]]
        return found

    def score(self, X, y, sample_weight=None):
        """Micro-averaged F1 of the predicted codes, or the accuracy after a 1-D y.

        Parameters
        ----------
        X : as in ``fit``
        y : as in ``fit``
        sample_weight : array-like of shape (n_notes,), default=None

        Returns
        -------
        float
        """
        check_is_fitted(self)
        if self._is_binary:
            return super().score(X, y, sample_weight)
        predicted = sparse.csr_array(self.predict(X))
        codes, _ = check_codes(y, predicted.shape[0])
        return micro_f1(codes, predicted, sample_weight)

    @property
    def n_features_in_(self):
        """Number of features, where the fitted estimator has it."""
        return self._of_fitted("n_features_in_")

    @property
    def feature_names_in_(self):
        """Names of the features, where the fitted estimator has them."""
        return self._of_fitted("feature_names_in_")

    def _of_fitted(self, name):
        if "estimator_" not in vars(self):
            raise AttributeError(f"{type(self).__name__} has no {name} before fit.")
        return getattr(self.estimator_, name)

    def _form(self):
        """The form of the y that was learnt."""
        return Target(None, self.classes_, self._is_binary, self._sparse_output)

    def _blocks(self, X):
        """Scores, block by block of notes."""
        n_notes = _num_samples(X)
        if n_notes <= BLOCK:
            return [self._scores(X)]
        starts = range(0, n_notes, BLOCK)
        blocks = (np.arange(start, min(start + BLOCK, n_notes)) for start in starts)
        return (self._scores(_safe_indexing(X, rows)) for rows in blocks)
