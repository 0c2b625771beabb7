"""Groups are patients, one a note, whatever they are called."""

import numpy as np
import pandas as pd
import pytest

from skmedcode.model_selection._groups import check_groups, check_n_groups, refuse_groups


@pytest.mark.parametrize("form", [list, np.array, pd.Series, lambda names: np.array(names, object)])
@pytest.mark.parametrize("names", [["b", "a", "b"], [7, 3, 7], [1.5, 0.5, 1.5]])
def test_forms(form, names):
    units, n_groups = check_groups(form(names), 3)
    assert units.tolist() == [1, 0, 1]
    assert n_groups == 2


@pytest.mark.parametrize(
    ("groups", "match"),
    [
        (None, "groups must be the patient of each note; got None. Pass groups="),
        ([1, 2], r"groups must be 3 patients.*got shape \(2,\)"),
        ([[1], [2], [3]], r"got shape \(3, 1\)"),
        ([1.0, np.nan, 2.0], "got none for some"),
        (pd.Series(["a", None, "b"]), "got none for some"),
        (pd.Series([1, pd.NA, 2], dtype="Int64"), "got none for some"),
    ],
)
def test_groups_are_checked(groups, match):
    with pytest.raises(ValueError, match=match):
        check_groups(groups, 3)


def test_too_few_patients():
    check_n_groups(3, 3)
    with pytest.raises(ValueError, match="as many patients as n_splits, 3; got 2"):
        check_n_groups(2, 3)


def test_where_groups_are_refused_the_message_says_where_they_are_not():
    refuse_groups(None, "Other")
    with pytest.raises(ValueError, match=r"patient.*Use Other"):
        refuse_groups([1], "Other")
