"""Which codes belong together."""

import numpy as np
import pytest

from skmedcode.code_systems._groups import category, group_numbers


def test_category_of_a_code():
    written = {"E11.9": "E11", "I10": "I10", "4019": "401", "401.9": "401", "37.23": "37"}
    assert {code: category(code) for code in written} == written


def test_categories():
    names = np.array(["i10", "i50.1", "i50.9", "i5", "e849.0", "e8490", "e849.1"])
    assert group_numbers(names).tolist() == [0, 1, 1, 2, 3, 4, 3]
    assert group_numbers(np.array([1, 10, 100, 1000])).tolist() == [0, 1, 2, 3]
    mixed = np.array(["abc1", ("a", 1), "abc2"], dtype=object)
    assert group_numbers(mixed).tolist() == [0, 1, 0]


def test_groups_of_the_users_own():
    names = np.array(["a1", "b1", "a2", "c1"])
    assert group_numbers(names, None).tolist() == [0, 1, 2, 3]
    assert group_numbers(names, {"a1": "x", "c1": "x"}).tolist() == [0, 1, 2, 0]
    assert group_numbers(names, lambda name: name[1]).tolist() == [0, 0, 1, 0]
    # a group may be called like a code that has none
    assert group_numbers(names, {"a1": "b1"}).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("code_groups", ["chapters", 3, {"a1": ["x"]}])
def test_groups_that_are_none(code_groups):
    with pytest.raises(TypeError, match="code_groups must"):
        group_numbers(np.array(["a1", "b1"]), code_groups)


def test_groups_that_fit_no_code():
    names = np.array(["a1", "b1"])
    with pytest.raises(ValueError, match="none of them. Compare its keys"):
        group_numbers(names, {"zzz": 1})
    with pytest.raises(ValueError, match="code_groups must give the group of each code; it failed"):
        group_numbers(np.array([0, 1]), lambda name: name[0])
