"""Folds of whole patients: exact about patients, fair about codes and sizes."""

import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import config_context
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.multiclass import OneVsRestClassifier

from skmedcode.model_selection import MultilabelStratifiedGroupKFold, MultilabelStratifiedKFold


@pytest.fixture
def Y():
    return (np.random.default_rng(0).random((200, 12)) < 0.5 / np.arange(1, 13)).astype(int)


@pytest.fixture
def patients():
    return np.random.default_rng(1).integers(90, size=200)


def folds(splitter, y, groups):
    return [test.tolist() for _, test in splitter.split(np.zeros(y.shape[0]), y, groups)]


@settings(max_examples=80, deadline=None)
@given(
    Y=hnp.arrays(int, st.tuples(st.integers(6, 40), st.integers(1, 8)), elements=st.integers(0, 1)),
    n_splits=st.integers(2, 4),
    seed=st.none() | st.integers(0, 99),
    data=st.data(),
)
def test_partition_into_whole_patients(Y, n_splits, seed, data):
    patients = data.draw(hnp.arrays(int, len(Y), elements=st.integers(0, 12)))
    patients[:n_splits] = np.arange(n_splits)
    splitter = MultilabelStratifiedGroupKFold(n_splits, random_state=seed)
    seen = []
    for train, test in splitter.split(Y, Y, patients):
        assert len(train) and len(test)
        assert sorted([*train, *test]) == list(range(len(Y)))
        assert not set(patients[train]) & set(patients[test])
        seen += test.tolist()
    assert sorted(seen) == list(range(len(Y)))
    if Y.shape[1] > 1:  # sparse, too, and DataFrame
        expected = folds(splitter, Y, patients)
        assert folds(splitter, sp.csr_array(Y), patients) == expected
        assert folds(splitter, pd.DataFrame(Y), pd.Series(patients)) == expected


def test_sizes_and_shares(Y, patients):
    splitter = MultilabelStratifiedGroupKFold(4, random_state=0)
    tests = folds(splitter, Y, patients)
    assert [len(test) for test in tests] == [50] * 4  # enough patients have one or two notes

    def deviation(tests):
        shares = np.array([Y[test].mean(axis=0) for test in tests])
        return np.abs(shares / Y.mean(axis=0) - 1).mean()

    plain = folds(GroupKFold(4, shuffle=True, random_state=0), Y, patients)
    assert deviation(tests) < deviation(plain) / 2


def test_patients_of_one_note_each_are_notes(Y):
    ours = MultilabelStratifiedGroupKFold(4, random_state=0)
    notes = MultilabelStratifiedKFold(4, random_state=0, method="greedy")
    expected = [test.tolist() for _, test in notes.split(Y, Y)]
    assert folds(ours, Y, np.arange(200)) == expected


def test_sizes_are_as_near_as_patients_allow(Y):
    patients = np.repeat(np.arange(41), [80, *[3] * 40])  # one with 80 notes of 200
    tests = folds(MultilabelStratifiedGroupKFold(4, random_state=0), Y, patients)
    assert sorted(map(len, tests)) == [39, 39, 42, 80]


@pytest.mark.parametrize("form", [list, pd.Series, lambda p: [f"P{1000 - each}" for each in p]])
def test_names_do_not_matter(Y, patients, form):
    splitter = MultilabelStratifiedGroupKFold(3, random_state=0)
    assert folds(splitter, Y, form(patients)) == folds(splitter, Y, patients)


def test_seeds_and_global_generator(Y, patients):
    before = np.random.get_state()  # noqa: NPY002
    seeded = MultilabelStratifiedGroupKFold(3, random_state=0)
    assert folds(seeded, Y, patients) == folds(seeded, Y, patients)
    both = MultilabelStratifiedGroupKFold(3, shuffle=True, random_state=0)
    assert folds(seeded, Y, patients) == folds(both, Y, patients)
    drawn = MultilabelStratifiedGroupKFold(3, shuffle=True)
    assert folds(drawn, Y, patients) != folds(drawn, Y, patients)
    fixed = MultilabelStratifiedGroupKFold(3)
    assert folds(fixed, Y, patients) == folds(fixed, Y, patients)
    np.testing.assert_array_equal(before[1], np.random.get_state()[1])  # noqa: NPY002


def test_one_code_and_classes(Y, patients):
    splitter = MultilabelStratifiedGroupKFold(3, random_state=0)
    expected = folds(splitter, Y[:, :1], patients)
    assert folds(splitter, Y[:, 0], patients) == expected
    counts = [Y[test, 0].sum() for test in expected]
    assert max(counts) - min(counts) <= 2


@pytest.fixture
def X():
    return np.random.default_rng(1).normal(size=(200, 3))


def test_works_as_cv(X, Y, patients):
    Y, coder = Y[:, :3], OneVsRestClassifier(LogisticRegression())
    cv = MultilabelStratifiedGroupKFold(2, random_state=0)
    result = cross_validate(coder, X, Y, groups=patients, cv=cv, error_score="raise")
    assert len(result["test_score"]) == 2
    search = GridSearchCV(coder, {"estimator__C": [0.1, 1]}, cv=cv, error_score="raise")
    assert search.fit(X, Y, groups=patients).n_splits_ == 2
    with pytest.raises(ValueError, match="got None. Pass groups=patients"):
        search.fit(X, Y)


def test_asks_for_groups_when_metadata_is_routed(X, Y, patients):
    Y, coder = Y[:, :3], OneVsRestClassifier(LogisticRegression())
    cv = MultilabelStratifiedGroupKFold(2, random_state=0)
    with config_context(enable_metadata_routing=True):
        theirs = GroupKFold(2).get_metadata_routing()
        assert str(cv.get_metadata_routing()) == str(theirs)
        params = {"groups": patients}
        result = cross_validate(coder, X, Y, params=params, cv=cv, error_score="raise")
        assert len(result["test_score"]) == 2
        search = GridSearchCV(coder, {"estimator__C": [0.1, 1]}, cv=cv, error_score="raise")
        search.fit(X, Y, groups=patients)
        # Nested: both the inner and the outer folds get the patients.
        nested = cross_validate(search, X, Y, params=params, cv=cv, error_score="raise")
        assert len(nested["test_score"]) == 2
        assert not hasattr(MultilabelStratifiedKFold(2), "set_split_request")


def test_repr_clone_and_pickle(Y, patients):
    cv = MultilabelStratifiedGroupKFold(3, random_state=1)
    assert cv.get_n_splits() == cv.get_n_splits(Y, Y, patients) == 3
    for copy in (clone(cv, safe=False), pickle.loads(pickle.dumps(cv))):
        assert repr(copy) == repr(cv)
        assert folds(copy, Y, patients) == folds(cv, Y, patients)
    assert repr(cv) == "MultilabelStratifiedGroupKFold(n_splits=3, random_state=1, shuffle=None)"


@pytest.mark.parametrize(
    ("groups", "match"),
    [
        (None, "groups must be the patient of each note; got None"),
        ([0, 1], r"groups must be 6 patients.*shape \(2,\)"),
        ([0, 0, 0, 1, 1, 1], "as many patients as n_splits, 3; got 2"),
        ([0, 1, 2, 3, None, 5], "got none for some"),
    ],
)
def test_groups_are_checked(groups, match):
    with pytest.raises(ValueError, match=match):
        next(MultilabelStratifiedGroupKFold(3).split(range(6), np.eye(6), groups))


def test_other_arguments_are_checked():
    with pytest.raises(ValueError, match="n_splits must be at least 2"):
        MultilabelStratifiedGroupKFold(1)
    with pytest.raises(ValueError, match="at most the number of notes, 3"):
        next(MultilabelStratifiedGroupKFold().split(range(3), np.eye(3), range(3)))
    with pytest.raises(ValueError, match="inconsistent numbers"):
        next(MultilabelStratifiedGroupKFold(2).split(range(4), np.eye(3), range(3)))
    with pytest.raises(ValueError, match="y must hold only 0 and 1"):
        next(MultilabelStratifiedGroupKFold(2).split(range(3), np.eye(3) * 2, range(3)))
