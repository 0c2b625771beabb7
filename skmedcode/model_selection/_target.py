"""What a meta-estimator's y says: several codes as an indicator, or one as two classes."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import column_or_1d

from skmedcode.utils._validation import check_codes


@dataclass(frozen=True)
class Target:
    """Gold codes as an indicator, and the form in which they were given.

    Parameters
    ----------
    truth : csr_array of int of shape (n_notes, n_codes)
    classes : ndarray
        Names of the codes, or the two classes of a 1-D y.
    is_binary : bool
        Whether y was 1-D.
    is_sparse : bool
    has_names : bool
        Whether y brought the names itself.
    """

    truth: object
    classes: np.ndarray
    is_binary: bool = False
    is_sparse: bool = False
    has_names: bool = False

    def as_given(self, codes):
        """Predictions in the form of y.

        Parameters
        ----------
        codes : csr_array of int of shape (n_notes, n_codes)

        Returns
        -------
        csr_array or ndarray of shape (n_notes, n_codes), or ndarray of shape (n_notes,)
        """
        if self.is_binary:
            return self.classes[codes.toarray().ravel()]
        return codes if self.is_sparse else codes.toarray()


def read_target(y, n_notes):
    """Check a target.

    Parameters
    ----------
    y : array, DataFrame or sparse matrix of shape (n_notes, n_codes), or array of shape (n_notes,)
    n_notes : int

    Returns
    -------
    Target
    """
    if y is None:
        raise ValueError("This estimator requires y to be passed, but the target y is None.")
    if not _is_flat(y):
        codes, classes = check_codes(y, n_notes)
        frame = hasattr(y, "columns")
        return Target(codes.astype(np.int64), classes, False, sparse.issparse(y), frame)
    y = column_or_1d(y)
    check_classification_targets(y)
    if type_of_target(y) == "multiclass":
        raise ValueError(
            "Only binary classification is supported for a 1-D y. For several codes pass an "
            "indicator of shape (n_notes, n_codes), as MultiLabelBinarizer makes it."
        )
    classes = np.unique(y)
    if len(classes) != 2:
        raise ValueError(f"y must have two classes, got {len(classes)} class.")
    return Target(sparse.csr_array((y == classes[1])[:, None].astype(np.int64)), classes, True)


def _is_flat(y):
    if sparse.issparse(y) or hasattr(y, "columns"):
        return False
    if hasattr(y, "__array__"):
        return np.asarray(y).ndim == 1
    return not (len(y) and isinstance(y[0], (list, tuple, set, np.ndarray)))
