"""Synthetic discharge summaries with codes, for examples and tests."""

from functools import partial
from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_scalar

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._case_mix import draw_cases
from skmedcode.datasets._choice_of_codes import head
from skmedcode.datasets._framed_plan import plan_framed_note
from skmedcode.datasets._note_plan import plan_note
from skmedcode.datasets._note_writer import write_note
from skmedcode.datasets._part import check_subset, draw_for, given_codes
from skmedcode.datasets._synonyms import heldout_phrases, phrase_weights

__all__ = ["make_clinical_notes"]

DESCR = """Synthetic clinical notes

Notes in the manner of English discharge summaries, written by a program from a table of
ICD-10-CM codes and the phrases that doctors use for them. No patient stands behind them, and no
conclusion about coding quality on real notes should be drawn from them. In plain notes drugs and
treatments fit the codes; the evidence marks only the words that name a code.

Code titles: ICD-10-CM, CDC/NCHS, a work of the US government in the public domain.
"""

# Parameter -> type, least and greatest value.
BOUNDS = {
    "n_samples": (Integral, 1, None),
    "n_labels": (Real, 1, 50),
    "length": (Integral, 1, None),
    "negation": (Real, 0, 20),
    "family_history": (Real, 0, 20),
    "siblings": (Real, 0, 20),
    "max_gap": (Integral, 0, 20),
    "synonym_exponent": (Real, 0, 10),
    "heldout_synonyms": (Real, 0, 1),
    "misspelling": (Real, 0, 1),
    "label_noise": (Real, 0, 1),
}


def make_clinical_notes(
    n_samples=200,
    n_codes=10,
    random_state=None,
    *,
    n_labels=3,
    length=120,
    negation=3.0,
    family_history=1.0,
    siblings=0.0,
    max_gap=0,
    synonym_exponent=1.0,
    heldout_synonyms=0.0,
    misspelling=0.01,
    label_noise=0.0,
    subset="all",
    return_X_y=False,
    as_frame=False,
    sparse_output=False,
):
    """Generate synthetic discharge summaries labelled with ICD-10-CM codes.

    Patients are drawn from latent case mixes (cardiac and metabolic, respiratory and infectious,
    ...), so that codes come together as they do in a hospital; code frequencies are Zipfian;
    about a quarter of the patients have two or three notes. Notes name their codes in several
    ways and abbreviations, deny some that the patient does not have, and tell of others in
    relatives. The seed changes neither the codes nor their frequencies: two calls with different
    seeds draw from the same distribution.

    The defaults give easy notes. `HARD_NOTES` has the parameters for notes in which finding a
    word is of little use, those of ``benchmarks/bench_synthetic.py``; pass it as
    ``**HARD_NOTES``.

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
    siblings : float, default=0.0
        Mean number of further mentions per note that are denied or ruled out, of codes whose
        sibling the note has: another stage, the other side, "with" for "without"; at most 20.
        Above 0 the codes are the commonest families of siblings, 93 codes at most.
    max_gap : int, default=0
        Up to so many words, at most 20, are put between a mention and the words that say whether
        the patient has it, besides those of the sentence and of mentions in the same list. With 0
        the notes have plain sentences, treatments and drugs that suit their codes. Above 0 each
        mentioned code is mentioned once, before or after its cue or in a list under one, and in
        the same sentences whether the patient has it or not; half of the cues stand next to their
        mention, and a quarter of the mentions (of relatives, six in ten) have no cue but the
        heading of their section.
    synonym_exponent : float, default=1.0
        How steeply the use of a code's phrases falls: the phrase of rank ``r`` has the weight
        ``r ** -synonym_exponent``. At most 10.
    heldout_synonyms : float, default=0.0
        Share of each code's phrases, its rarest, that no mention in ``subset="train"`` is, 0 to 1;
        a longer phrase of the code may contain one ("CVA" in "acute CVA"). The first phrase is
        never held out.
    misspelling : float, default=0.01
        Share of words of six or more letters that are misspelt, 0 to 1.
    label_noise : float, default=0.0
        Share of true codes that are missing in ``target`` with ``subset="train"``, 0 to 1;
        ``evidence`` has them.
    subset : {"all", "train", "test"}, default="all"
        What the notes are for. "train" leaves out the held-out phrases and codes by
        ``label_noise``; "test" has all phrases and clean labels, and other patients than "train"
        with the same ``random_state``; "all" makes no difference between notes, and needs both
        shares to be 0.
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
            denies it), "family" (a relative has it), "sibling" (the note denies it and has a
            sibling of it) or, with ``max_gap``, "ruled out". A note has a code exactly if one of
            its mentions is "present".
        evidence_ranks : list of list of int, length n_samples
            For each mention in ``evidence``, which of the code's synonyms it is: 0 is the first
            and commonest of ``code_synonyms[code]``.
        heldout_synonyms : dict
            Code -> list of its phrases that training notes do not have.
        groups : ndarray of shape (n_samples,), dtype int64
            Patient of each note, numbered from 0, for splits that keep a patient on one side.
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
    From ``n_samples >= 10 * n_codes`` on, and without ``label_noise``, every code has at least
    three notes. The titles are those of ICD-10-CM (CDC/NCHS, public domain).

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

    Hard notes, in two parts:

    >>> from skmedcode.datasets import HARD_NOTES
    >>> train, test = (
    ...     make_clinical_notes(n, 20, subset=subset, random_state=0, **HARD_NOTES)
    ...     for n, subset in [(80, "train"), (20, "test")]
    ... )
    >>> train.heldout_synonyms["I10"]
    ['primary HTN']
    >>> any("primary HTN" in note for note in train.data)
    False
    """
    means = {"negation": negation, "family_history": family_history, "siblings": siblings}
    _check(n_samples=n_samples, n_labels=n_labels, length=length, max_gap=max_gap, **means)
    _check(synonym_exponent=synonym_exponent, heldout_synonyms=heldout_synonyms)
    _check(misspelling=misspelling, label_noise=label_noise)
    check_subset(subset, heldout_synonyms, label_noise)
    entries, draw = head(n_codes, in_families=siblings > 0), draw_for(random_state, subset)
    cases = draw_cases(n_samples, entries, n_labels, max(0.05, 0.5 / n_codes), draw)
    is_train, exponent = subset == "train", float(synonym_exponent)
    heldout = {entry.code: heldout_phrases(entry, heldout_synonyms) for entry in sorted(entries)}
    weights = {
        entry.code: phrase_weights(entry, exponent, heldout[entry.code] if is_train else ())
        for entry in entries
    }
    plan = partial(plan_framed_note, max_gap=max_gap) if max_gap else plan_note
    written = []
    for case in cases:
        sections = plan(case, entries, draw, length=length, **means)
        written.append(write_note(case, sections, weights, misspelling, draw))
    names = sorted(entry.code for entry in entries)
    return make_bunch(
        [text for text, _, _ in written],
        indicator(given_codes(cases, label_noise if is_train else 0, draw), names),
        names,
        **_details(cases, entries, written, heldout),
        return_X_y=return_X_y,
        as_frame=as_frame,
        sparse_output=sparse_output,
    )


def _check(**values):
    for name, value in values.items():
        kind, low, high = BOUNDS[name]
        check_scalar(value, name, kind, min_val=low, max_val=high)
        if value != value:
            raise ValueError(f"{name} must be a number from {low} on, got NaN.")


def _details(cases, entries, written, heldout):
    """What the Bunch has beside notes, target and names."""
    entries = sorted(entries)
    return {
        "code_descriptions": {entry.code: entry.title for entry in entries},
        "code_synonyms": {entry.code: list(entry.phrases) for entry in entries},
        "heldout_synonyms": {code: list(phrases) for code, phrases in heldout.items()},
        "evidence": [spans for _, spans, _ in written],
        "evidence_ranks": [ranks for _, _, ranks in written],
        "groups": np.array([case.patient for case in cases], dtype=np.int64),
        "DESCR": DESCR,
    }
