"""What codes mean: titles, synonyms, hierarchy and groups."""

from skmedcode.code_systems._base import CodeSystem
from skmedcode.code_systems._icd10cm import ICD10CM

__all__ = ["ICD10CM", "CodeSystem"]
