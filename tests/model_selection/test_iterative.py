"""Parts have the wanted sizes and every code its share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.model_selection._iterative import assign_parts


@settings(max_examples=80, deadline=None)
@given(
    table=hnp.arrays(bool, st.tuples(st.integers(4, 30), st.integers(1, 8))),
    n_parts=st.integers(2, 4),
    shuffle=st.booleans(),
)
def test_sizes_are_met(table, n_parts, shuffle):
    sizes = np.full(n_parts, 1)
    sizes[-1] = len(table) - n_parts + 1
    parts = assign_parts(table, sizes, np.random.RandomState(0), shuffle=shuffle)
    assert np.bincount(parts, minlength=n_parts).tolist() == sizes.tolist()


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_shares_are_better_than_by_chance(share):
    rng = np.random.default_rng(0)
    table = rng.random((400, 20)) < 0.3 / np.arange(1, 21)
    sizes = np.array([int(400 * share), 400 - int(400 * share)])
    parts = assign_parts(table, sizes, np.random.RandomState(0), shuffle=True)
    wanted = share * table.sum(axis=0)
    ours = np.abs(table[parts == 0].sum(axis=0) - wanted).mean()
    chance = np.mean([
        np.abs(table[rng.permutation(400)[: sizes[0]]].sum(axis=0) - wanted).mean()
        for _ in range(20)
    ])  # fmt: skip
    assert ours < chance / 3
