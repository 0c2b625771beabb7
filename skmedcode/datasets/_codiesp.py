"""CodiEsp: Spanish clinical cases with ICD-10 codes and the words that support them."""

import numpy as np

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._codiesp_tables import read_evidence, read_labels
from skmedcode.datasets._parameters import check_choice, check_code_names
from skmedcode.datasets._release import read_split
from skmedcode.datasets._texts import decode_notes, is_text

__all__ = ["load_codiesp"]

TEXTS = {"es": "text_files", "en": "text_files_en"}
TASKS = {"D": ("D",), "P": ("P",), "X": ("D", "P")}
SUBSETS = ("train", "dev", "test", "background")

DESCR = """CodiEsp (version 4), subset {subset!r}, language {language!r}, task {task!r}

Clinical cases from Spanish journals, coded by hand with ICD-10 (CIE-10: diagnoses as in
ICD-10-CM, procedures as in ICD-10-PCS), and their machine translation into English.

Source: Miranda-Escalada, Gonzalez-Agirre, Armengol-Estape, Krallinger (2020), "Overview of
automatic clinical coding: annotations, guidelines, and solutions for non-English clinical cases
at CodiEsp track of CLEF eHealth 2020", CLEF 2020 Working Notes. Zenodo, "CodiEsp corpus: gold
standard Spanish clinical cases coded in ICD10 (CIE10)".
Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).
"""


def load_codiesp(
    path,
    subset="train",
    language="en",
    task="D",
    *,
    code_names=None,
    return_X_y=False,
    as_frame=False,
    sparse_output=False,
):
    """Load the CodiEsp corpus from a copy of its release.

    Parameters
    ----------
    path : str or path-like
        The release (version 4) as a folder or an archive (.zip, .tar.gz), which is read without
        unpacking; or a folder that holds archives of the single subsets.
    subset : {"train", "dev", "test", "background"}, default="train"
        500, 250, 250 and 2,751 cases. The background has no codes.
    language : {"en", "es"}, default="en"
        The Spanish original, or its machine translation into English.
    task : {"D", "P", "X"}, default="D"
        Codes of diagnoses, of procedures, or both.
    code_names : sequence of str, default=None
        The codes to use as columns, in this order, such as those of the training set. None takes
        all codes of the subset, sorted.
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.
    as_frame : bool, default=False
        Return ``data`` as a pandas Series and ``target`` as a DataFrame, indexed by ``ids``.
    sparse_output : bool, default=False
        Return ``target`` in sparse form.

    Returns
    -------
    data : sklearn.utils.Bunch
        With the attributes

        data : ndarray of shape (n_notes,), dtype object
            The notes, in order of ``ids``.
        target : ndarray of shape (n_notes, n_codes), dtype int32
            1 where the note has the code. A ``scipy.sparse.csr_array`` with
            ``sparse_output=True``; None for the background.
        target_names : ndarray of shape (n_codes,), dtype object
            The codes as published, in lower case.
        ids : ndarray of shape (n_notes,), dtype object
            Names of the cases, sorted.
        n_gold : ndarray of shape (n_notes,), dtype int64
            How many codes of the task each note has in the release, also where ``code_names``
            leaves some out: the denominator of the task's mean average precision. None for the
            background.
        evidence : list of list of tuple, length n_notes
            Per note ``(code, start, end, text)`` in order of start, for the codes in
            ``target_names``, with ``text == note[start:end]``. A mention in several parts gives
            a tuple for each. None for English, since the release has spans of the Spanish text
            only, and for the background.
        DESCR : str
            What the data are, how to cite them, and their licence.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError
        Where the release, the subset, its texts or a table is missing.
    ValueError
        For an unknown subset, language or task, for ``code_names`` that are not a list of
        lower-case codes, and for a defect in a file, which the message names, with the row.
        Messages never hold the text of a note.
    ImportError
        With ``as_frame=True`` where pandas is missing.

    Notes
    -----
    Licence of the data: CC BY 4.0 [1]_. Nothing is downloaded. Parts of a mention that are empty
    in the release (four rows) are left out.

    References
    ----------
    .. [1] A. Miranda-Escalada, A. Gonzalez-Agirre, J. Armengol-Estape, M. Krallinger (2020).
       Overview of automatic clinical coding: annotations, guidelines, and solutions for
       non-English clinical cases at CodiEsp track of CLEF eHealth 2020. CLEF 2020 Working Notes.

    Examples
    --------
    Codes with ten notes or more, and the development set with the same columns:

    >>> from skmedcode.datasets import load_codiesp
    >>> train = load_codiesp("codiesp.zip", subset="train")  # doctest: +SKIP
    >>> frequent = train.target.sum(axis=0) >= 10  # doctest: +SKIP
    >>> X, Y = train.data, train.target[:, frequent]  # doctest: +SKIP
    >>> dev = load_codiesp(
    ...     "codiesp.zip", subset="dev", code_names=train.target_names[frequent]
    ... )  # doctest: +SKIP
    """
    names = _check(subset, language, task, code_names)
    folder = TEXTS[language]
    files, place = read_split(path, subset, _is_needed(subset, folder), f"{folder}/*.txt")
    cure = "Choose the other language, or complete the release."
    notes = decode_notes(files, folder, place, cure)
    codes = evidence = None
    if subset != "background":
        codes = read_labels(files, subset, TASKS[task], notes, place)
        names = sorted(set().union(*codes.values())) if names is None else names
        if language == "es":
            evidence = read_evidence(files, subset, TASKS[task], notes, set(names), place)
    return make_bunch(
        list(notes.values()),
        codes and indicator(list(codes.values()), names),
        names or [],
        index=list(notes),
        ids=np.array(list(notes), dtype=object),
        n_gold=codes and np.array([len(own) for own in codes.values()], dtype=np.int64),
        evidence=evidence,
        DESCR=DESCR.format(subset=subset, language=language, task=task),
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _check(subset, language, task, code_names):
    """Check the parameters, and return the code names as a list, or None."""
    check_choice("subset", subset, SUBSETS)
    check_choice("language", language, TEXTS)
    check_choice("task", task, TASKS)
    names = check_code_names(code_names)
    upper = [name for name in names or () if name != name.lower()]
    if upper:
        raise ValueError(
            f"code_names must be lower case, as CodiEsp publishes its codes. Got {upper[0]!r}; "
            "pass for example the target_names of the training set."
        )
    return names


def _is_needed(subset, folder):
    tables = {f"{subset}{letter}.tsv" for letter in "DPX"}
    return lambda name: name in tables or is_text(name, folder)
