"""What coders that ignore the order of words can take besides notes."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from scipy import sparse
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from skmedcode.base import BaseCoder, coder
from skmedcode.text import NOT_A_MATRIX
from skmedcode.utils._sequences import FIRST_WORD
from skmedcode.utils._spans import check_evidence
from skmedcode.utils._validation import input_kind, looks_like_ids


@coder
class OrderFreeCoder(BaseCoder):
    """A coder that also takes document-term matrices, and one code as a 1-D y.

    A matrix of counts, TF-IDF or any other numbers is read as the note's words, column ``j`` being
    a word whose embedding is multiplied by the entry. Integers that look like token ids (right
    padded with 0) are ids at ``fit``; afterwards X means what it meant there.

    With a 1-D y of two classes the coder behaves as a binary scikit-learn classifier: ``classes_``
    are the classes, ``predict`` returns them, ``predict_proba`` has two columns, the threshold is
    0.5 unless given, and ``score`` is the accuracy.
    """

    _reads_matrices = True

    def fit(self, X, y, sample_weight=None, evidence=None, groups=None):
        """Learn to code notes.

        Parameters
        ----------
        X : notes, token ids, or matrix of shape (n_notes, n_features)
            The matrix dense or sparse, from any vectorizer.
        y : Y as in BaseCoder.fit, or array of shape (n_notes,) with two classes
        sample_weight : array-like of shape (n_notes,), default=None
        evidence : sequence of n_notes lists of (code, start, end, ...), default=None
            As in :meth:`BaseCoder.fit`; of a matrix, columns from ``start`` to ``end``.
        groups : array-like of shape (n_notes,), default=None
            Patients, as in :meth:`BaseCoder.fit`.

        Returns
        -------
        self
        """
        with self._features_kept_on_failure():
            X = self._checked_matrix(X, reset=not (self.warm_start and hasattr(self, "net_")))
            Y, classes = self._binary_codes(y)
            super().fit(X, Y, sample_weight, self._own_evidence(evidence, classes), groups)
        return self._keep_classes(classes)

    def partial_fit(self, X, y, sample_weight=None, evidence=None, classes=None):
        """Train for one epoch on some notes; see :meth:`BaseCoder.partial_fit`.

        Parameters
        ----------
        X, y, sample_weight, evidence
            As in :meth:`fit`.
        classes : array-like of shape (2,), default=None
            The two classes of a 1-D y, in the first call where y may lack one.

        Returns
        -------
        self
        """
        with self._features_kept_on_failure():
            X = self._checked_matrix(X, reset=not hasattr(self, "net_"))
            was_binary = getattr(self, "_is_binary", None)
            Y, classes = self._binary_codes(y, self.classes_ if was_binary else classes)
            if was_binary is not None and was_binary != (classes is not None):
                raise ValueError("y must have as many dimensions as in the first call.")
            evidence = self._own_evidence(evidence, classes)
            super().partial_fit(X, Y, sample_weight, evidence)
        return self._keep_classes(classes)

    def decision_function(self, X):
        """Logits, shape (n_notes, n_codes), or (n_notes,) after a 1-D y."""
        scores = super().decision_function(X)
        return scores.ravel() if self._is_binary else scores

    def predict_proba(self, X):
        """Probabilities, shape (n_notes, n_codes), or (n_notes, 2) after a 1-D y."""
        chances = super().predict_proba(X)
        if not self._is_binary:
            return chances
        chances = chances.reshape(-1, 1)
        return np.hstack([1 - chances, chances])

    def predict(self, X):
        """Codes as in :meth:`BaseCoder.predict`, or classes of shape (n_notes,) after a 1-D y."""
        if not getattr(self, "_is_binary", False):
            return super().predict(X)
        above = self.predict_proba(X)[:, 1] >= self.threshold_
        return self.classes_[above.astype(int)]

    def score(self, X, y, sample_weight=None):
        """Micro-F1 of the predicted codes, or the accuracy after a 1-D y."""
        check_is_fitted(self, "net_")
        if self._is_binary:
            return ClassifierMixin.score(self, X, y, sample_weight)
        return super().score(X, y, sample_weight)

    def _dataset(self, X, Y=None, sample_weight=None, evidence=None, groups=None, scale=True):
        check_is_fitted(self, "net_")
        X = self._checked_matrix(X, reset=False)
        return super()._dataset(X, Y, sample_weight, evidence, groups, scale)

    @contextmanager
    def _features_kept_on_failure(self):
        """Leave ``n_features_in_`` and names as they were where fitting fails."""
        names = ("n_features_in_", "feature_names_in_")
        before = {name: getattr(self, name) for name in names if hasattr(self, name)}
        try:
            yield
        except BaseException:
            for name in names:
                vars(self).pop(name, None)
            vars(self).update(before)
            raise

    def _checked_matrix(self, X, reset):
        """Notes and ids as they are; a matrix as checked CSR."""
        if reset:
            is_matrix = input_kind(X) == "matrix" or (
                input_kind(X) == "ids" and not looks_like_ids(X)
            )
        else:
            is_matrix = self._reader.kind == "matrix"
        if not is_matrix:
            return X
        if input_kind(X) == "notes" and not reset:
            raise ValueError(NOT_A_MATRIX)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=reset)
        return sparse.csr_array(X)

    def _binary_codes(self, y, known=None):
        """A 1-D y as one column, and its two classes; another Y as it is, and None."""
        if sparse.issparse(y) or hasattr(y, "columns") or y is None or _depth(y) != 1:
            return y, None
        y = column_or_1d(y)
        check_classification_targets(y)
        if known is None and type_of_target(y) == "multiclass":
            raise ValueError(
                "Only binary classification is supported for a 1-D y; use an indicator of shape "
                "(n_notes, n_codes), as MultiLabelBinarizer gives it, for several codes."
            )
        classes = np.unique(y) if known is None else np.asarray(known)
        if len(classes) != 2:
            raise ValueError(f"y must have two classes, got {len(classes)} class.")
        if not np.isin(y, classes).all():
            raise ValueError("y must hold the two classes alone.")
        return (y == classes[1]).reshape(-1, 1), classes

    def _own_evidence(self, evidence, classes):
        """Evidence of a 1-D y: of the second class, whose name the code has after ``fit``."""
        if evidence is None or classes is None:
            return evidence
        name = classes[1] if hasattr(self, "net_") and self._is_binary else 0
        rows = check_evidence(evidence, len(evidence))
        return [[(name, *item[1:]) for item in own if item[0] == classes[1]] for own in rows]

    def _keep_classes(self, classes):
        self._is_binary = classes is not None
        if self._is_binary:
            self.classes_ = classes
            self._facts = replace(self._facts, code_names=classes[1:])
            self.threshold_ = 0.5 if self.threshold == "auto" else self.threshold_
        return self

    def _restore_classes(self, classes):
        if self._reader.kind == "matrix":
            self.n_features_in_ = self._reader.n_tokens - FIRST_WORD
        is_binary = len(self._facts.code_names) == 1 and len(classes) == 2
        self._keep_classes(np.array(classes) if is_binary else None)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.input_tags.one_d_array = False  # scikit-learn's suite would pass floats
        tags.input_tags.sparse = True
        tags.input_tags.string = False
        tags.classifier_tags.multi_class = False
        tags.target_tags.one_d_labels = True
        return tags


def _depth(y):
    """Number of dimensions of a target; lists of lists have two, of whatever lengths."""
    if hasattr(y, "__array__"):
        return np.asarray(y).ndim
    return 2 if len(y) and isinstance(y[0], (list, tuple, set, np.ndarray)) else 1
