"""The greedy assignment against a slow, dense loop, and against chance."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.model_selection._greedy import greedy_parts


def slow(counts, unit_sizes, sizes, rng):
    """The rules as written down, over dense tables of fractions in plain Python."""
    n_units, n_codes = counts.shape
    n_parts = len(sizes)
    equal = max(sizes) - min(sizes) <= 1
    shares = [1 / n_parts if equal else size / sum(sizes) for size in sizes]
    total = counts.sum(axis=0)
    lot = rng.permutation(n_codes)
    parts, seen = [None] * n_units, set()

    def lack(code, part):
        given = sum(counts[unit, code] for unit in range(n_units) if parts[unit] == part)
        return shares[part] * total[code] - given

    def best(candidates, value):
        highest = max(value(part) for part in candidates)
        return [part for part in candidates if value(part) >= highest - 1e-9]

    while len(seen) < n_codes:
        free = [unit for unit in range(n_units) if parts[unit] is None]
        code = min(
            set(range(n_codes)) - seen,
            key=lambda code: (sum(counts[unit, code] for unit in free), lot[code]),
        )
        seen.add(code)
        having = sorted((u for u in free if counts[u, code]), key=lambda unit: -unit_sizes[unit])
        for unit in having:
            own = np.flatnonzero(counts[unit])
            among = best(range(n_parts), lambda part, code=code: lack(code, part))
            among = best(
                among,
                lambda part, unit=unit, own=own: sum(
                    counts[unit, code] * lack(code, part) / total[code] for code in own
                ),
            )
            among = best(
                among,
                lambda part: (
                    sizes[part] - sum(unit_sizes[u] for u in range(n_units) if parts[u] == part)
                ),
            )
            parts[unit] = among[0] if len(among) == 1 else among[rng.randint(len(among))]
    return parts


@settings(max_examples=60, deadline=None)
@given(
    counts=hnp.arrays(
        int, st.tuples(st.integers(2, 12), st.integers(1, 6)), elements=st.integers(0, 2)
    ),
    sizes=st.sampled_from([[5, 5], [5, 4, 4], [2, 9], [1, 3, 8]]),
    seed=st.integers(0, 50),
)
def test_same_as_the_slow_loop(counts, sizes, seed):
    counts[:, 0] |= counts.sum(axis=1) == 0  # each unit has a code
    sizes, unit_sizes = np.array(sizes), np.maximum(1, counts.max(axis=1))
    expected = slow(counts, unit_sizes, sizes, np.random.RandomState(seed))
    found = greedy_parts(sp.csr_array(counts), unit_sizes, sizes, np.random.RandomState(seed))
    assert found.tolist() == expected


@pytest.mark.parametrize("n_positives", [1, 2, 3, 7, 40])
def test_a_lone_code_is_shared_out_evenly(n_positives):
    counts = sp.csr_array(np.arange(40)[:, None] < np.array([n_positives, 40]), dtype=int)
    ones, sizes = np.ones(40, dtype=int), np.full(4, 10)
    parts = greedy_parts(counts, ones, sizes, np.random.RandomState(0))
    each = np.bincount(parts[:n_positives], minlength=4)
    assert np.ptp(each) <= 1


def test_single_positives_do_not_all_go_to_the_larger_folds():
    # 11 notes in 3 folds: the third is smaller by one, and must not stay without rare codes.
    eye, ones = sp.csr_array(np.eye(11, dtype=int)), np.ones(11, dtype=int)
    first = [
        greedy_parts(eye, ones, np.array([4, 4, 3]), np.random.RandomState(seed))[:3]
        for seed in range(20)
    ]
    assert 2 in np.concatenate(first)
