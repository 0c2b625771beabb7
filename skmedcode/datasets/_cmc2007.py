"""Radiology reports of the 2007 challenge of the Computational Medicine Center."""

from pathlib import Path

import numpy as np

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._parameters import check_code_names
from skmedcode.datasets._xml import read_xml

__all__ = ["load_cmc2007"]

MAJORITY = "CMC_MAJORITY"
AS_RELEASED = "Take the challenge's file as released, such as 2007ChallengeTrainData.xml."

DESCR = """Radiology reports of the 2007 Computational Medicine Center challenge, {name}

{n_notes} reports: clinical history and impression, coded with ICD-9-CM by the majority of three
coders. Published: 978 reports to train on, 976 to test on, 45 codes.

Source: Pestian et al. (2007), "A shared task involving multi-label classification of clinical free
text", BioNLP 2007. Cincinnati Children's Hospital Medical Center; de-identified.
"""


def load_cmc2007(path, *, code_names=None, return_X_y=False, as_frame=False, sparse_output=False):
    """Load the radiology reports of the 2007 challenge of the Computational Medicine Center.

    You need your own copy; nothing is downloaded.

    Parameters
    ----------
    path : str or path-like
        A file of the challenge, such as ``2007ChallengeTrainData.xml``.
    code_names : sequence of str, default=None
        The codes to use as columns, in this order, such as those of the training file. None takes
        all majority codes of the file, sorted.
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
            The reports in the order of the file: clinical history and impression, a line each.
        target : ndarray of shape (n_notes, n_codes), dtype int32
            1 where the majority gave the code. A ``scipy.sparse.csr_array`` with
            ``sparse_output=True``; None for a file without codes.
        target_names : ndarray of shape (n_codes,), dtype object
            The codes as published, with their dot.
        ids : ndarray of shape (n_notes,), dtype object
            Names of the reports.
        n_gold : ndarray of shape (n_notes,), dtype int64, or None
            How many majority codes each report has.
        DESCR : str
            What the data are, and how to cite them.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        For a file that is no XML of the challenge, with line and column, for one that declares
        entities, and for ``code_names`` that are no list of codes. Messages never hold the text of
        a report.
    ImportError
        With ``as_frame=True`` where pandas is missing.

    See Also
    --------
    load_mimic3 : Discharge summaries with ICD-9-CM codes.

    References
    ----------
    J. Pestian et al., "A shared task involving multi-label classification of clinical free text",
    BioNLP 2007.

    Examples
    --------
    >>> from skmedcode.datasets import load_cmc2007
    >>> train = load_cmc2007("2007ChallengeTrainData.xml")  # doctest: +SKIP
    >>> test = load_cmc2007(
    ...     "2007ChallengeTestData.xml", code_names=train.target_names
    ... )  # doctest: +SKIP
    """
    names = check_code_names(code_names)
    path = Path(path).expanduser()
    if not path.is_file():
        raise FileNotFoundError(
            f"path must be a file of the challenge, got {path}: there is none. {AS_RELEASED}"
        )
    ids, notes, codes = _read(path)
    known = any(codes)
    if names is None:
        names = sorted(set().union(*codes))
    return make_bunch(
        notes,
        indicator(codes, names) if known else None,
        names,
        index=ids,
        ids=np.array(ids, dtype=object),
        n_gold=np.array([len(own) for own in codes], dtype=np.int64) if known else None,
        DESCR=DESCR.format(name=path.name, n_notes=len(notes)),
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _read(path):
    """Names, texts and codes of the reports."""
    ids, notes, codes = {}, [], []
    for report in read_xml(path, AS_RELEASED).all("doc"):
        name = report.attributes.get("id", "").strip()
        if not name or name in ids:
            what = "repeats the id of an earlier one" if name else "has no id"
            raise _defect(path, report, what)
        texts = [text for texts in report.all("texts") for text in texts.all("text")]
        if not texts:
            raise _defect(path, report, "has no texts/text")
        ids[name] = None
        notes.append("\n".join(text.text.strip() for text in texts))
        codes.append(_codes(path, report))
    if not notes:
        raise ValueError(f"{path} must have elements docs/doc, and has none. {AS_RELEASED}")
    return list(ids), notes, codes


def _codes(path, report):
    """The codes of the majority; those of the single coders are left out."""
    given = [code for codes in report.all("codes") for code in codes.all("code")]
    found = {code.text.strip() for code in given if code.attributes.get("origin") == MAJORITY}
    if "" in found:
        raise _defect(path, report, "has an empty codes/code")
    return found


def _defect(path, report, what):
    return ValueError(f"{path}, line {report.line}: the report {what}. {AS_RELEASED}")
