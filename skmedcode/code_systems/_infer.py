"""Which code system a list of codes belongs to."""

import warnings

import numpy as np

from skmedcode.code_systems._icd9cm import ICD9CM
from skmedcode.code_systems._icd10cm import ICD10CM
from skmedcode.code_systems._icd10pcs import ICD10PCS

__all__ = ["infer"]

LEAST = 0.5  # share of the codes that a system must know
WARNED = 0.9  # a smaller share is told in a warning
ONE_KIND = 0.98  # a smaller share of codes without dots may mean diagnoses and procedures, mixed
CLOSE = 0.9  # share of the best system's codes that leaves a doubt
DOTS = (
    "{} are of four digits: diagnoses or procedures of ICD-9-CM? Write the dots (401.9, 40.19), or "
    'pass ICD9CM(kind="diagnosis") or ICD9CM(kind="procedure").'
)
ADVICE = "Pass the system itself, such as ICD10CM(), or one of your own, by from_mapping."


def infer(codes):
    """The code system that a list of codes belongs to.

    That which knows most of the codes, or of their stems. Codes of ICD-9-CM without dots are told
    to be of one kind only if the table has nearly all of them; lists of both kinds need dots.
    Where the packages of the extra ``codes`` are missing, the look of the codes decides.

    Parameters
    ----------
    codes : sequence of str

    Returns
    -------
    ICD9CM, ICD10CM or ICD10PCS

    Raises
    ------
    ValueError
        If no system knows half of the codes, if two know them about equally well, or if codes of
        ICD-9-CM may be diagnoses and procedures.

    Warns
    -----
    UserWarning
        If fewer than nine in ten are known, or not all where dots are missing: how many are not,
        and one of them.

    Examples
    --------
    >>> from skmedcode.code_systems import infer
    >>> infer(["I10", "E11.9", "S01.20XA"])
    ICD10CM()
    >>> infer(["401.9", "428.0", "38.93"])
    ICD9CM(kind=None)
    >>> infer(["4019", "25000", "V5861"])
    ICD9CM(kind='diagnosis')
    """
    codes = list(dict.fromkeys(np.asarray(codes, dtype=object).ravel().tolist()))
    if not codes or not any(isinstance(code, str) for code in codes):
        raise ValueError(f"codes must be names of codes, got {len(codes)} that are none. {ADVICE}")
    known = {system: _known(system, codes) for system in (ICD9CM(), ICD10CM(), ICD10PCS())}
    best, second = sorted(known, key=lambda system: -len(known[system]))[:2]
    if len(known[best]) < ONE_KIND * len(codes):
        for kind in ("diagnosis", "procedure"):  # dots may be missing
            own = _known(ICD9CM(kind), codes)
            if len(own) >= ONE_KIND * len(codes):
                known[ICD9CM(kind)] = own
        best, second = sorted(known, key=lambda system: -len(known[system]))[:2]
    _check(best, second, known, codes)
    unknown = [code for code in codes if code not in known[best]]
    for code in unknown:
        _check_dot(best, code)
    least = 1 if getattr(best, "kind", None) else WARNED  # of an unknown code, the kind is in doubt
    if len(known[best]) < least * len(codes):
        warnings.warn(
            f"codes seem to be of {best}, which does not know {len(unknown)} of "
            f"{len(codes)}, such as {unknown[0]!r}. {ADVICE}",
            UserWarning,
            stacklevel=2,
        )
    return best


def _known(system, codes):
    """The codes that a system knows; by their look where its table is missing."""
    shaped = [code for code in codes if _is_shaped(system, code)]
    if len(shaped) < LEAST * len(codes):
        return set()  # no need to load its table
    try:
        return {code for code in shaped if system._knows(code)}
    except ImportError:
        if getattr(system, "kind", None):
            return set()  # whether diagnoses or procedures, the table alone can tell
        return {code for code in shaped if system != ICD10PCS() or len(code) == 7}


def _is_shaped(system, code):
    try:
        return bool(system.normalize(code))
    except (KeyError, ValueError):
        return False


def _check(best, second, known, codes):
    """Refuse what is no system's, or several systems'."""
    none = len(known[best]) < LEAST * len(codes)
    if not none and len(known[second]) < CLOSE * len(known[best]):
        return
    counts = ", ".join(f"{system} {len(own)}" for system, own in known.items())
    wanted = "be of a known system" if none else "tell what system they are of"
    dotless = sum(isinstance(code, str) and len(code) == 4 and code.isdecimal() for code in codes)
    advice = DOTS.format(dotless) if dotless else ADVICE
    raise ValueError(f"codes must {wanted}; of {len(codes)}, these know: {counts}. {advice}")


def _check_dot(system, code):
    """Let the system refuse a code of ICD-9-CM that lacks its dot, with the cure."""
    try:
        system.normalize(code)
    except KeyError:
        return  # not known; counted
