from itertools import combinations, pairwise

import numpy as np
import pytest

from skmedcode.datasets._case_mix import draw_cases, is_compatible, prevalence
from skmedcode.datasets._draw import Draw
from skmedcode.datasets._lexicon import ENTRIES

BY_CODE = {entry.code: entry for entry in ENTRIES}


def draw(n_samples=400, n_codes=40, seed=0, **options):
    options = {"n_labels": 3, "share_without": 0.05} | options
    return draw_cases(
        n_samples, ENTRIES[:n_codes], draw=Draw(np.random.RandomState(seed)), **options
    )


@pytest.fixture(scope="module")
def cases():
    return draw(n_samples=1500, n_codes=len(ENTRIES))


def test_prevalence_is_zipfian():
    weights = prevalence(range(16))
    assert weights[0] == 1 and weights[15] == pytest.approx(16**-0.8)


def test_no_siblings_and_nothing_incompatible(cases):
    for case in cases:
        families = [entry.family for entry in case.entries]
        assert len(set(families)) == len(families)
        for one, other in combinations(case.entries, 2):
            assert other.code not in one.never_with and one.code not in other.never_with


def test_codes_suit_the_sex(cases):
    assert all(entry.sex in ("", case.sex) for case in cases for entry in case.entries)
    assert any(entry.sex for case in cases for entry in case.entries)


def test_is_compatible():
    stage, dialysis = BY_CODE["N18.30"], BY_CODE["Z99.2"]
    assert not is_compatible(dialysis, "F", [stage]) and not is_compatible(stage, "F", [dialysis])
    assert not is_compatible(BY_CODE["C61"], "F", [])
    assert is_compatible(BY_CODE["C61"], "M", [stage])


def test_patients_are_consecutive_and_some_return(cases):
    patients = [case.patient for case in cases]
    assert patients == sorted(patients)
    counts = np.bincount(patients)
    assert set(counts) == {1, 2, 3}
    assert 0.15 < np.mean(counts > 1) < 0.35


def test_a_returning_patient_is_the_same_person(cases):
    shared = []
    for before, after in pairwise(cases):
        if before.patient == after.patient:
            assert (before.age, before.sex, before.themes) == (after.age, after.sex, after.themes)
            shared.append(bool(set(before.entries) & set(after.entries)))
    assert np.mean(shared) > 0.5


def test_related_codes_come_together(cases):
    def holds(case, code):
        return BY_CODE[code] in case.entries

    bypass = [holds(case, "I25.10") for case in cases if holds(case, "Z95.1")]
    assert np.mean(bypass) > 2 * np.mean([holds(case, "I25.10") for case in cases])


def test_number_of_codes():
    counts = [len(case.entries) for case in draw(n_samples=1000, n_labels=4)]
    assert np.mean(counts) == pytest.approx(4 * 0.95, abs=0.3)
    assert np.mean(np.equal(counts, 0)) == pytest.approx(0.05, abs=0.03)


@pytest.mark.parametrize("seed", range(4))
def test_every_code_has_three_notes(seed):
    cases = draw(n_samples=400, n_codes=40, seed=seed)
    for entry in ENTRIES[:40]:
        assert sum(entry in case.entries for case in cases) >= 3


def test_one_code_is_neither_always_nor_never_there():
    counts = [len(case.entries) for case in draw(n_codes=1, share_without=0.5)]
    assert 0.35 < np.mean(counts) < 0.65


def test_more_labels_than_families_end():
    assert max(len(case.entries) for case in draw(n_samples=20, n_codes=5, n_labels=50)) <= 5
