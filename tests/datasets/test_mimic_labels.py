"""Columns of the benchmarks, against counting by hand."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.datasets._mimic_labels import CAML_TOP50, choose_labels, label_set_hash

ROWS = st.lists(st.sets(st.integers(0, 90).map(str), max_size=30), max_size=30)


@given(ROWS, st.randoms())
def test_subsets(rows, random):
    counts = Counter(code for row in rows for code in row)
    assert choose_labels("full", rows) == sorted(counts)
    assert choose_labels("clean", rows) == sorted(c for c in counts if counts[c] >= 10)
    top = choose_labels("top50", rows)
    assert len(top) == min(50, len(counts)) and top == sorted(top)
    assert all(counts[a] >= counts[b] for a in top for b in set(counts) - set(top))
    random.shuffle(rows)
    assert choose_labels("top50", rows) == top


def test_hash():
    assert label_set_hash(["b", "a"]) == label_set_hash(("a", "b")) != label_set_hash(["ab"])


def test_caml_top50():
    assert len(set(CAML_TOP50)) == 50 and {"037.23", "93.90"}.isdisjoint(CAML_TOP50)
    assert "37.23" in CAML_TOP50


@pytest.mark.shared_data
def test_caml_top50_are_codes(shared_data):
    import gzip

    with gzip.open(shared_data / "icd9-descriptions" / "ICD9_descriptions.tsv.gz", "rt") as file:
        known = {line.split("\t")[0] for line in file}
    assert known.issuperset(CAML_TOP50)
