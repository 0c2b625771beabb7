"""Repeated splits of whole patients."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn import config_context
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupShuffleSplit, cross_validate
from sklearn.multiclass import OneVsRestClassifier

from skmedcode.model_selection import MultilabelStratifiedGroupShuffleSplit


@pytest.fixture
def Y():
    return (np.random.default_rng(0).random((200, 10)) < 0.5 / np.arange(1, 11)).astype(int)


@pytest.fixture
def patients():
    return np.random.default_rng(1).integers(90, size=200)


def drawn(splitter, y, groups):
    return [test.tolist() for _, test in splitter.split(np.zeros(y.shape[0]), y, groups)]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, (160, 40)),
        ({"test_size": 0.3}, (140, 60)),
        ({"train_size": 50, "test_size": 30}, (50, 30)),
    ],
)
def test_whole_patients_and_sizes_in_notes(Y, patients, sizes, expected):
    splitter = MultilabelStratifiedGroupShuffleSplit(3, random_state=0, **sizes)
    for train, test in splitter.split(Y, Y, patients):
        assert not set(patients[train]) & set(patients[test])
        assert (len(train), len(test)) == expected
        left = np.setdiff1d(np.arange(200), [*train, *test])
        assert not set(patients[left]) & set(patients[[*train, *test]])


def test_shares_are_better_than_those_of_sklearn(Y, patients):
    def deviation(splitter):
        return np.mean([
            np.abs(Y[test].mean(axis=0) / Y.mean(axis=0) - 1).mean()
            for _, test in splitter.split(Y, Y, patients)
        ])  # fmt: skip

    ours = MultilabelStratifiedGroupShuffleSplit(10, test_size=0.3, random_state=0)
    assert deviation(ours) < deviation(GroupShuffleSplit(10, test_size=0.3, random_state=0)) / 2


def test_splits_differ_and_repeat(Y, patients):
    splitter = MultilabelStratifiedGroupShuffleSplit(4, random_state=0)
    first = drawn(splitter, Y, patients)
    assert len({tuple(test) for test in first}) == 4 == splitter.get_n_splits()
    for copy in (splitter, clone(splitter, safe=False)):
        assert drawn(copy, sp.csr_matrix(Y), patients.astype(str)) != []
        assert drawn(copy, sp.csr_matrix(Y), patients) == first
    before = np.random.get_state()  # noqa: NPY002
    assert drawn(MultilabelStratifiedGroupShuffleSplit(4), Y, patients) != first
    np.testing.assert_array_equal(before[1], np.random.get_state()[1])  # noqa: NPY002


def test_a_small_test_part_has_a_patient():
    patients = np.repeat([0, 1], 100)
    splitter = MultilabelStratifiedGroupShuffleSplit(2, test_size=0.1, random_state=0)
    assert [len(test) for test in drawn(splitter, np.ones((200, 2)), patients)] == [100, 100]


def test_works_as_cv(Y, patients):
    X, coder = np.random.default_rng(1).normal(size=(200, 3)), LogisticRegression()
    Y, coder = Y[:, :3], OneVsRestClassifier(coder)
    cv = MultilabelStratifiedGroupShuffleSplit(2, random_state=0)
    scores = cross_validate(coder, X, Y, groups=patients, cv=cv, error_score="raise")
    search = GridSearchCV(coder, {"estimator__C": [0.1, 1]}, cv=cv, error_score="raise")
    search.fit(X, Y, groups=patients)
    with config_context(enable_metadata_routing=True):
        options = {"params": {"groups": patients}, "cv": cv, "error_score": "raise"}
        routed = cross_validate(coder, X, Y, **options)
        search.fit(X, Y, groups=patients)
    np.testing.assert_array_equal(scores["test_score"], routed["test_score"])
    assert search.n_splits_ == len(scores["test_score"]) == 2


def test_arguments_are_checked(Y):
    splitter = MultilabelStratifiedGroupShuffleSplit()
    with pytest.raises(ValueError, match="n_splits must be at least 1"):
        MultilabelStratifiedGroupShuffleSplit(0)
    with pytest.raises(ValueError, match="got None. Pass groups"):
        drawn(splitter, Y, None)
    with pytest.raises(ValueError, match="as many patients as parts, 2; got 1"):
        drawn(splitter, Y, np.zeros(200))
    with pytest.raises(ValueError, match="groups must be 200 patients"):
        drawn(splitter, Y, np.zeros(3))
