import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import issparse
from sklearn.preprocessing import MultiLabelBinarizer

from skmedcode.datasets._bunch import indicator, make_bunch

OPTIONS = {"return_X_y": False, "as_frame": False, "sparse_output": False}


@given(rows=st.lists(st.lists(st.sampled_from("abcd"), max_size=6), min_size=1, max_size=6))
def test_indicator_agrees_with_scikit_learn(rows):
    names = ["c", "a", "d"]  # "b" is left out, and the order is kept
    expected = MultiLabelBinarizer(classes=names).fit_transform(
        [[code for code in row if code != "b"] for row in rows]
    )
    target = indicator(rows, names)
    assert target.dtype == np.int32 and target.has_canonical_format
    np.testing.assert_array_equal(target.toarray(), expected)


def build(**options):
    target = indicator([["a"], [], ["b", "a"]], ["a", "b"])
    return make_bunch(["x", "y", "z"], target, ["a", "b"], extra=1, **OPTIONS | options)


def test_arrays():
    bunch = build()
    assert bunch.data.dtype == object and bunch.target_names.tolist() == ["a", "b"]
    assert isinstance(bunch.target, np.ndarray) and bunch.target.tolist() == [
        [1, 0],
        [0, 0],
        [1, 1],
    ]
    assert bunch.extra == 1


def test_notes_of_one_length_stay_one_dimensional():
    assert build().data.shape == (3,)


@pytest.mark.parametrize("sparse_output", [False, True])
def test_frames(sparse_output):
    bunch = build(as_frame=True, sparse_output=sparse_output, index=["i", "j", "k"])
    assert isinstance(bunch.data, pd.Series) and list(bunch.data.index) == ["i", "j", "k"]
    assert list(bunch.target.columns) == ["a", "b"] and list(bunch.target.index) == ["i", "j", "k"]
    np.testing.assert_array_equal(bunch.target.to_numpy(), [[1, 0], [0, 0], [1, 1]])
    assert all(isinstance(t, pd.SparseDtype) for t in bunch.target.dtypes) == sparse_output


def test_sparse_and_tuple():
    data, target = build(return_X_y=True, sparse_output=True)
    assert list(data) == ["x", "y", "z"] and issparse(target) and target.dtype == np.int32


def test_no_target():
    assert make_bunch(["x"], None, [], **OPTIONS).target is None
    assert make_bunch(["x"], None, [], **OPTIONS | {"as_frame": True}).target is None


def test_pandas_is_optional(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert build().data.shape == (3,)
    with pytest.raises(ImportError, match=r"as_frame=True needs .*skmedcode\[tables\]"):
        build(as_frame=True)
