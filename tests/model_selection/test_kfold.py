"""The splitter obeys scikit-learn's contract and keeps every code's share."""

import pickle
import tracemalloc

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_validate
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


@settings(max_examples=60, deadline=None)
@given(
    Y=hnp.arrays(int, st.tuples(st.integers(4, 40), st.integers(2, 8)), elements=st.integers(0, 1)),
    n_splits=st.integers(2, 4),
    method=st.sampled_from(["auto", "iterative", "greedy"]),
    seed=st.none() | st.integers(0, 99),
)
def test_every_note_is_tested_once(Y, n_splits, method, seed):
    splitter = MultilabelStratifiedKFold(n_splits, random_state=seed, method=method)
    tests = folds(splitter, Y)
    assert sorted(note for test in tests for note in test) == list(range(len(Y)))
    assert max(map(len, tests)) - min(map(len, tests)) <= 1
    assert folds(splitter, sp.csc_matrix(Y)) == folds(splitter, pd.DataFrame(Y)) == tests


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 999), n_splits=st.integers(2, 5))
def test_notes_without_a_code_are_spread(seed, n_splits):
    Y = np.random.RandomState(seed).rand(100, 5) < 0.2
    bare = np.flatnonzero(~Y.any(axis=1))
    tests = folds(MultilabelStratifiedKFold(n_splits, random_state=seed, method="greedy"), Y)
    each = [len(np.intersect1d(bare, test)) for test in tests]
    assert max(each) - min(each) <= 2  # within one, before the sizes of folds are made equal


@pytest.mark.parametrize("n_codes", [10, 200])
def test_balance(n_codes):
    """Far better than plain folds, and greedy no worse than the package."""
    Y = np.random.RandomState(0).rand(600, n_codes) < np.maximum(
        0.5 / np.arange(1, n_codes + 1), 0.01
    )

    def deviation(splitter):
        shares = np.array([Y[test].mean(axis=0) for test in folds(splitter, Y)])
        return np.abs(shares / Y.mean(axis=0) - 1).mean()

    plain = deviation(KFold(5, shuffle=True, random_state=0))
    theirs = deviation(MultilabelStratifiedKFold(5, random_state=0, method="iterative"))
    ours = deviation(MultilabelStratifiedKFold(5, random_state=0, method="greedy"))
    assert theirs < plain / 1.5
    assert ours <= theirs + 1e-9


def test_large_targets_stay_sparse():
    """Dense, this target would take 16 MB, one byte a cell."""
    rng = np.random.RandomState(0)
    rows, columns = np.repeat(np.arange(2000), 2), rng.randint(8000, size=4000)
    Y = sp.csr_array((np.ones(4000), (rows, columns)), (2000, 8000))
    Y.data[:] = 1
    tracemalloc.start()
    tests = folds(MultilabelStratifiedKFold(random_state=0), Y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(test) for test in tests] == [400] * 5
    assert peak < 8e6


@pytest.mark.parametrize(
    "params", [{}, {"shuffle": True}, {"random_state": 0}, {"random_state": 0, "method": "greedy"}]
)
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
    assert search.fit(X, sp.csr_matrix(Y[:, :3])).n_splits_ == 2
    nested = cross_validate(search, X, Y[:, :3], cv=cv, error_score="raise")
    assert len(nested["test_score"]) == 2


def test_repr_and_pickle(Y):
    cv = MultilabelStratifiedKFold(3, shuffle=True, random_state=1)
    expected = (
        "MultilabelStratifiedKFold(method='auto', n_splits=3, random_state=1,\n"
        "             shuffle=True)"
    )
    assert repr(cv) == expected
    assert eval(repr(cv), {"MultilabelStratifiedKFold": MultilabelStratifiedKFold}).shuffle is True
    for copy in (pickle.loads(pickle.dumps(cv)), clone(cv, safe=False)):
        assert repr(copy) == expected
        assert folds(copy, Y) == folds(cv, Y)


@pytest.mark.parametrize("method", ["iterative", "greedy"])
def test_a_seed_shuffles(Y, method):
    """As sklearn's users write it, and without ``shuffle=True``, which they forget."""
    seeded = MultilabelStratifiedKFold(3, random_state=0, method=method)
    both = MultilabelStratifiedKFold(3, shuffle=True, random_state=0, method=method)
    neither = MultilabelStratifiedKFold(3, method=method)
    fixed = MultilabelStratifiedKFold(3, shuffle=False, method=method)
    assert folds(seeded, Y) == folds(both, Y) != folds(neither, Y) == folds(fixed, Y)
    assert "shuffle=None" in repr(seeded)


def test_groups_are_refused(Y):
    with pytest.raises(ValueError, match=r"patient.*MultilabelStratifiedGroupKFold"):
        next(MultilabelStratifiedKFold().split(Y, Y, groups=np.arange(103)))


@pytest.mark.parametrize(
    ("params", "error", "match"),
    [
        ({"n_splits": 1}, ValueError, "n_splits must be at least 2; got 1"),
        ({"n_splits": 2.0}, TypeError, "n_splits must be an int"),
        ({"n_splits": True}, TypeError, "n_splits must be an int"),
        ({"shuffle": 1}, TypeError, "shuffle must be True, False or None"),
        ({"shuffle": False, "random_state": 0}, ValueError, "random_state must be None while"),
        ({"method": "fast"}, ValueError, "method must be one of"),
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
