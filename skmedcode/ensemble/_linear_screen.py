"""An L1 regression among very many features, fitted on the few that can have a weight."""

import numpy as np
from scipy import sparse
from scipy.special import expit

MANY = 50_000  # below, the solver is as fast on all features
FIRST = 1_000
ROUNDS = 20
SLACK = 1.02  # the solver stops near its optimum, not at it


class Screen:
    """Fit on a working set of features, and widen it until no other feature asks for a weight.

    At the optimum a feature has no weight if its gradient is below ``1 / C``. So the model is
    fitted on the features with the largest gradients; those outside whose gradient is above the
    bound then join, and it is fitted again. The end is that of a fit on all features, up to the
    solver's tolerance, at the cost of a few small fits.

    Parameters
    ----------
    X : csr_array of shape (n_notes, n_features)
    """

    def __init__(self, X):
        self.X = X
        self.columns = sparse.csc_array(X)
        self.by_feature = self.columns.T  # (n_features, n_notes), CSR

    def fit(self, model, target, weight=None):
        """Fit one code.

        Parameters
        ----------
        model : LogisticRegression
            With an L1 penalty; it is fitted several times.
        target : ndarray of shape (n_notes,)
            0 or 1, both there.
        weight : ndarray of shape (n_notes,), default=None

        Returns
        -------
        coef : csr_array of shape (1, n_features)
        intercept : float
        """
        weight = np.ones(len(target)) if weight is None else weight
        residual = weight * (target - np.average(target, weights=weight))
        active = np.zeros(self.X.shape[1], dtype=bool)
        for _ in range(ROUNDS):
            gradient = model.C * np.abs(self.by_feature @ residual)
            gradient[active] = 0
            joining = np.flatnonzero(gradient > (SLACK if active.any() else 1.0))
            if not len(joining) and active.any():
                break
            most = max(FIRST, int(active.sum()))
            if len(joining) > most:
                joining = joining[np.argpartition(-gradient[joining], most)[:most]]
            active[joining if len(joining) else [int(gradient.argmax())]] = True
            chosen = np.flatnonzero(active)
            part = self.columns[:, chosen].tocsr()
            model.fit(part, target, sample_weight=weight)
            residual = weight * (target - expit(model.decision_function(part)))
        weights = model.coef_.ravel()
        kept = np.flatnonzero(weights)
        coef = (weights[kept], (np.zeros(len(kept), dtype=np.int64), chosen[kept]))
        shape = (1, self.X.shape[1])
        return sparse.coo_array(coef, shape=shape).tocsr(), float(model.intercept_[0])
