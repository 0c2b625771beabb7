"""Patients as numbers, whatever form they come in."""

import numpy as np
import pandas as pd
import pytest

from skmedcode.utils._groups import check_groups


@pytest.mark.parametrize("form", [list, np.array, pd.Series, lambda x: np.array(x, dtype=object)])
@pytest.mark.parametrize("groups", [[7, 30, 7, 4], ["b", "a", "b", "c"], [0.5, 2.0, 0.5, 1.0]])
def test_equal_labels_get_equal_numbers(form, groups):
    numbers = check_groups(form(groups), 4)
    for i in range(4):
        for j in range(4):
            assert (numbers[i] == numbers[j]) == (groups[i] == groups[j])
    assert set(numbers.tolist()) == {0, 1, 2}


def test_without_groups():
    assert check_groups(None, 3) is None


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_a_missing_patient_is_refused(missing):
    with pytest.raises(ValueError, match="none for some. Give each note of an unknown patient"):
        check_groups(pd.Series(["a", missing], dtype=object), 2)


@pytest.mark.parametrize("groups", [["a"], [["a"], ["b"]], "ab", ["a", "b", "c"]])
def test_a_wrong_shape_is_refused(groups):
    with pytest.raises(ValueError, match="groups must be 2 patients, one per note"):
        check_groups(groups, 2)
