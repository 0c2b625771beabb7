"""One split: every container stays itself, rows stay together, sizes are exact."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode.model_selection import multilabel_train_test_split


@pytest.fixture
def Y():
    rng = np.random.default_rng(0)
    return (rng.random((80, 10)) < 0.5 / np.arange(1, 11)).astype(int)


def test_every_container_is_split_alike(Y):
    rows = np.arange(80)
    frame = pd.DataFrame({"row": rows}, index=rows + 1000)
    parts = multilabel_train_test_split(
        rows, [f"note {row}" for row in rows], pd.Series(rows, index=rows + 1000), frame,
        sp.csr_matrix(rows[:, None]), sp.csr_matrix(Y), Y, random_state=0,
    )  # fmt: skip
    for part, others in ((parts[0], parts[2::2]), (parts[1], parts[3::2])):
        notes, series, table, matrix, Y_sparse, Y_dense = others
        assert notes == [f"note {row}" for row in part]
        assert isinstance(series, pd.Series) and series.tolist() == part.tolist()
        assert table["row"].tolist() == part.tolist()
        assert table.index.tolist() == (part + 1000).tolist()
        assert sp.issparse(matrix) and matrix.toarray().ravel().tolist() == part.tolist()
        np.testing.assert_array_equal(Y_sparse.toarray(), Y[part])
        np.testing.assert_array_equal(Y_dense, Y[part])
    assert sorted([*parts[0], *parts[1]]) == rows.tolist()


@pytest.mark.parametrize(
    ("sizes", "n_train", "n_test"),
    [
        ({}, 60, 20),
        ({"test_size": 0.1}, 72, 8),
        ({"test_size": 13}, 67, 13),
        ({"train_size": 0.3}, 24, 56),
        ({"train_size": 30, "test_size": 20}, 30, 20),
    ],
)
def test_sizes(Y, sizes, n_train, n_test):
    train, test = multilabel_train_test_split(Y, random_state=0, **sizes)
    assert (len(train), len(test)) == (n_train, n_test)
    assert np.abs(test.sum(axis=0) - Y.sum(axis=0) * n_test / 80).max() <= 2


def test_stratify_is_apart_from_the_arrays(Y):
    rows = np.arange(80)
    train, test = multilabel_train_test_split(rows, stratify=Y, random_state=0)
    again, _, Y_train, _ = multilabel_train_test_split(rows, Y, random_state=0)
    assert train.tolist() == again.tolist()
    np.testing.assert_array_equal(Y_train, Y[train])
    for form in (sp.csr_matrix(Y), pd.DataFrame(Y), Y.tolist()):
        assert multilabel_train_test_split(rows, stratify=form, random_state=0)[1].tolist() == (
            test.tolist()
        )


@pytest.mark.parametrize("column", [np.repeat([1, 0], [1, 39]), np.repeat(["a", "b"], [10, 30])])
def test_one_column_and_classes(column):
    # One positive only: sklearn's own stratified split refuses it.
    train, test = multilabel_train_test_split(column, test_size=0.5, random_state=0)
    assert len(train) == len(test) == 20
    counts = [np.sum(part == column[0]) for part in (train, test)]
    assert abs(counts[0] - counts[1]) <= 1
    if column.dtype.kind == "i":
        parts = multilabel_train_test_split(column[:, None], test_size=0.5, random_state=0)
        np.testing.assert_array_equal(parts[0][:, 0], train)


def test_seeds_and_global_generator(Y):
    rows = np.arange(80)

    def test_rows(seed):
        return multilabel_train_test_split(rows, stratify=Y, random_state=seed)[1].tolist()

    before = np.random.get_state()  # noqa: NPY002
    assert test_rows(0) == test_rows(0) == test_rows(np.random.RandomState(0))
    assert test_rows(0) != test_rows(1)
    assert test_rows(None) != test_rows(None)
    np.testing.assert_array_equal(before[1], np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize("method", ["auto", "greedy"])
def test_patients_stay_whole(Y, method):
    patients = np.repeat(np.arange(30), 3)[:80]
    parts = multilabel_train_test_split(
        patients, Y, groups=patients.astype(str), test_size=0.3, random_state=0, method=method
    )
    assert not set(parts[0]) & set(parts[1])
    assert abs(len(parts[1]) - 24) <= 1
    assert np.abs(parts[3].sum(axis=0) - Y.sum(axis=0) * 0.3).max() <= 3


def test_methods_differ_and_keep_sizes(Y):
    each = [
        multilabel_train_test_split(np.arange(80), stratify=Y, random_state=0, method=method)[1]
        for method in ("auto", "iterative", "greedy")
    ]
    assert [len(test) for test in each] == [20, 20, 20]
    assert each[0].tolist() == each[1].tolist() != each[2].tolist()


@pytest.mark.parametrize(
    ("arrays", "params", "match"),
    [
        ((), {}, "at least one array.*notes, Y"),
        ((["a", "b"], np.eye(3)), {}, "inconsistent numbers"),
        ((np.eye(4) * 2,), {}, "stratify must hold only 0 and 1"),
        (([f"secret {row}" for row in range(9)],), {}, "9 different values.*stratify=Y"),
        (([["a"], ["b", "c"]] * 4,), {}, "MultiLabelBinarizer"),
        ((np.eye(4),), {"test_size": 9}, "test_size"),
        ((np.eye(4),), {"test_size": 3, "train_size": 3}, "train_size"),
        ((np.eye(4),), {"method": "fast"}, "method must be one of"),
        ((np.eye(4),), {"groups": [0, 1]}, "groups must be 4 patients"),
        ((np.eye(4),), {"groups": [0] * 4}, "as many patients as parts, 2; got 1"),
        ((np.eye(4),), {"groups": range(4), "method": "iterative"}, "would ignore them"),
    ],
)
def test_arguments_are_checked(arrays, params, match):
    with pytest.raises(ValueError, match=match) as caught:
        multilabel_train_test_split(*arrays, **params)
    assert "secret" not in str(caught.value)
