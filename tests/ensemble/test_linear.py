"""Many sparse regressions against scikit-learn's own, and what is left out of them."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from skmedcode.ensemble import L1LogisticRegression

RNG = np.random.default_rng(0)
X = sparse.random_array((60, 30), density=0.3, rng=RNG, format="csr")
Y = (X @ RNG.normal(size=(30, 5)) > 0.5).astype(int)
Y[:, 3] = 0
Y[0, 3] = 1  # one positive
Y[:, 4] = 0  # none


def slow_logits(X, Y, weight=None, **params):
    """One LogisticRegression a code, by scikit-learn alone."""
    columns = []
    for code in Y.T:
        if code.any() and not code.all():
            model = LogisticRegression(
                l1_ratio=1, solver="liblinear", random_state=0, max_iter=200, **params
            )
            columns.append(model.fit(X, code, sample_weight=weight).decision_function(X))
        else:
            columns.append(np.full(X.shape[0], 12.0 if code.all() else -12.0))
    return np.column_stack(columns)


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_equals_one_regression_a_code(n_jobs):
    model = L1LogisticRegression(C=3.0, n_jobs=n_jobs).fit(X, Y)
    np.testing.assert_allclose(model.decision_function(X), slow_logits(X, Y, C=3.0), atol=1e-5)
    assert model.fitted_.tolist() == [True, True, True, True, False]


def test_weights_stay_sparse():
    model = L1LogisticRegression(C=1.0).fit(X, Y)
    assert isinstance(model.coef_, sparse.csr_array) and model.coef_.shape == (5, 30)
    assert 0 < model.coef_.nnz < 4 * 30
    assert model.coef_[[4]].nnz == 0 and model.intercept_[4] == -12


def test_min_count_counts_the_notes_of_this_fit():
    model = L1LogisticRegression(min_count=2).fit(X, Y)
    assert not model.fitted_[3] and (model.decision_function(X)[:, 3] == -12).all()
    weight = np.ones(60)
    weight[np.flatnonzero(Y[:, 0])[1:]] = 0  # leaves a single positive that counts
    model.fit(X, Y, sample_weight=weight)
    assert not model.fitted_[0] and model.fitted_[1]


def test_a_code_of_every_note_is_always_given():
    all_notes = np.ones((60, 1), dtype=int)
    model = L1LogisticRegression().fit(X, all_notes)
    assert model.fitted_.all() and (model.decision_function(X) == 12).all()


def test_sample_weight():
    weight = RNG.uniform(0.5, 2.0, 60)
    model = L1LogisticRegression(C=3.0).fit(X, Y, sample_weight=weight)
    expected = slow_logits(X, Y, weight, C=3.0)
    np.testing.assert_allclose(model.decision_function(X), expected, atol=1e-5)


def test_notes_of_weight_zero_are_as_if_not_there():
    weight = np.ones(60)
    weight[40:] = 0
    model = L1LogisticRegression(C=3.0).fit(X, Y, sample_weight=weight)
    fewer = L1LogisticRegression(C=3.0).fit(X[:40], Y[:40])
    np.testing.assert_allclose(model.decision_function(X), fewer.decision_function(X), atol=1e-3)


@pytest.mark.parametrize("notes", [["Mrs Smith fell"] * 4, np.array([["Mrs Smith"]] * 4, object)])
def test_text_is_refused_and_not_shown(notes):
    with pytest.raises(TypeError, match="X must be a matrix of numbers, got text") as caught:
        L1LogisticRegression().fit(notes, Y[:4])
    assert "Smith" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_failed_refit_leaves_the_fitted_one():
    model = L1LogisticRegression().fit(X, Y)
    before = model.decision_function(X)
    with pytest.raises(ValueError):
        model.fit(X[:, :3], Y[:-1])
    np.testing.assert_array_equal(model.decision_function(X), before)


def test_forms_of_X_and_Y_are_the_same():
    expected = L1LogisticRegression().fit(X, Y).decision_function(X)
    wide = X.copy()
    wide.indices, wide.indptr = wide.indices.astype(np.int64), wide.indptr.astype(np.int64)
    shuffled = X.copy().tocsc().tocsr()[:, ::-1][:, ::-1]
    for notes, codes in [
        (X.toarray(), sparse.csr_matrix(Y)),
        (wide, Y),
        (shuffled, pd.DataFrame(Y, columns=list("abcde"))),
    ]:
        model = L1LogisticRegression().fit(notes, codes)
        np.testing.assert_allclose(model.decision_function(notes), expected, atol=1e-5)
    assert model.classes_.tolist() == list("abcde")


def test_outputs_agree():
    model = L1LogisticRegression().fit(X, sparse.csr_array(Y))
    chances = model.predict_proba(X)
    np.testing.assert_allclose(chances, 1 / (1 + np.exp(-model.decision_function(X))), atol=1e-6)
    assert sparse.issparse(model.predict(X))
    assert (model.predict(X).toarray() == (chances >= 0.5)).all()


@pytest.mark.parametrize(
    ("params", "name"),
    [({"C": 0}, "C"), ({"min_count": 0}, "min_count"), ({"tol": -1}, "tol")],
)
def test_bad_parameters_are_named(params, name):
    with pytest.raises(ValueError, match=name):
        L1LogisticRegression(**params).fit(X, Y)


def test_other_features_are_refused():
    model = clone(L1LogisticRegression()).fit(X, Y)
    with pytest.raises(ValueError, match="30 features"):
        model.predict(X[:, :10])
