"""The working set ends where a fit on all features ends."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from skmedcode.ensemble import L1LogisticRegression, _linear, _linear_screen
from skmedcode.ensemble._linear_screen import Screen

RNG = np.random.default_rng(0)
X = sparse.random_array((200, 400), density=0.1, rng=RNG, format="csr")
WEIGHTS = np.where(RNG.random(400) < 0.03, RNG.normal(size=400) * 8, 0)
Y = (X @ WEIGHTS + RNG.normal(size=200) * 0.3 > 0).astype(np.int8)


def objective(C, coef, intercept, weight):
    """What liblinear makes small, the intercept being one more weight."""
    logits = X @ coef + intercept
    losses = np.logaddexp(0, logits) - Y * logits
    return np.abs(coef).sum() + abs(intercept) + C * (weight * losses).sum()


@pytest.mark.parametrize("C", [0.05, 1.0, 30.0])
@pytest.mark.parametrize("weight", [None, RNG.uniform(0.2, 3, 200)])
@pytest.mark.parametrize("first", [3, 1000])
def test_the_optimum_is_that_of_all_features(C, weight, first, monkeypatch):
    monkeypatch.setattr(_linear_screen, "FIRST", first)
    model = LogisticRegression(
        l1_ratio=1, solver="liblinear", C=C, tol=1e-6, max_iter=1000, random_state=0
    )
    coef, intercept = Screen(X).fit(model, Y, weight)
    assert coef.shape == (1, 400) and coef.nnz < 400
    model.fit(X, Y, sample_weight=weight)
    weight = np.ones(200) if weight is None else weight
    found = objective(C, coef.toarray().ravel(), intercept, weight)
    best = objective(C, model.coef_.ravel(), model.intercept_[0], weight)
    assert found == pytest.approx(best, rel=2e-3)


def test_many_features_take_this_way(monkeypatch):
    codes = np.column_stack([Y, 1 - Y])
    expected = L1LogisticRegression(C=1.0, tol=1e-6).fit(X, codes)
    monkeypatch.setattr(_linear, "MANY", 100)
    model = L1LogisticRegression(C=1.0, tol=1e-6).fit(X, codes)
    gap = np.abs(model.decision_function(X) - expected.decision_function(X))
    assert gap.max() < 0.1 and model.coef_.shape == (2, 400)
