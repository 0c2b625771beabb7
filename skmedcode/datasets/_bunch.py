"""The shape in which every data set of the package comes back."""

import numpy as np
from scipy.sparse import csr_array
from sklearn.utils import Bunch

from skmedcode.utils._optional import import_optional

__all__ = ["indicator", "make_bunch"]


def indicator(rows_of_codes, target_names):
    """Binary indicator of the codes of each note.

    Parameters
    ----------
    rows_of_codes : sequence of iterable of str, length n_notes
        Codes that are not in ``target_names`` are left out.
    target_names : sequence of str, length n_codes

    Returns
    -------
    scipy.sparse.csr_array of shape (n_notes, n_codes), dtype int32
    """
    column = {code: position for position, code in enumerate(target_names)}
    rows = [sorted({column[c] for c in codes if c in column}) for codes in rows_of_codes]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    indices = np.array([position for row in rows for position in row], dtype=np.int32)
    # scikit-learn 1.9 mixes up the columns of 8-bit targets with more codes than 8 bits count.
    data = np.ones(len(indices), dtype=np.int32)
    return csr_array((data, indices, indptr), shape=(len(rows), len(column)))


def make_bunch(
    data, target, target_names, *, index=None, return_X_y, as_frame, sparse_output, **others
):
    """Put notes and codes into the form the caller asked for.

    Parameters
    ----------
    data : sequence of str, length n_notes
    target : scipy.sparse.csr_array of shape (n_notes, n_codes), or None
        None for notes without codes.
    target_names : sequence of str, length n_codes
    index : sequence, length n_notes, default=None
        Row names of the frames.
    return_X_y, as_frame, sparse_output : bool
    **others
        Further items of the Bunch.

    Returns
    -------
    sklearn.utils.Bunch, or (data, target) with ``return_X_y=True``
    """
    notes = np.array(data, dtype=object)
    names = np.array(list(target_names), dtype=object)
    if target is not None and not sparse_output:
        target = target.toarray()
    if as_frame:
        notes, target = _frames(notes, target, names, index)
    if return_X_y:
        return notes, target
    return Bunch(data=notes, target=target, target_names=names, **others)


def _frames(notes, target, names, index):
    pd = import_optional("pandas", extra="tables", purpose="as_frame=True")
    notes = pd.Series(notes, index=index, name="note", dtype=object)
    if target is None:
        return notes, None
    build = pd.DataFrame if isinstance(target, np.ndarray) else pd.DataFrame.sparse.from_spmatrix
    return notes, build(target, index=index, columns=names)
