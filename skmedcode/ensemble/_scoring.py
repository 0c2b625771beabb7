"""The scikit-learn contract of coders that mix scores rather than train one network."""

import numbers

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import _safe_indexing
from sklearn.utils.validation import check_is_fitted

from skmedcode.ensemble._embeddings import joined_embeddings
from skmedcode.persistence import Savable
from skmedcode.utils._best_codes import best_columns, explained_columns
from skmedcode.utils._micro_f1 import micro_f1
from skmedcode.utils._validation import check_codes, check_number, code_columns

BLOCK = 2048


def row_blocks(n_rows, size=BLOCK):
    """Slices that cover some rows, so that only a block of dense scores exists at a time.

    Parameters
    ----------
    n_rows : int
    size : int, default=2048

    Returns
    -------
    list of slice
    """
    return [slice(start, min(start + size, n_rows)) for start in range(0, n_rows, size)]


class ScoreCoder(Savable, ClassifierMixin, BaseEstimator):
    """Everything that follows from ``decision_function``, with the meaning it has in BaseCoder.

    A subclass has ``fit``, which ends in ``return self._keep_codes(...)``, and
    ``decision_function``; one that reads notes may define ``_evidence``.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
    threshold_ : float
        On the scale of probabilities.
    code_embeddings_ : ndarray of shape (n_codes, n_features)
        The members' vectors of the codes side by side, each of length 1, where they have some.
    """

    def predict_proba(self, X):
        """Probabilities of the codes.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        scores = self.decision_function(X)
        return expit(scores, out=scores)

    def predict(self, X):
        """Codes whose probability reaches ``threshold_``.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray or csr_array of int of shape (n_notes, n_codes)
            Sparse after a ``fit`` on a sparse Y.
        """
        blocks = [
            sparse.csr_array(chances >= self.threshold_, dtype=np.int64)
            for chances in self._chances(X)
        ]
        codes = sparse.vstack(blocks, format="csr")
        return codes if self._sparse_output else codes.toarray()

    def predict_codes(self, X, top_k=None):
        """Names of each note's codes, most probable first.

        Parameters
        ----------
        X : as in ``fit``
        top_k : int, default=None
            This many codes a note; None gives those whose probability reaches ``threshold_``.

        Returns
        -------
        list of n_notes lists of code names
        """
        check_is_fitted(self)
        check_number(top_k, "top_k", numbers.Integral, low=1, none=True)
        names = []
        for scores in self._scores(X):
            chosen = best_columns(scores, self.threshold_, top_k)
            names += [self.classes_[best].tolist() for best in chosen]
        return names

    def explain(self, X, codes=None, top_k=10):
        """Evidence for the codes of each note, member by member.

        Parameters
        ----------
        X : list, array or Series of str
        codes : sequence of code names, default=None
            Which codes to explain; None takes the codes that each note is given.
        top_k : int, default=10
            Pieces of evidence a code and member, at most.

        Returns
        -------
        list of n_notes lists of (code, probability, evidence)
            Most probable code first. ``evidence`` is a dict of member name to a list of
            (start, end, words, score), strongest first, with the place in the note's text.
        """
        check_is_fitted(self)
        check_number(top_k, "top_k", numbers.Integral, low=1)
        asked = None if codes is None else code_columns(codes, self.classes_)
        chosen, chances = [], []
        for block in self._chances(X):
            for columns, own in explained_columns(block, self.threshold_, asked):
                chosen.append(columns)
                chances.append(own)
        found = self._evidence(X, chosen, top_k)
        names = [self.classes_[columns].tolist() for columns in chosen]
        rows = zip(names, chances, found, strict=True)
        return [list(zip(*row, strict=True)) for row in rows]

    def score(self, X, Y, sample_weight=None):
        """Micro-averaged F1 of the predicted codes."""
        check_is_fitted(self)
        predicted = sparse.csr_array(self.predict(X))
        Y, classes = check_codes(Y, predicted.shape[0], self.classes_)
        if not np.array_equal(classes, self.classes_):
            raise ValueError(
                "Y must have the codes that the coder was fitted with, in that order; "
                "reorder the columns: Y[coder.classes_]."
            )
        return micro_f1(Y, predicted, sample_weight)

    @property
    def code_embeddings_(self):
        """The members' vectors of the codes side by side, where they have some."""
        fitted = hasattr(self, "classes_")
        vectors = joined_embeddings(self._parts(), self.classes_) if fitted else None
        if vectors is None:
            raise AttributeError(f"{type(self).__name__} has no code_embeddings_ (yet).")
        return vectors

    def _parts(self):
        """Fitted members and their names."""
        return self.members_

    def _evidence(self, X, chosen, top_k):
        """For each note the evidence of its columns in ``chosen``, a dict a column."""
        raise NotImplementedError(f"{type(self).__name__} has no evidence in notes.")

    def _keep_codes(self, classes, threshold, sparse_output):
        """Store what all such coders have; the last step of ``fit``."""
        self.classes_, self.threshold_ = classes, float(threshold)
        self._sparse_output = sparse_output
        return self

    def _scores(self, X):
        """Logits, block by block of notes."""
        check_is_fitted(self)
        n_rows = X.shape[0] if hasattr(X, "shape") and len(X.shape) else len(X)
        if n_rows <= BLOCK:
            return [self.decision_function(X)]
        blocks = row_blocks(n_rows)
        return (self.decision_function(_safe_indexing(X, np.r_[rows])) for rows in blocks)

    def _chances(self, X):
        for scores in self._scores(X):
            yield expit(scores, out=scores)

    def __sklearn_is_fitted__(self):
        return hasattr(self, "classes_")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.input_tags.one_d_array = True
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.two_d_labels = True
        tags.target_tags.one_d_labels = False
        return tags
