"""Targets become one sparse form."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode.model_selection._split_targets import as_classes, as_table, one_of_each

Y = np.array([[1, 0, 1], [0, 0, 0], [1, 1, 0]])


@pytest.mark.parametrize(
    "form", [np.array, pd.DataFrame, sp.csr_matrix, sp.csc_array, sp.coo_array, np.ndarray.tolist]
)
def test_indicators(form):
    table = as_table(form(Y), "y")
    assert sp.issparse(table) and table.format == "csr"
    np.testing.assert_array_equal(table.toarray(), Y)
    assert as_classes(form(Y), "y") is None


def test_classes_get_a_column_each():
    table = as_table(np.array(["b", "a", "b", "a"]), "y")
    assert table.toarray().tolist() == [[0, 1], [1, 0], [0, 1], [1, 0]]
    assert as_table(Y[:, :1], "y").toarray().tolist() == [[0, 1], [1, 0], [0, 1]]


def test_one_of_each():
    assert one_of_each(np.array([2, 0]), 3).toarray().tolist() == [[0, 0, 1], [1, 0, 0]]
