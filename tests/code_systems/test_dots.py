"""Dots that tell procedures from diagnoses."""

from hypothesis import given
from hypothesis import strategies as st

from skmedcode.code_systems._dots import icd9_diagnosis, icd9_procedure, icd10_diagnosis

DIAGNOSES = st.from_regex(r"[0-9VE][0-9]{2,4}", fullmatch=True)
PROCEDURES = st.from_regex(r"[0-9]{2,4}", fullmatch=True)


@given(DIAGNOSES, PROCEDURES)
def test_no_procedure_reads_as_a_diagnosis(diagnosis, procedure):
    assert icd9_diagnosis(diagnosis) != icd9_procedure(procedure)


@given(DIAGNOSES)
def test_the_dot_is_all_that_is_added(code):
    for dotted in (icd9_diagnosis(code), icd10_diagnosis(code), icd9_procedure(code)):
        assert dotted.replace(".", "") == code and not dotted.endswith(".")
