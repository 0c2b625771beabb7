"""CCS groups from a user's copy of HCUP's files."""

import csv
from pathlib import Path

from skmedcode.code_systems._dots import icd9_diagnosis, icd9_procedure

__all__ = ["read_ccs"]

PREFIXES = {"diagnosis": "dx:", "procedure": "pr:"}
DOTS = {"diagnosis": icd9_diagnosis, "procedure": icd9_procedure}


def read_ccs(path, kind):
    """CCS groups of codes, from a file of HCUP.

    HCUP offers them to all, as "$dxref 2015.csv" and "$prref 2015.csv" for ICD-9-CM and as
    "ccs_pr_icd10pcs_2020_1.csv" for ICD-10-PCS. Two of them join to one mapping:
    ``read_ccs("$dxref 2015.csv", "diagnosis") | read_ccs("$prref 2015.csv", "procedure")``.

    Parameters
    ----------
    path : str or Path
        A CSV file with the columns 'ICD-9-CM CODE' or 'ICD-10-PCS CODE', and 'CCS CATEGORY'; lines
        above them are passed over, quotes and blanks around ids left out.
    kind : {"diagnosis", "procedure"}
        What the codes are: the numbers of the two overlap.

    Returns
    -------
    dict of str to str
        Codes, with dots in ICD-9-CM, to groups such as "dx:108" and "pr:54".

    Raises
    ------
    ValueError
        If ``kind`` is something else or does not fit the codes, or the columns are not there.

    Examples
    --------
    >>> from skmedcode.code_systems import read_ccs
    >>> groups = read_ccs("$prref 2015.csv", "procedure")  # doctest: +SKIP
    >>> groups["38.93"]  # doctest: +SKIP
    'pr:54'
    """
    if kind not in PREFIXES:
        raise ValueError(f'kind must be "diagnosis" or "procedure", got {kind!r}.')
    with Path(path).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = [[cell.strip(" '\"") for cell in row] for row in csv.reader(file)]
    start, code_column, group_column, pcs = _columns(rows, path)
    width = max(code_column, group_column)
    pairs = [(row[code_column], row[group_column]) for row in rows[start:] if len(row) > width]
    pairs = [(code, group) for code, group in pairs if code and group]
    if not pairs:
        raise ValueError(f"path must be a table of codes, got {Path(path).name}: no codes in it.")
    long = any(len(code) == 5 or not code.isdecimal() for code, _ in pairs)
    if (long and not pcs) != (kind == "diagnosis"):
        found = "codes that no procedure has" if kind == "procedure" else "codes of procedures"
        raise ValueError(
            f"kind must be that of the file, got {kind!r}: {Path(path).name} has {found}."
        )
    dotted = str if pcs else DOTS[kind]
    return {dotted(code): f"{PREFIXES[kind]}{group}" for code, group in pairs}


def _columns(rows, path):
    """First row of codes, columns of code and group, and whether the codes are ICD-10-PCS."""
    for place, row in enumerate(rows):
        names = [cell.upper() for cell in row]
        for system in ("ICD-9-CM CODE", "ICD-10-PCS CODE"):
            if system in names and "CCS CATEGORY" in names:
                columns = names.index(system), names.index("CCS CATEGORY")
                return place + 1, *columns, "PCS" in system
    raise ValueError(
        f"path must be a file of HCUP with the columns 'ICD-9-CM CODE' (or 'ICD-10-PCS CODE') and "
        f"'CCS CATEGORY', got {Path(path).name}, which has not."
    )
