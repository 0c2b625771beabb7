"""Synthetic discharge summaries with codes, for examples and tests."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_random_state, check_scalar

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._case_mix import draw_cases
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES
from skmedcode.datasets._note_plan import plan_note
from skmedcode.datasets._note_writer import write_note

__all__ = ["make_clinical_notes"]

DESCR = """Synthetic clinical notes

Notes in the manner of English discharge summaries, written by a program from a table of
ICD-10-CM codes and the phrases that doctors use for them. No patient stands behind them, and no
conclusion about coding quality on real notes should be drawn from them. The drugs and treatments
of a note fit its codes; the evidence marks only the words that name a code.

Code titles: ICD-10-CM, CDC/NCHS, a work of the US government in the public domain.
"""


def make_clinical_notes(
    n_samples=200,
    n_codes=10,
    random_state=None,
    *,
    n_labels=3,
    length=120,
    negation=3.0,
    family_history=1.0,
    misspelling=0.01,
    return_X_y=False,
    as_frame=False,
    sparse_output=False,
):
    """Generate synthetic discharge summaries labelled with ICD-10-CM codes.

    Patients are drawn from latent case mixes (cardiac and metabolic, respiratory and infectious,
    ...), so that codes come together as they do in a hospital; code frequencies are Zipfian;
    about a quarter of the patients have two or three notes. Notes name their codes in several
    ways and abbreviations, deny some that the patient does not have, and tell of others in
    relatives. The codes and their frequencies depend on ``n_codes`` alone: two calls with
    different seeds draw from the same distribution.

    Parameters
    ----------
    n_samples : int, default=200
        Number of notes.
    n_codes : int, default=10
        Number of codes, the commonest of a built-in table.
    random_state : int, RandomState instance or None, default=None
        An int gives the same notes in every call and on every platform.
    n_labels : float, default=3
        About how many codes a note has on average, 1 to 50. Siblings such as the stages of
        kidney disease exclude each other, so few codes or a large ``n_labels`` give fewer. A
        share of ``max(0.05, 0.5 / n_codes)`` of the notes has none.
    length : int, default=120
        About how many words a note has. Each note has at least the words that name its codes.
    negation : float, default=3.0
        Mean number of mentions per note that are denied or ruled out, at most 20.
    family_history : float, default=1.0
        Mean number of mentions per note of what a relative has, at most 20.
    misspelling : float, default=0.01
        Share of words of six or more letters that are misspelt, 0 to 1.
    return_X_y : bool, default=False
        Return ``(data, target)`` instead of a Bunch.
    as_frame : bool, default=False
        Return ``data`` as a pandas Series and ``target`` as a DataFrame.
    sparse_output : bool, default=False
        Return ``target`` in sparse form.

    Returns
    -------
    data : sklearn.utils.Bunch
        With the attributes

        data : ndarray of shape (n_samples,), dtype object
            The notes. Notes of one patient follow each other.
        target : ndarray of shape (n_samples, n_codes), dtype int32
            1 where the note has the code. A ``scipy.sparse.csr_array`` with
            ``sparse_output=True``.
        target_names : ndarray of shape (n_codes,), dtype object
            The codes, sorted.
        code_descriptions : dict
            Code -> ICD-10-CM title.
        code_synonyms : dict
            Code -> list of the phrases used for it, the commonest first.
        evidence : list of list of tuple, length n_samples
            Per note ``(code, start, end, status)`` in order of start, where
            ``note[start:end]`` is a mention and ``status`` is "present", "negated" (the note
            denies it) or "family" (a relative has it). A note has a code exactly if one of its
            mentions is "present".
        groups : ndarray of shape (n_samples,), dtype int64
            Patient of each note, for splits that keep a patient on one side.
        DESCR : str
            What the data are, and their licence.

    (data, target) : tuple
        With ``return_X_y=True``.

    Raises
    ------
    ValueError, TypeError
        For a parameter out of its range or of the wrong type.
    ImportError
        With ``as_frame=True`` where pandas is missing.

    Notes
    -----
    From ``n_samples >= 10 * n_codes`` on, every code has at least three notes. The titles are
    those of ICD-10-CM (CDC/NCHS, public domain).

    Examples
    --------
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=100, n_codes=5, random_state=0)
    >>> notes.target.shape
    (100, 5)
    >>> notes.target_names
    array(['E11.9', 'E78.5', 'I10', 'I48.91', 'I50.9'], dtype=object)
    >>> notes.code_descriptions["I48.91"]
    'Unspecified atrial fibrillation'
    >>> code, start, end, status = notes.evidence[0][0]
    >>> notes.data[0][start:end] in notes.code_synonyms[code]
    True
    """
    _check(n_samples, n_labels, length, negation, family_history, misspelling)
    entries, draw = _head(n_codes), Draw(check_random_state(random_state))
    cases = draw_cases(n_samples, entries, n_labels, max(0.05, 0.5 / n_codes), draw)
    plans = (plan_note(case, entries, length, negation, family_history, draw) for case in cases)
    written = [
        write_note(case, plan, misspelling, draw) for case, plan in zip(cases, plans, strict=True)
    ]
    names = sorted(entry.code for entry in entries)
    return make_bunch(
        [text for text, _ in written],
        indicator([[entry.code for entry in case.entries] for case in cases], names),
        names,
        code_descriptions={entry.code: entry.title for entry in sorted(entries)},
        code_synonyms={entry.code: list(entry.phrases) for entry in sorted(entries)},
        evidence=[spans for _, spans in written],
        groups=_groups(cases),
        DESCR=DESCR,
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _check(n_samples, n_labels, length, negation, family_history, misspelling):
    check_scalar(n_samples, "n_samples", Integral, min_val=1)
    check_scalar(n_labels, "n_labels", Real, min_val=1, max_val=50)
    check_scalar(length, "length", Integral, min_val=1)
    check_scalar(negation, "negation", Real, min_val=0, max_val=20)
    check_scalar(family_history, "family_history", Real, min_val=0, max_val=20)
    check_scalar(misspelling, "misspelling", Real, min_val=0, max_val=1)


def _head(n_codes):
    check_scalar(n_codes, "n_codes", Integral, min_val=1)
    if n_codes > len(ENTRIES):
        raise ValueError(
            f"n_codes must be at most {len(ENTRIES)}, the size of the built-in table of codes. "
            f"Got {n_codes}."
        )
    return ENTRIES[:n_codes]


def _groups(cases):
    return np.array([case.patient for case in cases], dtype=np.int64)
