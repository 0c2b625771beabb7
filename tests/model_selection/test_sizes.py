"""Sizes are exact for notes, and cannot be bettered by a move for patients."""

from itertools import product

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.model_selection._sizes import meet_sizes


def errors(parts, unit_sizes, sizes):
    return np.bincount(parts, weights=unit_sizes, minlength=len(sizes)) - sizes


@settings(max_examples=100, deadline=None)
@given(
    unit_sizes=st.lists(st.integers(1, 9), min_size=4, max_size=20).map(np.array),
    n_parts=st.integers(2, 4),
    seed=st.integers(0, 100),
)
def test_no_single_move_would_help(unit_sizes, n_parts, seed):
    rng = np.random.RandomState(seed)
    n_units, n_notes = len(unit_sizes), unit_sizes.sum()
    counts = sp.csr_array(rng.randint(3, size=(n_units, 5)))
    sizes = np.array([n_notes // n_parts] * n_parts)
    sizes[0] += n_notes % n_parts
    start = rng.randint(n_parts, size=n_units)
    parts = meet_sizes(start.copy(), counts, unit_sizes, sizes)
    assert set(parts) == set(range(n_parts))
    if (np.bincount(start, minlength=n_parts) > 0).all():
        assert (errors(parts, unit_sizes, sizes) ** 2).sum() <= (
            errors(start, unit_sizes, sizes) ** 2
        ).sum()
    if (unit_sizes == 1).all():
        assert not errors(parts, unit_sizes, sizes).any()
    reached = (errors(parts, unit_sizes, sizes) ** 2).sum()
    for unit, part in product(range(n_units), range(n_parts)):
        moved = parts.copy()
        moved[unit] = part
        if len(set(moved)) == n_parts:
            assert (errors(moved, unit_sizes, sizes) ** 2).sum() >= reached


def test_the_cheapest_unit_moves():
    """Recompute the squared error of the codes' shares for each unit that could move."""
    rng = np.random.RandomState(0)
    counts, unit_sizes = rng.randint(3, size=(12, 6)), np.full(12, 2)
    sizes = np.array([12, 12])
    start = np.array([0] * 7 + [1] * 5)
    wanted = np.outer(sizes / 24, counts.sum(axis=0))

    def error(parts):
        held = np.stack([counts[parts == part].sum(axis=0) for part in (0, 1)])
        return ((held - wanted) ** 2).sum()

    costs = []
    for unit in range(7):
        moved = start.copy()
        moved[unit] = 1
        costs.append(error(moved))
    found = meet_sizes(start.copy(), sp.csr_array(counts), unit_sizes, sizes)
    assert np.flatnonzero(found != start).tolist() == [int(np.argmin(costs))]


def test_a_giant_patient_leaves_a_patient_to_each_fold():
    unit_sizes = np.array([100, 1, 1, 1, 1])
    counts = sp.csr_array(np.ones((5, 1), dtype=int))
    parts = meet_sizes(np.zeros(5, dtype=int), counts, unit_sizes, np.full(5, 21))
    assert sorted(parts.tolist()) == [0, 1, 2, 3, 4]
