"""One sparse logistic regression a code, for many codes and many features."""

import numbers
import warnings
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed, effective_n_jobs
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted, validate_data

from skmedcode.ensemble._linear_screen import MANY, Screen
from skmedcode.ensemble._scoring import ScoreCoder, row_blocks
from skmedcode.utils._processes import process_count
from skmedcode.utils._validation import check_codes, check_number, check_sample_weight

NOT_FITTED = -12.0


@dataclass(kw_only=True, eq=False, repr=False)
class L1LogisticRegression(ScoreCoder):
    """Logistic regressions with an L1 penalty, one a code, whose weights stay sparse.

    What ``OneVsRestClassifier(LogisticRegression(l1_ratio=1, solver="liblinear"))`` fits, made for
    thousands of codes: no dense matrix of weights ever exists, and codes that too few notes have
    are not fitted but known as such.

    Parameters
    ----------
    C : float, default=30.0
        Inverse strength of the penalty.
    min_count : int, default=1
        A code with fewer notes than this, among those that ``fit`` gets, is not fitted.
    tol : float, default=1e-4
    max_iter : int, default=200
    n_jobs : int, default=None
        Processes over codes.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
    coef_ : csr_array of float64 of shape (n_codes, n_features)
    intercept_ : ndarray of float64 of shape (n_codes,)
    fitted_ : ndarray of bool of shape (n_codes,)
        False for codes of fewer than ``min_count`` notes; their logit is -12. It is 12 for a code
        that every note has.
    threshold_ : float
        0.5.

    Examples
    --------
    >>> import numpy as np
    >>> from skmedcode.ensemble import L1LogisticRegression
    >>> X = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    >>> Y = np.array([[1, 0], [1, 0], [0, 0], [0, 0]])
    >>> model = L1LogisticRegression().fit(X, Y)
    >>> model.predict(X)[:, 0].tolist(), model.fitted_.tolist()
    ([1, 1, 0, 0], [True, False])
    """

    C: float = 30.0
    min_count: int = 1
    tol: float = 1e-4
    max_iter: int = 200
    n_jobs: int | None = None

    _saved_attributes = (
        *ScoreCoder._saved_attributes,
        "coef_",
        "intercept_",
        "fitted_",
        "n_features_in_",
    )

    def fit(self, X, Y, sample_weight=None):
        """Fit one regression a code.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_notes, n_features)
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
        sample_weight : array-like of shape (n_notes,), default=None
            Taken as it is, as scikit-learn does. A note of weight 0 does not count towards
            ``min_count``.

        Returns
        -------
        self
        """
        check_number(self.C, "C", low=0, open_low=True)
        check_number(self.min_count, "min_count", numbers.Integral, low=1)
        check_number(self.tol, "tol", low=0, open_low=True)
        check_number(self.max_iter, "max_iter", numbers.Integral, low=1)
        before = vars(self).get("n_features_in_")
        try:
            X = self._matrix(X, reset=True)
            codes, classes = check_codes(Y, X.shape[0])
            weight = check_sample_weight(sample_weight, X.shape[0], scale=False)
        except BaseException:
            if before is not None:
                self.n_features_in_ = before
            raise
        codes = sparse.csc_array(codes)
        kept = np.ones(X.shape[0]) if weight is None else (weight > 0).astype(float)
        counts = kept @ codes
        fitted = counts >= self.min_count
        always = fitted & (counts == kept.sum())  # nothing to tell apart
        varied = fitted & ~always
        rows, intercepts = self._fit_codes(X, codes, np.flatnonzero(varied), weight)
        intercept = np.where(always, -NOT_FITTED, NOT_FITTED)
        intercept[varied] = intercepts
        self.coef_ = _placed(rows, varied, X.shape[1])
        self.intercept_, self.fitted_ = intercept, fitted
        return self._keep_codes(classes, 0.5, sparse.issparse(Y))

    def decision_function(self, X):
        """Logits of the codes.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_notes, n_features)

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        check_is_fitted(self)
        X = self._matrix(X, reset=False)
        scores = np.empty((X.shape[0], len(self.classes_)), dtype=np.float32)
        weights = self.coef_.T.tocsr()
        for rows in row_blocks(X.shape[0]):
            scores[rows] = (X[rows] @ weights).toarray() + self.intercept_
        return scores

    def _matrix(self, X, reset):
        """X as CSR of float64 with sorted indices, checked once for all codes."""
        if not sparse.issparse(X) and _has_text(X):  # scikit-learn's message would quote it
            raise TypeError(
                "X must be a matrix of numbers, got text. Put a vectorizer before: "
                "make_pipeline(TfidfVectorizer(), L1LogisticRegression())."
            )
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=reset)
        X = sparse.csr_array(X)
        if not X.has_sorted_indices:
            X = X.sorted_indices()
        if max(X.nnz, X.shape[1]) > np.iinfo(np.int32).max:
            raise ValueError(
                f"X must have fewer than 2**31 entries and columns, got {X.nnz} entries. Leave out "
                "rare n-grams: raise the vectorizer's min_df."
            )
        indices = (part.astype(np.int32, copy=False) for part in (X.indices, X.indptr))
        return sparse.csr_array((X.data, *indices), shape=X.shape)  # liblinear reads 32 bits

    def _fit_codes(self, X, codes, columns, weight):
        """Sparse weights and intercepts of some codes, in their order."""
        # Processes and not threads: liblinear's random numbers are one global state.
        n_jobs = min(effective_n_jobs(process_count(self.n_jobs)), max(len(columns), 1))
        parts = [columns] if n_jobs == 1 else np.array_split(columns, 4 * n_jobs)
        options = {"C": self.C, "tol": self.tol, "max_iter": self.max_iter}
        results = Parallel(n_jobs=n_jobs)(
            delayed(_fit_some)(X, codes[:, part], weight, options) for part in parts if len(part)
        )
        rows = [row for part, _ in results for row in part]
        return rows, [value for _, part in results for value in part]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = False
        tags.input_tags.string = False
        tags.input_tags.two_d_array = True
        tags.input_tags.sparse = True
        return tags


def _has_text(X):
    values = np.asarray(X)
    if values.dtype.kind != "O":
        return values.dtype.kind in "SU"
    return any(isinstance(value, (str, bytes)) for value in values.ravel())


def _fit_some(X, codes, weight, options):
    """Fit the codes of a CSC indicator; the weights of each as a sparse row."""
    rows, intercepts = [], []
    screen = Screen(X) if X.shape[1] > MANY else None
    model = LogisticRegression(l1_ratio=1, solver="liblinear", random_state=0, **options)
    with warnings.catch_warnings():
        # A code that has not quite converged is usable, and thousands of warnings are not.
        warnings.simplefilter("ignore", ConvergenceWarning)
        for column in range(codes.shape[1]):
            target = codes[:, [column]].toarray().ravel().astype(np.int8)
            if screen is not None:
                coef, intercept = screen.fit(model, target, weight)
            else:
                model.fit(X, target, sample_weight=weight)
                coef, intercept = sparse.csr_array(model.coef_), float(model.intercept_[0])
            rows.append(coef)
            intercepts.append(intercept)
    return rows, intercepts


def _placed(rows, fitted, n_features):
    """Sparse weights of all codes, with empty rows for those that were not fitted."""
    lengths = np.zeros(len(fitted), dtype=np.int64)
    lengths[fitted] = [row.nnz for row in rows]
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    data = np.concatenate([row.data for row in rows]) if rows else np.empty(0)
    indices = np.concatenate([row.indices for row in rows]) if rows else np.empty(0, np.int64)
    return sparse.csr_array((data, indices, indptr), shape=(len(fitted), n_features))
