"""Columns beside the notes against scikit-learn's own classes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skmedcode.text import PatientColumns

number = st.one_of(st.floats(-50, 50), st.just(np.nan))
sex = st.sampled_from(["F", "M", None])


def test_numbers_as_scikit_learn_gives_them():
    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.tuples(number, number, sex), min_size=3, max_size=9))
    def check(rows):
        table = pd.DataFrame(rows + rows, columns=["age", "crp", "sex"])  # each value twice
        table = table.astype({"age": float, "crp": float})
        columns = PatientColumns(["age", "crp", "sex"])
        found = columns.fit_transform(table)
        imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
        texts = table["sex"].astype(object).where(table["sex"].notna(), None).to_frame()
        numbers = make_pipeline(imputer, StandardScaler()).fit_transform(table[["age", "crp"]])
        values = OneHotEncoder(sparse_output=False, handle_unknown="ignore").fit_transform(texts)
        np.testing.assert_allclose(found[:, : numbers.shape[1]], np.clip(numbers, -5, 5), atol=1e-5)
        np.testing.assert_array_equal(found[:, numbers.shape[1] :], values)
        np.testing.assert_array_equal(columns.transform(table), found)

    check()


def test_new_tables():
    table = pd.DataFrame(
        {"age": [20, 40, 60, 80], "old": [False, False, True, True], "ward": list("aabb")}
    )
    columns = PatientColumns(list(table))
    columns.fit_transform(table)
    new = pd.DataFrame(
        {"age": [np.nan, 10**6], "old": [None, True], "ward": ["c", None]}, dtype=object
    )
    expected = [[0, 0, 0, 0], [5, 1, 0, 0]]  # unseen and missing values are no column
    np.testing.assert_allclose(columns.transform(new), expected, atol=1e-6)


def test_kinds_are_told_by_dtype_and_content():
    table = pd.DataFrame(
        {
            "nullable": pd.array([1, None, 3, 4], dtype="Int64"),
            "flag": pd.array([True, None, False, True], dtype="boolean"),
            "objects": pd.Series([1, None, 2.5, True], dtype=object),
            "category": pd.Categorical([1, 1, 2, 2]),
            "text": pd.array(["x", "x", None, None], dtype="string"),
        }
    )
    columns = PatientColumns(list(table))
    assert columns.fit_transform(table).shape == (4, 3 + 3 + 2 + 2)
    assert columns.numeric == [True, True, True, False, False]
    assert columns.values == [["1", "2"], ["x", None]]


def test_booleans_of_numpy_among_objects_are_booleans():
    cells = pd.Series([np.True_, np.False_, None, np.True_], dtype=object)
    columns = PatientColumns(["flag"])
    columns.fit_transform(pd.DataFrame({"flag": cells}))
    new = columns.transform(pd.DataFrame({"flag": [True, False]}))
    assert columns.numeric == [True] and new[0, 0] > new[1, 0]


def test_what_one_patient_has_leaves_nothing_behind():
    table = pd.DataFrame({"name": ["Ada", "Bob", "Cid"], "ward": ["a", "a", "b"]})
    columns = PatientColumns(["name", "ward"])
    assert columns.fit_transform(table).shape == (3, 1)
    assert "Ada" not in repr(vars(columns))


def test_columns_without_anything_are_zero():
    table = pd.DataFrame({"empty": [np.nan] * 4, "same": [3.3] * 4})
    found = PatientColumns(["empty", "same"]).fit_transform(table)
    np.testing.assert_array_equal(found, np.zeros((4, 3)))


@pytest.mark.parametrize(
    "cells",
    [
        pd.to_datetime(["2020-01-01", None]),
        pd.to_datetime(["2020-01-01", None], utc=True),
        pd.to_timedelta(["1 day", None]),
        pd.Series([pd.Timestamp("2020-01-01"), None], dtype=object),
        pd.Series([pd.Period("2020-01"), pd.Period("2020-02")]),
    ],
)
def test_dates_are_refused_with_a_cure(cells):
    with pytest.raises(TypeError, match="dates or times in column 'when'.*days since"):
        PatientColumns(["when"]).fit_transform(pd.DataFrame({"when": cells}))


@pytest.mark.parametrize(
    ("cells", "error", "message"),
    [
        (["secret", "1"], TypeError, "must have numbers in column 'age', as in fit"),
        ([np.inf, 1.0], ValueError, "finite numbers in column 'age'"),
        ([-1e150, 1.0], ValueError, "finite numbers in column 'age'.* beyond"),
        ([10**400, 1], ValueError, "finite numbers in column 'age'.* beyond"),
    ],
)
def test_messages_name_columns_and_no_cell(cells, error, message):
    columns = PatientColumns(["age"])
    columns.fit_transform(pd.DataFrame({"age": [1.0, 2.0]}))
    with pytest.raises(error, match=message) as caught:
        columns.transform(pd.DataFrame({"age": cells}))
    assert "secret" not in str(caught.value) and caught.value.__context__ is None
