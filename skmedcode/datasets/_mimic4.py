"""MIMIC-IV: discharge summaries with ICD-9 or ICD-10 codes, from the user's own copy."""

from skmedcode.code_systems._dots import icd9_diagnosis, icd9_procedure, icd10_diagnosis
from skmedcode.datasets._mimic_bunch import Benchmark, load_benchmark
from skmedcode.datasets._mimic_codes import add_codes, read_titles
from skmedcode.datasets._mimic_labels import SUBSETS, choose_labels
from skmedcode.datasets._mimic_notes import DISCHARGE
from skmedcode.datasets._mimic_splits import read_splits
from skmedcode.datasets._mimic_tables import find_tables
from skmedcode.datasets._mimic_words import clean_words, writer_of
from skmedcode.datasets._parameters import check_choice, check_code_names

__all__ = ["load_mimic4"]

TABLES = ("discharge", "diagnoses_icd", "procedures_icd")
TITLES = ("d_icd_diagnoses", "d_icd_procedures")
DOTS = {"icd9": (9, icd9_diagnosis, icd9_procedure), "icd10": (10, icd10_diagnosis, str)}

DESCR = """
Published, train / dev / test: clean ICD-10 89,099 / 13,378 / 19,802; clean ICD-9 154,542 / 21,980
/ 32,804 (Edin et al., MIMIC-IV 2.2).

Discharge summaries of the MIMIC-IV-Note database (Beth Israel Deaconess Medical Center), and the
codes of the admission in MIMIC-IV: ICD-9-CM, or ICD-10-CM and ICD-10-PCS.

Source: Johnson et al. (2023), "MIMIC-IV, a freely accessible electronic health record dataset",
Scientific Data 10. Benchmarks: Edin et al. (SIGIR 2023).
Licence: PhysioNet Credentialed Health Data License. The data, and models fitted on them, stay
under your agreement with PhysioNet.
"""


def load_mimic4(
    folder,
    version="icd10",
    subset="clean",
    splits=None,
    part=None,
    *,
    notes=None,
    text="words",
    code_names=None,
    return_X_y=False,
    as_frame=False,
    sparse_output=None,
):
    """Load MIMIC-IV as the literature of medical coding builds it.

    You need your own copies of MIMIC-IV and MIMIC-IV-Note; nothing is downloaded.

    Parameters
    ----------
    folder : str or path-like
        Where diagnoses_icd and procedures_icd are, as .csv or .csv.gz, in the folder or up to three
        folders down (``hosp``).
    version : {"icd9", "icd10"}, default="icd10"
        The version of ICD by which the admissions were coded.
    subset : {"full", "top50", "clean"}, default="clean"
        All codes; the 50 most frequent, with the admissions that have one of them; or the codes of
        at least ten admissions, with the admissions that keep one.
    splits : str, path-like or mapping, default=None
        Who is in which part. A folder with lists (``train_icd10_hadm_ids.csv``, ...) or the tables
        of Edin et al. (``mimiciv_icd10_split.feather``); one table with the columns ``_id`` and
        ``split``; or a mapping from "train", "dev" and "test" to hadm_ids. None takes all
        admissions.
    part : {"train", "dev", "test"}, default=None
        The notes to return; the columns are the same for each. None returns those of all lists.
    notes : str or path-like, default=None
        Where the table discharge is, if not in ``folder``.
    text : {"words", "note"}, default="words"
        What to make of a note: its words of letters a to z and digits, in lower case, without bare
        numbers, as published; or nothing.
    code_names : sequence of str, default=None
        The codes to use as columns, in this order. None takes those of the subset, sorted.
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.
    as_frame : bool, default=False
        Return ``data`` as a pandas Series and ``target`` as a DataFrame, indexed by ``ids``.
    sparse_output : bool, default=None
        Return ``target`` in sparse form. None does so except for "top50".

    Returns
    -------
    data : sklearn.utils.Bunch
        With the attributes of ``load_mimic3``.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError, ValueError, ImportError
        As ``load_mimic3``.

    Warns
    -----
    UserWarning
        If the lists name admissions without a discharge summary: then the table is not whole.

    See Also
    --------
    load_mimic3 : The same of MIMIC-III.

    Notes
    -----
    Codes are read as text and taken once an admission. Diagnoses of ICD-10 get a dot after three
    characters, procedures none. Only the notes that are returned are in memory, about 11 kB each:
    pass ``part`` where there are many.

    Differs from the authors' code:

    - a category is written I10, not "I10.";
    - should an admission have two summaries, they are joined, not rows of their own.

    References
    ----------
    J. Edin et al., "Automated Medical Coding on MIMIC-III and MIMIC-IV: A Critical Review and
    Replicability Study", SIGIR 2023.

    Examples
    --------
    >>> from skmedcode.datasets import load_mimic4
    >>> train = load_mimic4("mimic-iv", splits="edin", part="train")  # doctest: +SKIP
    """
    check_choice("version", version, DOTS)
    check_choice("subset", subset, SUBSETS)
    names = check_code_names(code_names)
    write = writer_of(text, clean_words)
    table = f"mimiciv_{version}_split"
    lists = f"{{part}}_{version}_hadm_ids.csv"
    parts = read_splits(splits, lists, (f"{table}.feather", f"{table}.csv"), part)
    found = find_tables([folder, *([] if notes is None else [notes])], TABLES, TITLES)
    benchmark = Benchmark(
        name=f"MIMIC-IV, {version}",
        subset=subset,
        descr=DESCR,
        notes=found["discharge"],
        table=DISCHARGE,
        codes=_read_codes(found, version),
        choose=lambda rows: choose_labels(subset, rows),
        write=write,
        titles=_read_titles(found, version),
    )
    form = {"return_X_y": return_X_y, "as_frame": as_frame, "sparse_output": sparse_output}
    return load_benchmark(benchmark, parts, part, names, **form)


def _read_codes(found, version):
    number, diagnosis, procedure = DOTS[version]
    codes = {}
    add_codes(codes, found["diagnoses_icd"], "icd_code", diagnosis, number)
    add_codes(codes, found["procedures_icd"], "icd_code", procedure, number)
    return codes


def _read_titles(found, version):
    if not set(TITLES) <= set(found):
        return None
    number, diagnosis, procedure = DOTS[version]
    tables = [(found["d_icd_procedures"], procedure), (found["d_icd_diagnoses"], diagnosis)]
    return read_titles(tables, "icd_code", number)
