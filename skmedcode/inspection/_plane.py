"""Vectors of many features as points of a plane."""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

METHODS = ("pca", "tsne")


def in_plane(vectors, method="pca", random_state=None):
    """Project vectors to two coordinates.

    Parameters
    ----------
    vectors : ndarray of shape (n, n_features)
    method : {"pca", "tsne"}, default="pca"
        PCA keeps distances as far as two axes can. t-SNE keeps neighbours; how far apart its
        groups lie means nothing.
    random_state : int, RandomState instance or None, default=None
        For t-SNE.

    Returns
    -------
    ndarray of shape (n, 2)

    Examples
    --------
    >>> import numpy as np
    >>> in_plane(np.eye(4)).shape
    (4, 2)
    """
    n, n_features = vectors.shape
    if method == "tsne" and n > 3:
        perplexity = min(30, (n - 1) / 3)
        init = "pca" if np.ptp(vectors, axis=0).any() else "random"  # equal vectors have no axis
        model = TSNE(perplexity=perplexity, init=init, random_state=random_state)
        return model.fit_transform(vectors) if n_features > 1 else _padded(vectors)
    return _padded(
        PCA(n_components=min(2, n, n_features), svd_solver="full").fit_transform(vectors)
    )


def _padded(points):
    """Two columns: what has fewer lies on a line."""
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1])))
