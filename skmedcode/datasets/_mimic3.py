"""MIMIC-III: the benchmarks of the literature, from the user's own copy of the tables."""

from skmedcode.code_systems._dots import icd9_diagnosis, icd9_procedure
from skmedcode.datasets._caml_codes import caml_procedure
from skmedcode.datasets._mimic_bunch import Benchmark, load_benchmark
from skmedcode.datasets._mimic_codes import add_codes, read_titles
from skmedcode.datasets._mimic_labels import CAML_TOP50, SUBSETS, choose_labels
from skmedcode.datasets._mimic_notes import NOTEEVENTS
from skmedcode.datasets._mimic_splits import read_splits
from skmedcode.datasets._mimic_tables import find_tables
from skmedcode.datasets._mimic_words import caml_words, clean_words, writer_of
from skmedcode.datasets._parameters import check_choice, check_code_names

__all__ = ["load_mimic3"]

TABLES = ("NOTEEVENTS", "DIAGNOSES_ICD", "PROCEDURES_ICD")
TITLES = ("D_ICD_DIAGNOSES", "D_ICD_PROCEDURES")
LISTS = {"full": "full", "top50": "50", "clean": "clean"}

DESCR = """
Published, train / dev / test: full 47,723 / 1,631 / 3,372 with 8,921 or 8,922 codes (CAML), of
which 47,719 train admissions have a code (Edin et al.); top50 8,066 / 1,573 / 1,729; clean 38,401
/ 5,577 / 8,734.

Discharge summaries of the MIMIC-III database (Beth Israel Deaconess Medical Center, intensive
care), each joined with its addenda, and the ICD-9-CM codes of the admission, diagnoses and
procedures.

Source: Johnson et al. (2016), "MIMIC-III, a freely accessible critical care database", Scientific
Data 3. Benchmarks: Mullenbach et al. (NAACL 2018); Edin et al. (SIGIR 2023).
Licence: PhysioNet Credentialed Health Data License. The data, and models fitted on them, stay
under your agreement with PhysioNet.
"""


def load_mimic3(
    folder,
    subset="full",
    splits=None,
    part=None,
    *,
    compat=None,
    text="words",
    code_names=None,
    return_X_y=False,
    as_frame=False,
    sparse_output=None,
):
    """Load MIMIC-III as the literature of medical coding builds it.

    You need your own copy of the release, with its licence; nothing is downloaded.

    Parameters
    ----------
    folder : str or path-like
        Where NOTEEVENTS, DIAGNOSES_ICD and PROCEDURES_ICD of MIMIC-III v1.4 are, as .csv or
        .csv.gz, in the folder or up to three folders down.
    subset : {"full", "top50", "clean"}, default="full"
        All codes; the 50 most frequent, with the admissions that have one of them; or the codes of
        at least ten admissions, with the admissions that keep one.
    splits : str, path-like or mapping, default=None
        Who is in which part. A folder with CAML's lists (``train_full_hadm_ids.csv``,
        ``dev_50_hadm_ids.csv``, ...) or the tables of Edin et al.
        (``mimiciii_clean_splits.feather``); one table with the columns ``_id`` and ``split``; or a
        mapping from "train", "dev" and "test" to HADM_IDs. None takes all admissions.
    part : {"train", "dev", "test"}, default=None
        The notes to return; the columns are the same for each. None returns those of all lists.
    compat : {None, "caml"}, default=None
        "caml" repeats what the published data of CAML owe to slips, for figures that compare with
        the papers that use them; see Notes.
    text : {"words", "note"}, default="words"
        What to make of a note: its words in lower case without bare numbers, as published, or
        nothing. A coder reads the same words in both, but for what "clean" makes of underscores
        and of letters beyond a to z.
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
        With the attributes

        data : ndarray of shape (n_notes,), dtype object
            One note an admission, its summary and addenda joined, in order of patient and
            admission.
        target : scipy.sparse.csr_array or ndarray of shape (n_notes, n_codes), dtype int32
            1 where the admission has the code.
        target_names : ndarray of shape (n_codes,), dtype object
            ICD-9-CM codes with their dot, which tells a procedure (38.93) from a diagnosis (389.3).
        ids, groups : ndarray of shape (n_notes,), dtype int64
            HADM_ID and SUBJECT_ID.
        n_gold : ndarray of shape (n_notes,), dtype int64
            How many codes each admission has, also where the columns leave some out.
        code_descriptions : dict of str to str, or None
            Titles of the codes, if D_ICD_DIAGNOSES and D_ICD_PROCEDURES are in the folder.
        split_hash, label_set_hash : str
            Fingerprints of who is in which part and of the set of codes: two data sets with the
            same ones are the same.
        part_sizes : dict of str to int
            Admissions of each part, that of "all" without ``splits``.
        DESCR : str
            What the data are, beside the published sizes.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError
        Where the folder, a table or a list is missing; the message names what is looked for.
    ValueError
        For an unknown subset, part or compat, an admission in two parts, and a defect in a file,
        which the message names, with row and column. Messages never hold the text of a note.
    ImportError
        Where a .feather file or ``as_frame=True`` lacks its package.

    Warns
    -----
    UserWarning
        If the lists name admissions without a discharge summary: then the table is not whole.

    See Also
    --------
    load_mimic4 : The same of MIMIC-IV.
    load_table : Tables of your own.

    Notes
    -----
    Codes are read as text, taken once an admission, and get their dots back. Admissions without a
    code, and rows of notes without HADM_ID, are left out. Codes are chosen among all admissions
    with a discharge summary, whatever part they are in; equally frequent ones in the order of the
    alphabet. Tables are read row by row; only the notes that are returned are in memory.

    ``compat="caml"``, for "full" and "top50":

    - procedures are read as numbers, which loses zeros: 00.66 becomes "66.", 01.17 falls together
      with 11.7;
    - a procedure of two digits keeps a bare dot, "40.";
    - the 50 codes are CAML's list, which has 37.23 where counting in v1.4 gives 93.90;
    - "full" keeps admissions that have rows in the tables of codes, but no code.

    The authors' tables also went through pandas' guessing of types block by block, which may have
    split codes such as 93.90 into that and 93.9; this is not repeated.

    References
    ----------
    J. Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text", NAACL 2018.

    J. Edin et al., "Automated Medical Coding on MIMIC-III and MIMIC-IV: A Critical Review and
    Replicability Study", SIGIR 2023.

    Examples
    --------
    >>> from skmedcode.datasets import load_mimic3
    >>> train = load_mimic3("mimic-iii", "top50", "caml", "train")  # doctest: +SKIP
    >>> test = load_mimic3("mimic-iii", "top50", "caml", "test")  # doctest: +SKIP
    >>> train.label_set_hash == test.label_set_hash  # doctest: +SKIP
    True
    """
    check_choice("subset", subset, SUBSETS)
    _check_compat(compat, subset)
    names = check_code_names(code_names)
    write = writer_of(text, clean_words if subset == "clean" else caml_words)
    parts = _read_splits(splits, LISTS[subset], part)
    found, caml = find_tables([folder], TABLES, TITLES), compat == "caml"
    benchmark = Benchmark(
        name="MIMIC-III" + (" as CAML's" if caml else ""),
        subset=subset,
        descr=DESCR,
        notes=found["NOTEEVENTS"],
        table=NOTEEVENTS,
        codes=_read_codes(found, caml),
        choose=lambda rows: _choose(subset, rows, caml),
        write=write,
        titles=_read_titles(found, caml),
        keep_uncoded=caml and subset == "full",
    )
    form = {"return_X_y": return_X_y, "as_frame": as_frame, "sparse_output": sparse_output}
    return load_benchmark(benchmark, parts, part, names, **form)


def _check_compat(compat, subset):
    if compat is None:
        return
    check_choice("compat", compat, ["caml"])
    if subset == "clean":
        raise ValueError(
            "compat must be None with subset='clean', got 'caml': the authors of CAML have no such "
            "subset. Take 'full' or 'top50'."
        )


def _read_splits(splits, label, part):
    tables = (f"mimiciii_{label}_splits.feather", f"mimiciii_{label}_splits.csv")
    return read_splits(splits, f"{{part}}_{label}_hadm_ids.csv", tables, part)


def _choose(subset, rows, caml):
    """The columns; CAML's 50 whatever the tables hold."""
    if subset == "top50" and caml:
        return sorted(CAML_TOP50)
    return choose_labels(subset, rows)


def _read_codes(found, caml):
    codes = {}
    add_codes(codes, found["DIAGNOSES_ICD"], "ICD9_CODE", icd9_diagnosis)
    procedure = caml_procedure if caml else icd9_procedure
    add_codes(codes, found["PROCEDURES_ICD"], "ICD9_CODE", procedure)
    return codes


def _read_titles(found, caml):
    if not set(TITLES) <= set(found):
        return None
    procedure = caml_procedure if caml else icd9_procedure
    tables = [(found["D_ICD_PROCEDURES"], procedure), (found["D_ICD_DIAGNOSES"], icd9_diagnosis)]
    return read_titles(tables, "ICD9_CODE")
