"""Vectors of the codes in coders of several parts."""

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import normalize


def joined_embeddings(members, classes):
    """The members' vectors of the codes side by side, each of length 1.

    The cosine of two codes is then the mean of the members' cosines.

    Parameters
    ----------
    members : list of (name, fitted estimator)
    classes : ndarray of shape (n_codes,)

    Returns
    -------
    ndarray of float32 of shape (n_codes, n_features) or None
        Zero where a member does not know a code; None if no member has vectors.
    """
    row, parts = {name: place for place, name in enumerate(classes.tolist())}, []
    for _, member in members:
        if isinstance(member, Pipeline):
            member = member[-1]
        vectors = getattr(member, "code_embeddings_", None)
        if vectors is None:
            continue
        own = np.zeros((len(classes), vectors.shape[1]), dtype=np.float32)
        if len(vectors) == len(classes):  # in the same order, if perhaps without names
            own[:] = normalize(vectors)
        else:
            own[[row[name] for name in member.classes_.tolist()]] = normalize(vectors)
        parts.append(own)
    return np.hstack(parts) if parts else None
