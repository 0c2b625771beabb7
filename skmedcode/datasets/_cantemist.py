"""Cantemist: Spanish oncology cases with the ICD-O-3 codes of tumour morphology."""

import numpy as np

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._parameters import check_choice, check_code_names
from skmedcode.datasets._release import read_split
from skmedcode.datasets._rows import read_rows
from skmedcode.datasets._texts import decode_notes, is_text

__all__ = ["load_cantemist"]

SUBSETS = {"train": "train-set", "dev1": "dev-set1", "dev2": "dev-set2"}
TRACK = "cantemist-coding"  # beside it the release has the tracks -ner and -norm
TEXTS = f"{TRACK}/txt"

DESCR = """Cantemist, coding track, subset {subsets}

Clinical cases of oncology in Spanish, coded by hand with the tumour morphology of ICD-O-3
(CIE-O-3): histology and behaviour, such as 8140/3; some codes end in "/H".

Source: Miranda-Escalada, Farre, Krallinger (2020), "Named entity recognition, concept
normalization and clinical coding: overview of the Cantemist track", IberLEF 2020. Zenodo,
"Cantemist corpus: gold standard of oncology clinical cases annotated with CIE-O 3 terminology".
Licence: Creative Commons Attribution 4.0 International (CC BY 4.0).
"""


def load_cantemist(
    path,
    *,
    subset="train",
    code_names=None,
    return_X_y=False,
    as_frame=False,
    sparse_output=False,
):
    """Load the coding track of the Cantemist corpus from a copy of its release.

    Parameters
    ----------
    path : str or path-like
        The release as a folder or an archive (.zip, .tar.gz), which is read without unpacking;
        or a folder that holds such an archive.
    subset : {"train", "dev1", "dev2"} or sequence of them, default="train"
        501, 250 and 247 cases. Several are joined in the order given: ``("train", "dev1")``
        gives 751 cases to train on.
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
            The notes, in Spanish, in order of ``ids``.
        target : ndarray of shape (n_notes, n_codes), dtype int32
            1 where the note has the code. A ``scipy.sparse.csr_array`` with
            ``sparse_output=True``.
        target_names : ndarray of shape (n_codes,), dtype object
            The codes as published, such as ``8140/3`` and ``8000/6/H``.
        ids : ndarray of shape (n_notes,), dtype object
            Names of the cases, sorted within each subset.
        n_gold : ndarray of shape (n_notes,), dtype int64
            How many codes each note has in the release, also where ``code_names`` leaves some
            out: the denominator of the track's mean average precision.
        DESCR : str
            What the data are, how to cite them, and their licence.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    FileNotFoundError
        Where the release, the subset, its texts or its table is missing.
    ValueError
        For an unknown or repeated subset, for ``code_names`` that are not a list of codes, and
        for a defect in a file, which the message names, with the row. Messages never hold the
        text of a note.
    ImportError
        With ``as_frame=True`` where pandas is missing.

    See Also
    --------
    load_codiesp : Spanish cases of all specialties, with ICD-10 codes.

    Notes
    -----
    Licence of the data: CC BY 4.0 [1]_. Nothing is downloaded. One case of "dev1" has no code.

    References
    ----------
    .. [1] A. Miranda-Escalada, E. Farre, M. Krallinger (2020). Named entity recognition, concept
       normalization and clinical coding: overview of the Cantemist track. IberLEF 2020.

    Examples
    --------
    Training on two subsets, and the third with the same columns:

    >>> from skmedcode.datasets import load_cantemist
    >>> train = load_cantemist("cantemist.zip", subset=("train", "dev1"))  # doctest: +SKIP
    >>> dev = load_cantemist(
    ...     "cantemist.zip", subset="dev2", code_names=train.target_names
    ... )  # doctest: +SKIP
    """
    subsets = _check_subsets(subset)
    names = check_code_names(code_names)
    notes, codes = {}, {}
    for each in subsets:
        more_notes, more_codes = _read(path, each)
        notes |= more_notes
        codes |= more_codes
    names = sorted(set().union(*codes.values())) if names is None else names
    return make_bunch(
        list(notes.values()),
        indicator(list(codes.values()), names),
        names,
        index=list(notes),
        ids=np.array(list(notes), dtype=object),
        n_gold=np.array([len(own) for own in codes.values()], dtype=np.int64),
        DESCR=DESCR.format(subsets=" + ".join(map(repr, subsets))),
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _check_subsets(subset):
    """Return the subsets as a list."""
    subsets = [subset] if isinstance(subset, str) or subset is None else list(subset)
    for each in subsets:
        check_choice("subset", each, SUBSETS)
    if not subsets or len(set(subsets)) < len(subsets):
        raise ValueError(
            f"subset must be one subset, or several without repetition. Got {subset!r}; "
            "pass for example ('train', 'dev1')."
        )
    return subsets


def _read(path, subset):
    """Return the notes and the codes of one subset, each by case."""
    table = f"{TRACK}/{subset}-coding.tsv"
    files, place = read_split(
        path,
        SUBSETS[subset],
        lambda name: name == table or is_text(name, TEXTS),
        f"{TEXTS}/*.txt",
    )
    notes = decode_notes(files, TEXTS, place)
    codes = {case: set() for case in notes}
    for _, (case, code) in read_rows(files, table, 2, notes, place, header=("file", "code")):
        codes[case].add(code)
    return notes, codes
