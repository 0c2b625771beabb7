"""Which codes are the columns of a MIMIC benchmark."""

import hashlib
from collections import Counter

from skmedcode.datasets._parameters import check_choice

__all__ = ["CAML_TOP50", "N_TOP", "SUBSETS", "choose_labels", "label_set_hash"]

SUBSETS = ("full", "top50", "clean")
N_TOP = 50
MIN_COUNT = 10  # admissions of a code in the clean benchmarks

# The most frequent codes by the authors of CAML, as their repository lists them. Counting in
# MIMIC-III v1.4 gives a slightly different set (Edin et al., SIGIR 2023).
_TOP50 = """
    401.9 38.93 428.0 427.31 414.01 96.04 96.6 584.9 250.00 96.71 272.4 518.81 99.04 39.61 599.0
    530.81 96.72 272.0 285.9 88.56 244.9 486 38.91 285.1 36.15 276.2 496 99.15 995.92 V58.61 507.0
    038.9 88.72 585.9 403.90 311 305.1 37.22 412 33.24 39.95 287.5 410.71 276.1 V45.81 424.0 45.13
    V15.82 511.9 37.23
"""
CAML_TOP50 = tuple(_TOP50.split())


def choose_labels(subset, rows_of_codes):
    """The codes of a benchmark.

    Parameters
    ----------
    subset : {"full", "top50", "clean"}
    rows_of_codes : iterable of set of str
        Of every admission with a summary, whatever part it is in.

    Returns
    -------
    list of str
        Sorted: all codes, the 50 most frequent, or those of at least ten admissions. Of codes that
        are equally frequent the first in the alphabet count.
    """
    check_choice("subset", subset, SUBSETS)
    counts = Counter(code for codes in rows_of_codes for code in codes)
    if subset == "top50":
        return sorted(sorted(counts, key=lambda code: (-counts[code], code))[:N_TOP])
    least = MIN_COUNT if subset == "clean" else 1
    return sorted(code for code, count in counts.items() if count >= least)


def label_set_hash(target_names):
    """A fingerprint of a set of codes, in any order.

    Returns
    -------
    str
        64 characters, SHA-256.
    """
    return hashlib.sha256("\n".join(sorted(target_names)).encode()).hexdigest()
