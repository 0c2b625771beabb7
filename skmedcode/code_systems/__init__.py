"""What codes mean: titles, synonyms, hierarchy and groups."""

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._group_matrix import group_matrix
from skmedcode.code_systems._icd9cm import ICD9CM
from skmedcode.code_systems._icd10cm import ICD10CM
from skmedcode.code_systems._icd10pcs import ICD10PCS
from skmedcode.code_systems._infer import infer
from skmedcode.code_systems._mapping import from_mapping
from skmedcode.code_systems._read_ccs import read_ccs

__all__ = [
    "ICD9CM",
    "ICD10CM",
    "ICD10PCS",
    "CodeSystem",
    "from_mapping",
    "group_matrix",
    "infer",
    "read_ccs",
]
