"""The splitter obeys scikit-learn's contract and keeps every code's share."""

import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_validate
from sklearn.multiclass import OneVsRestClassifier

from skmedcode.model_selection import MultilabelStratifiedKFold


@pytest.fixture
def Y():
    rng = np.random.default_rng(0)
    return (rng.random((103, 12)) < 0.5 / np.arange(1, 13)).astype(int)


def folds(splitter, y):
    return [test.tolist() for _, test in splitter.split(np.zeros(y.shape[0]), y)]


@pytest.mark.parametrize("shuffle", [False, True])
def test_partition_sizes_and_shares(Y, shuffle):
    splitter = MultilabelStratifiedKFold(4, shuffle=shuffle)
    assert splitter.get_n_splits() == splitter.get_n_splits(Y, Y) == 4
    seen = []
    for train, test in splitter.split(Y, Y):
        assert sorted([*train, *test]) == list(range(103))
        assert len(test) in (25, 26)
        assert np.abs(Y[test].sum(axis=0) - Y.sum(axis=0) / 4).max() < 3
        seen += test.tolist()
    assert sorted(seen) == list(range(103))


def test_forms_of_the_target_agree(Y):
    splitter = MultilabelStratifiedKFold(3, shuffle=True, random_state=0)
    expected = folds(splitter, Y)
    forms = [sp.csr_matrix(Y), sp.csc_array(Y), pd.DataFrame(Y), Y.astype(bool), Y.astype(float)]
    for form in forms:
        assert folds(splitter, form) == expected
    assert [t.tolist() for _, t in splitter.split(["note"] * 103, Y.tolist())] == expected


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("form", [np.asarray, pd.DataFrame, sp.csr_matrix, np.ravel, pd.Series])
def test_one_column_goes_to_sklearn(Y, shuffle, form):
    column = Y[:, :1]
    seed = 0 if shuffle else None
    ours = MultilabelStratifiedKFold(3, shuffle=shuffle, random_state=seed)
    theirs = StratifiedKFold(3, shuffle=shuffle, random_state=seed)
    target = form(column.ravel() if form is pd.Series else column)
    expected = [test.tolist() for _, test in theirs.split(column, column.ravel())]
    assert folds(ours, target) == expected


def test_classes_may_be_text():
    classes = np.array(["a", "b"] * 6)
    for _, test in MultilabelStratifiedKFold(3).split(classes, classes):
        assert sorted(classes[test]) == ["a", "a", "b", "b"]


def test_seeds(Y):
    splitter = MultilabelStratifiedKFold(3, shuffle=True, random_state=0)
    assert folds(splitter, Y) == folds(splitter, Y)
    assert folds(splitter, Y) != folds(MultilabelStratifiedKFold(3, shuffle=True), Y)
    assert folds(MultilabelStratifiedKFold(3), Y) == folds(MultilabelStratifiedKFold(3), Y)
    rng = np.random.RandomState(0)
    moving = MultilabelStratifiedKFold(3, shuffle=True, random_state=rng)
    assert folds(moving, Y) != folds(moving, Y)


@pytest.mark.parametrize("params", [{}, {"shuffle": True}, {"shuffle": True, "random_state": 0}])
def test_global_generator_is_left_alone(Y, params):
    before = np.random.get_state()  # noqa: NPY002
    folds(MultilabelStratifiedKFold(3, **params), Y)
    folds(MultilabelStratifiedKFold(3, **params), Y[:, 0])
    after = np.random.get_state()  # noqa: NPY002
    assert before[2] == after[2]
    np.testing.assert_array_equal(before[1], after[1])


def test_works_as_cv(Y):
    X = np.random.default_rng(1).normal(size=(103, 3))
    coder = OneVsRestClassifier(LogisticRegression())
    cv = MultilabelStratifiedKFold(2, shuffle=True, random_state=0)
    result = cross_validate(coder, X, Y[:, :3], cv=cv, scoring="f1_micro", error_score="raise")
    assert len(result["test_score"]) == 2
    search = GridSearchCV(coder, {"estimator__C": [0.1, 1]}, cv=cv, error_score="raise")
    assert search.fit(X, Y[:, :3]).n_splits_ == 2


def test_repr_and_pickle(Y):
    cv = MultilabelStratifiedKFold(3, shuffle=True, random_state=1)
    assert repr(cv) == "MultilabelStratifiedKFold(n_splits=3, random_state=1, shuffle=True)"
    assert folds(pickle.loads(pickle.dumps(cv)), Y) == folds(cv, Y)


def test_groups_are_refused(Y):
    with pytest.raises(ValueError, match=r"patient.*GroupKFold"):
        next(MultilabelStratifiedKFold().split(Y, Y, groups=np.arange(103)))


@pytest.mark.parametrize(
    ("params", "error", "match"),
    [
        ({"n_splits": 1}, ValueError, "n_splits must be at least 2; got 1"),
        ({"n_splits": 2.0}, TypeError, "n_splits must be an int"),
        ({"n_splits": True}, TypeError, "n_splits must be an int"),
        ({"shuffle": 1}, TypeError, "shuffle must be True or False"),
        ({"random_state": 0}, ValueError, "random_state must be None while shuffle=False.*shuffle"),
    ],
)
def test_parameters_are_checked(params, error, match):
    with pytest.raises(error, match=match):
        MultilabelStratifiedKFold(**params)


@pytest.mark.parametrize(
    ("X", "y", "match"),
    [
        ([0, 1, 2], np.eye(3)[:2], "inconsistent numbers"),
        ([0, 1, 2], np.eye(3), "at most the number of notes, 3; got 5"),
        (range(6), np.eye(6) * 2, "y must hold only 0 and 1"),
        (range(6), [["a"], ["b", "c"]] * 3, "MultiLabelBinarizer"),
        (range(6), [["a"], ["b"]] * 3, "MultiLabelBinarizer"),
        (range(6), pd.Series([["a"], ["b"]] * 3), "MultiLabelBinarizer"),
        (range(6), [{"a"}, {"b", "c"}] * 3, "MultiLabelBinarizer"),
    ],
)
def test_target_is_checked(X, y, match):
    with pytest.raises(ValueError, match=match):
        next(MultilabelStratifiedKFold().split(X, y))
