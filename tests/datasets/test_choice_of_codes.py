from collections import Counter

import pytest

from skmedcode.datasets._choice_of_codes import head
from skmedcode.datasets._lexicon import ENTRIES

N_SIBLINGS = sum(count for count in Counter(e.family for e in ENTRIES).values() if count > 1)


def test_the_commonest():
    assert head(7) == ENTRIES[:7]
    assert head(len(ENTRIES)) == ENTRIES


def test_enough_siblings_for_a_benchmark():
    assert N_SIBLINGS >= 90


@pytest.mark.parametrize("n_codes", [2, 10, 50, N_SIBLINGS])
def test_families_are_whole_but_for_the_last(n_codes):
    chosen = head(n_codes, in_families=True)
    assert len(chosen) == n_codes and list(chosen) == [e for e in ENTRIES if e in chosen]
    sizes = Counter(entry.family for entry in ENTRIES)
    cut = [f for f, count in Counter(e.family for e in chosen).items() if count < sizes[f]]
    assert len(cut) <= 1 and all(sizes[entry.family] > 1 for entry in chosen)


def test_too_many():
    with pytest.raises(ValueError, match=f"at most {len(ENTRIES)}, .* Got 1000"):
        head(1000)
    with pytest.raises(ValueError, match=f"at most {N_SIBLINGS}, .* with siblings .* Got 1000"):
        head(1000, in_families=True)
