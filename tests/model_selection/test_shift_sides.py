"""Old and new notes: codes aligned by name, periods in order of time."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.utils import Bunch

from skmedcode.model_selection._shift_sides import check_period, read_side

CLASSES = ["I10", "I50", "E11"]
Y = np.array([[1, 0, 1, 0], [0, 1, 1, 0]])
NAMES = ["E11", "N18", "I10", "Z99"]
NOTES = ["first", "second"]


@pytest.mark.parametrize(
    "data",
    [
        Bunch(data=NOTES, target=Y, target_names=NAMES),
        Bunch(data=np.array(NOTES, dtype=object), target=sp.csr_matrix(Y), target_names=NAMES),
        {"data": pd.Series(NOTES), "target": pd.DataFrame(Y, columns=NAMES)},
        (NOTES, pd.DataFrame(Y, columns=NAMES)),
        (NOTES, pd.DataFrame.sparse.from_spmatrix(sp.csr_array(Y), columns=NAMES), None),
    ],
    ids=range(5),
)
def test_codes_are_aligned_by_name(data):
    side = read_side(data, "new", CLASSES, "year")
    assert side.Y.toarray().tolist() == [[1, 0, 1], [1, 0, 0]]
    assert side.counts == {"E11": 1, "N18": 1, "I10": 2}
    assert side.n_gold.tolist() == [2, 2]
    assert list(side.periods) == ["new"]


def test_columns_without_names_are_the_coders():
    side = read_side((NOTES, Y[:, :3]), "old", CLASSES, None)
    assert side.counts == {"I10": 1, "I50": 1, "E11": 2}
    with pytest.raises(ValueError, match="old must name its codes, or have the coder's 3; got 4"):
        read_side((NOTES, Y), "old", CLASSES, None)


def test_periods():
    dates = ["2015-02-01", "2014-12-31"]
    side = read_side((NOTES, Y[:, :3], dates), "new", CLASSES, "quarter")
    assert {name: rows.tolist() for name, rows in side.periods.items()} == {
        "new 2014-Q4": [1],
        "new 2015-Q1": [0],
    }
    side = read_side((NOTES * 3, np.tile(Y[:, :3], (3, 1)), [9, 10, 9, 10, 8, 8]), "old", CLASSES,
                     "year")  # fmt: skip
    assert list(side.periods) == ["old 8", "old 9", "old 10"]
    assert list(read_side((NOTES, Y[:, :3], dates), "new", CLASSES, None).periods) == ["new"]


def test_codes_without_a_column_are_counted():
    data = Bunch(data=NOTES, target=Y, target_names=NAMES, n_gold=np.array([2, 5]))
    assert read_side(data, "new", CLASSES, None).n_gold.tolist() == [2, 5]
    data.n_gold = np.array([1, 5])
    with pytest.raises(ValueError, match="new.n_gold must be the number of gold codes"):
        read_side(data, "new", CLASSES, None)


@pytest.mark.parametrize(
    ("data", "error", "match"),
    [
        (NOTES, TypeError, "new must be a Bunch with data and target, or a tuple"),
        ((NOTES, Y[:, :3], None, None), TypeError, "got tuple"),
        ((NOTES, Y[:1, :3]), ValueError, "as many notes as rows of codes; got 2 and 1"),
        ((NOTES, Y[:, :3] * 2), ValueError, "new's target must hold only 0 and 1"),
        ((NOTES, Y[:, :3], ["2014-01-01"]), ValueError, "a date for each of its 2 notes; got 1"),
        ((NOTES, Y[:, :3], ["2014-01-01", "first"]), ValueError, "new's dates .* row 1"),
    ],
)
def test_errors(data, error, match):
    with pytest.raises(error, match=match) as found:
        read_side(data, "new", CLASSES, "year")
    assert "second" not in str(found.value)


def test_period_is_checked():
    check_period(None)
    with pytest.raises(ValueError, match="period must be 'year', 'quarter', 'month' or None"):
        check_period("week")
