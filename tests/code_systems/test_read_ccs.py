"""HCUP's own files."""

import pytest

from skmedcode.code_systems import read_ccs

DX = """HCUP table, made up here,,
'ICD-9-CM CODE','CCS CATEGORY','CCS CATEGORY DESCRIPTION','ICD-9-CM CODE DESCRIPTION'
'     ','0    ','No DX','INVALID CODE'
'01000','1    ','Tuberculosis','PRIM TB COMPLEX-UNSPEC'
'4019 ','98   ','Hypertension, "essential"','HYPERTENSION NOS'
'E8490','2621 ','E Codes','ACCIDENT IN HOME'
"""
PR = """"'ICD-9-CM CODE'","'CCS CATEGORY'","'CCS CATEGORY DESCRIPTION'"
"'3893'","'54 '","'Other vascular catheterization; not heart'"
"'0066'","'45 '","'PTCA'"
"'640 '","'115'","'Circumcision'"
"""
PCS = """'ICD-10-PCS CODE','CCS CATEGORY','ICD-10-PCS CODE DESCRIPTION'
'02703ZZ','45','Dilation of coronary artery'
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "$ref 2015.csv").write_text(text, encoding="utf-8-sig")
        return tmp_path / "$ref 2015.csv"

    return write


def test_diagnoses_and_procedures_are_kept_apart(written):
    diagnoses = read_ccs(written(DX), "diagnosis")
    assert diagnoses == {"010.00": "dx:1", "401.9": "dx:98", "E849.0": "dx:2621"}
    procedures = read_ccs(str(written(PR)), "procedure")
    assert procedures == {"38.93": "pr:54", "00.66": "pr:45", "64.0": "pr:115"}
    assert not set(diagnoses) & set(procedures)


def test_icd10pcs(written):
    assert read_ccs(written(PCS), "procedure") == {"02703ZZ": "pr:45"}


@pytest.mark.parametrize(
    ("text", "kind", "match"),
    [
        (DX, "dx", 'kind must be "diagnosis" or "procedure", got \'dx\''),
        (DX, "procedure", "got 'procedure': .* has codes that no procedure has"),
        (PR, "diagnosis", "got 'diagnosis': .* has codes of procedures"),
        (PCS, "diagnosis", "kind must be"),
        ("code,group\n4019,98\n", "diagnosis", "columns 'ICD-9-CM CODE'"),
        ("", "diagnosis", "which has not"),
        ("'ICD-9-CM CODE','CCS CATEGORY'\n", "procedure", "no codes"),
    ],
)
def test_other_files(written, text, kind, match):
    with pytest.raises(ValueError, match=match):
        read_ccs(written(text), kind)
