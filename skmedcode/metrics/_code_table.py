"""Figures of each code, and of each bin of codes, as pandas frames."""

import numpy as np

from skmedcode.utils._optional import import_optional
from skmedcode.utils._validation import check_code_names


def code_frame(cells, auc, names, train_counts=None):
    """Lay out the figures of each code.

    Parameters
    ----------
    cells : hits, n_gold, n_predicted, each an ndarray of shape (n_codes,)
    auc : ndarray of shape (n_codes,)
    names : sequence of length n_codes, or None
    train_counts : array-like of shape (n_codes,), default=None

    Returns
    -------
    pandas.DataFrame
        A line a code, in order; NaN where a figure is undefined.

    Raises
    ------
    ImportError
        Where pandas is missing.
    """
    pandas = import_optional("pandas", extra="tables", purpose="as_frame=True")
    hits, n_gold, n_predicted = cells
    columns = {} if train_counts is None else {"n_train": np.asarray(train_counts)}
    columns |= {
        "n_gold": n_gold,
        "n_predicted": n_predicted,
        "precision": _ratio(hits, n_predicted),
        "recall": _ratio(hits, n_gold),
        "f1": _ratio(2 * hits, n_gold + n_predicted),
        "auc": auc,
    }
    index = pandas.Index(check_code_names(names, len(auc)), name="code")
    return pandas.DataFrame(columns, index=index)


def bin_frame(figures_of_bins):
    """Lay out the figures of bins, a dict of dicts, a line each."""
    pandas = import_optional("pandas", extra="tables", purpose="as_frame=True")
    frame = pandas.DataFrame.from_dict(figures_of_bins, orient="index")
    return frame.rename_axis("training notes")


def _ratio(above, below):
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
