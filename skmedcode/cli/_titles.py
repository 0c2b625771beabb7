"""Titles of codes, from ``--titles``."""

from pathlib import Path

from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS
from skmedcode.datasets._table_csv import check_encoding, read_fields
from skmedcode.datasets._table_errors import defect

__all__ = ["make_titles"]

SYSTEMS = {  # and a code to ask for
    "icd9cm": (ICD9CM(), "401.9"),
    "icd10cm": (ICD10CM(), "I10"),
    "icd10pcs": (ICD10PCS(), "BW03ZZZ"),
}


def make_titles(option, codes):
    """Titles of some codes.

    Parameters
    ----------
    option : str
        "icd9cm", "icd10cm" or "icd10pcs", or the path of a .csv or .tsv file whose rows are a code
        and its title; names of columns above them do no harm.
    codes : sequence of str

    Returns
    -------
    CodeSystem, or dict of str to str
        The titles in the file of those codes.

    Raises
    ------
    FileNotFoundError, ValueError, ImportError
    """
    if option.lower() in SYSTEMS:
        system, code = SYSTEMS[option.lower()]
        system.description(code)  # now, and not after the notes are read: is the table there?
        return system
    path = Path(option).expanduser()
    if path.suffix.lower() not in (".csv", ".tsv"):
        raise ValueError(
            f"--titles must be icd9cm, icd10cm, icd10pcs, a .csv or a .tsv file, got {option!r}."
        )
    if not path.is_file():
        raise FileNotFoundError(f"--titles must be a file, got {path}: there is none.")
    titles = dict(_pairs(path, "\t" if path.suffix.lower() == ".tsv" else ","))
    found = {code: titles[code] for code in codes if code in titles}
    if not found:
        raise ValueError(
            f"--titles must name the codes of the table, got {path}, which has none of them. Are "
            "they spelled alike (dots, capitals)?"
        )
    return found


def _pairs(path, delimiter):
    for row, line, fields in read_fields(path, delimiter):
        check_encoding(path, row, line, fields)
        if len(fields) != 2:
            what = f"has {len(fields)} fields"
            raise defect(path, row, what, "Write two: a code and its title.", line)
        yield fields[0].strip(), fields[1]
