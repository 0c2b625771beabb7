"""Repeated splits: exact sizes, every code's share, other notes each time."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn import config_context
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, ShuffleSplit, cross_validate
from sklearn.multiclass import OneVsRestClassifier

from skmedcode.model_selection import (
    MultilabelStratifiedShuffleSplit,
    multilabel_train_test_split,
)
from skmedcode.model_selection._shuffle_split import part_sizes


@pytest.fixture
def Y():
    return (np.random.default_rng(0).random((120, 10)) < 0.5 / np.arange(1, 11)).astype(int)


def drawn(splitter, y, groups=None):
    return [test.tolist() for _, test in splitter.split(np.zeros(y.shape[0]), y, groups)]


@pytest.mark.parametrize("method", ["auto", "greedy"])
@pytest.mark.parametrize("sizes", [{}, {"test_size": 0.25}, {"train_size": 50, "test_size": 30}])
def test_sizes_and_shares(Y, sizes, method):
    splitter = MultilabelStratifiedShuffleSplit(4, random_state=0, method=method, **sizes)
    theirs = ShuffleSplit(4, random_state=0, **sizes)
    for (train, test), (their_train, their_test) in zip(
        splitter.split(Y, Y), theirs.split(Y), strict=True
    ):
        assert (len(train), len(test)) == (len(their_train), len(their_test))
        assert not set(train) & set(test)
        assert (np.diff(train) > 0).all() and (np.diff(test) > 0).all()
        assert np.abs(Y[test].sum(axis=0) - Y.sum(axis=0) * len(test) / 120).max() <= 2


def test_splits_differ_and_repeat(Y):
    splitter = MultilabelStratifiedShuffleSplit(3, test_size=0.3, random_state=0)
    first = drawn(splitter, Y)
    assert len({tuple(test) for test in first}) == 3
    assert drawn(splitter, Y) == first == drawn(splitter, sp.csc_array(Y))
    assert drawn(splitter, pd.DataFrame(Y)) == first
    before = np.random.get_state()  # noqa: NPY002
    assert drawn(MultilabelStratifiedShuffleSplit(3, test_size=0.3), Y) != first
    np.testing.assert_array_equal(before[1], np.random.get_state()[1])  # noqa: NPY002


def test_the_first_split_is_that_of_the_function(Y):
    splitter = MultilabelStratifiedShuffleSplit(1, test_size=0.3, random_state=5)
    part = multilabel_train_test_split(np.arange(120), stratify=Y, test_size=0.3, random_state=5)[1]
    assert drawn(splitter, Y) == [part.tolist()]


def test_works_as_cv(Y):
    X, coder = np.random.default_rng(1).normal(size=(120, 3)), LogisticRegression()
    cv = MultilabelStratifiedShuffleSplit(2, test_size=0.3, random_state=0)
    coder = OneVsRestClassifier(coder)
    result = cross_validate(coder, X, Y[:, :3], cv=cv, error_score="raise")
    assert len(result["test_score"]) == cv.get_n_splits() == 2
    search = GridSearchCV(coder, {"estimator__C": [0.1, 1]}, cv=clone(cv, safe=False))
    with config_context(enable_metadata_routing=True):
        assert search.fit(X, Y[:, :3]).n_splits_ == 2
    expected = "MultilabelStratifiedShuffleSplit(method='auto', n_splits=2, random_state=0,"
    assert " ".join(repr(cv).split()) == expected + " test_size=0.3, train_size=None)"


@pytest.mark.parametrize(
    ("params", "error", "match"),
    [
        ({"n_splits": 0}, ValueError, "n_splits must be at least 1"),
        ({"n_splits": 1.5}, TypeError, "n_splits must be an int"),
        ({"method": "slow"}, ValueError, "method must be one of"),
    ],
)
def test_parameters_are_checked(params, error, match):
    with pytest.raises(error, match=match):
        MultilabelStratifiedShuffleSplit(**params)


def test_arguments_are_checked(Y):
    splitter = MultilabelStratifiedShuffleSplit()
    with pytest.raises(ValueError, match=r"patient.*MultilabelStratifiedGroupShuffleSplit"):
        drawn(splitter, Y, groups=np.arange(120))
    with pytest.raises(ValueError, match="inconsistent numbers"):
        next(splitter.split([0], Y))
    with pytest.raises(ValueError, match="test_size"):
        drawn(MultilabelStratifiedShuffleSplit(test_size=500), Y)


def test_part_sizes():
    assert part_sizes(10, None, None, 0.2).tolist() == [8, 2]
    assert part_sizes(10, 3, 4, 0.2).tolist() == [4, 3, 3]
