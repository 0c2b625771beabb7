"""Discharge summaries of MIMIC, each with its addenda."""

from typing import NamedTuple

from skmedcode.datasets._mimic_tables import AS_RELEASED, number_of, read_columns
from skmedcode.datasets._table_csv import check_encoding
from skmedcode.datasets._table_errors import defect

__all__ = ["DISCHARGE", "NOTEEVENTS", "NoteTable", "read_notes"]


class NoteTable(NamedTuple):
    """How a table of notes is built: columns, and what makes a row one of those wanted."""

    patient: str
    admission: str
    text: str
    order: str
    kind: str
    wanted: tuple


NOTEEVENTS = NoteTable(
    "SUBJECT_ID", "HADM_ID", "TEXT", "ROW_ID", "CATEGORY", ("Discharge summary",)
)
DISCHARGE = NoteTable("subject_id", "hadm_id", "text", "note_seq", "note_type", ("DS", "AD"))


def read_notes(path, table, admissions, kept=None):
    """Read the discharge summaries of some admissions.

    Parameters
    ----------
    path : Path
    table : NoteTable
    admissions : container of int
        Those that have codes; the texts of others are not kept.
    kept : container of int, default=None
        Admissions whose texts are kept; None keeps all that have codes.

    Returns
    -------
    patients : dict of int to int
        Admission -> patient, for every admission with a summary.
    pieces : dict of int to dict of tuple to str
        Admission -> kind and number of the note -> text. In this order a summary comes before its
        addenda, however the rows stand.

    Raises
    ------
    ValueError
        For a row that cannot be read, two patients of one admission, or two texts in one place;
        for a table without a summary. No message holds text of a note.
    """
    patients, pieces = {}, {}
    for row, line, (patient, admission, text, order, kind) in read_columns(path, table[:5]):
        if kind.strip() not in table.wanted or not admission.strip():
            continue
        place = (path, row, line)
        admission = number_of(admission, *place, table.admission)
        patient = _given(patient, place, table.patient)
        if patients.setdefault(admission, patient) != patient:
            what = f"has another {table.patient} than an earlier row with its {table.admission}"
            raise defect(path, row, what, AS_RELEASED, line)
        if admission not in admissions or (kept is not None and admission not in kept):
            continue
        check_encoding(path, row, line, [text])
        key = (table.wanted.index(kind.strip()), _given(order, place, table.order))
        if pieces.setdefault(admission, {}).setdefault(key, text) != text:
            what = f"repeats {table.order} with another text than an earlier row of its admission"
            raise defect(path, row, what, AS_RELEASED, line)
    if not patients:
        wanted = " or ".join(map(repr, table.wanted))
        raise ValueError(
            f"{path} must have rows with {wanted} in the column {table.kind} and with "
            f"{table.admission}; it has none. {AS_RELEASED}"
        )
    return patients, pieces


def _given(value, place, column):
    """A number that must be there."""
    number = number_of(value, *place, column)
    if number is None:
        path, row, line = place
        raise defect(path, row, f"is empty in the column {column}", AS_RELEASED, line)
    return number
