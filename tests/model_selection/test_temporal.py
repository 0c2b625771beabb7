"""The past trains, what came after tests; equal dates and patients stay on one side."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import config_context
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit, cross_validate

from skmedcode.model_selection import TemporalSplit


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=40), st.integers(1, 6))
def test_the_past_trains(days, n_splits):
    if len(set(days)) <= n_splits:
        with pytest.raises(ValueError, match="below the number of different dates"):
            TemporalSplit(days, n_splits)
        return
    splits = list(TemporalSplit(days, n_splits).split(days))
    days, tested = np.array(days), []
    assert len(splits) == n_splits
    for train, test in splits:
        assert len(train) and len(test)
        assert days[train].max() < days[test].min()
        assert not set(tested) & set(test)
        tested += test.tolist()
        earlier = np.flatnonzero(days < days[test].min())
        np.testing.assert_array_equal(train, earlier)
        assert set(np.flatnonzero(np.isin(days, days[test]))) == set(test)
    first = splits[0][0]
    assert sorted([*first, *tested]) == list(range(len(days)))  # no note is lost


@pytest.mark.parametrize(("n_notes", "n_splits"), [(12, 3), (23, 5), (6, 5), (40, 2)])
def test_without_ties_the_periods_are_those_of_sklearn(n_notes, n_splits):
    order = np.random.RandomState(0).permutation(n_notes)
    dates = np.datetime64("2014-01-01") + order
    by_date = np.argsort(order)
    expected = TimeSeriesSplit(n_splits).split(by_date)
    for found, rows in zip(TemporalSplit(dates, n_splits).split(dates), expected, strict=True):
        for ours, theirs in zip(found, rows, strict=True):
            np.testing.assert_array_equal(ours, np.sort(by_date[theirs]))


def test_one_date_with_most_notes_does_not_use_up_the_places():
    splits = list(TemporalSplit([1] * 50 + [2, 3, 4], n_splits=3).split(range(53)))
    assert [len(test) for _, test in splits] == [1, 1, 1]
    splits = list(TemporalSplit([1, 2, 3] + [4] * 50, n_splits=3).split(range(53)))
    assert [len(test) for _, test in splits] == [1, 1, 50]


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, pd.to_datetime])
def test_own_cuts(kind):
    dates = kind(["2014-05-02", "2012-01-07", "2013-01-01", "2015-08-15"])
    splitter = TemporalSplit(dates, cuts=["2013-01-01", "2015-01-01"])
    found = [(train.tolist(), test.tolist()) for train, test in splitter.split(np.zeros(4))]
    assert found == [([1], [0, 2]), ([0, 1, 2], [3])]
    assert splitter.get_n_splits() == splitter.n_splits == 2


def test_patients_of_the_past_are_not_tested():
    dates, patients = [1, 1, 2, 2, 3, 3], list("abacbd")
    found = [
        (train.tolist(), test.tolist())
        for train, test in TemporalSplit(dates, n_splits=2).split(dates, groups=patients)
    ]
    assert found == [([0, 1], [3]), ([0, 1, 2, 3], [5])]
    with pytest.raises(ValueError, match="period 1 has none"):
        list(TemporalSplit(dates, n_splits=2).split(dates, groups=list("abacbc")))
    with pytest.raises(ValueError, match="6 patients, one per note"):
        list(TemporalSplit(dates, n_splits=2).split(dates, groups=["a"]))


def test_in_sklearns_tools():
    dates = np.array([3, 1, 2, 4] * 5)
    X, Y = np.zeros((20, 1)), np.tile([[1, 0], [0, 1]], (10, 1))
    splitter = TemporalSplit(dates, n_splits=3)
    result = cross_validate(
        DummyClassifier(), X, Y, cv=splitter, groups=np.arange(20), return_indices=True
    )
    assert [len(test) for test in result["indices"]["test"]] == [5, 5, 5]
    search = clone(GridSearchCV(DummyClassifier(), {"strategy": ["prior"]}, cv=splitter))
    assert search.fit(X, Y).n_splits_ == 3
    with config_context(enable_metadata_routing=True):
        groups = np.arange(20) // 10
        late = cross_validate(
            DummyClassifier(), X, Y, cv=TemporalSplit(groups, n_splits=1),
            params={"groups": groups}, error_score="raise",
        )  # fmt: skip
        assert len(late["test_score"]) == 1
    copy = pickle.loads(pickle.dumps(splitter))
    for ours, theirs in zip(copy.split(X), splitter.split(X), strict=True):
        np.testing.assert_array_equal(ours[1], theirs[1])


def test_repr_shows_no_date():
    assert repr(TemporalSplit(["2014-01-01", "2015-01-01"], 1)) == (
        "TemporalSplit(<2 dates>, n_splits=1)"
    )


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"n_splits": 1.0}, TypeError, "n_splits must be an int"),
        ({"n_splits": 0}, ValueError, "n_splits must be at least 1"),
        ({"n_splits": 3}, ValueError, "below the number of different dates, 3; got 3"),
        ({"cuts": [2013, 2014]}, ValueError, "both dates or both numbers"),
        ({"cuts": ["2015-01-01", "2014-01-01"]}, ValueError, "cuts must ascend"),
        ({"cuts": ["2012-01-01"]}, ValueError, "a note before the first"),
        ({"cuts": ["2014-01-01", "2014-01-02"]}, ValueError, "in each period"),
        ({"cuts": ["2020-01-01"]}, ValueError, "in each period"),
        ({"cuts": ["x"]}, ValueError, "cuts must hold a date in each row; row 0"),
    ],
)
def test_errors(arguments, error, match):
    with pytest.raises(error, match=match):
        TemporalSplit(["2013-01-01", "2014-06-01", "2015-01-01"], **arguments)


def test_other_notes_than_the_dates_are_of():
    with pytest.raises(ValueError, match="the 3 notes that dates belong to; got 2"):
        list(TemporalSplit([1, 2, 3], 1).split([0, 0]))
