"""Parts have the wanted sizes, every code its share, and patients stay whole."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode.model_selection import _assign
from skmedcode.model_selection._assign import assign_groups, assign_parts, with_no_code
from skmedcode.model_selection._iterative import is_small

METHODS = ["iterative", "greedy"]


def indicator(table):
    return sp.csr_array(np.asarray(table, dtype=int))


@settings(max_examples=80, deadline=None)
@given(
    table=hnp.arrays(bool, st.tuples(st.integers(4, 30), st.integers(1, 8))),
    n_parts=st.integers(2, 4),
    shuffle=st.booleans(),
    method=st.sampled_from(METHODS),
)
def test_sizes_are_met(table, n_parts, shuffle, method):
    sizes = np.full(n_parts, 1)
    sizes[-1] = len(table) - n_parts + 1
    rng = np.random.RandomState(0)
    parts = assign_parts(indicator(table), sizes, rng, shuffle=shuffle, method=method)
    assert np.bincount(parts, minlength=n_parts).tolist() == sizes.tolist()


@settings(max_examples=80, deadline=None)
@given(
    table=hnp.arrays(bool, st.tuples(st.integers(4, 30), st.integers(1, 8))),
    n_patients=st.integers(4, 12),
    n_parts=st.integers(2, 4),
    shuffle=st.booleans(),
    seed=st.integers(0, 100),
)
def test_patients_stay_whole_and_no_part_is_empty(table, n_patients, n_parts, shuffle, seed):
    rng = np.random.RandomState(seed)
    units = np.unique(rng.randint(n_patients, size=len(table)), return_inverse=True)[1]
    sizes = np.full(n_parts, 1)
    sizes[-1] = len(table) - n_parts + 1
    parts = assign_groups(indicator(table), units, sizes, rng, shuffle=shuffle)
    assert parts.shape == units.shape
    for unit in range(units.max() + 1):
        assert len(set(parts[units == unit])) == 1
    assert len(set(parts)) == min(n_parts, units.max() + 1)


def test_a_patient_of_each_note_is_the_greedy_method():
    table = indicator(np.random.default_rng(0).random((60, 9)) < 0.2)
    sizes = np.array([20, 20, 20])
    single = assign_groups(table, np.arange(60), sizes, np.random.RandomState(3), shuffle=True)
    notes = assign_parts(table, sizes, np.random.RandomState(3), shuffle=True, method="greedy")
    np.testing.assert_array_equal(single, notes)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_shares_are_better_than_by_chance(share, method):
    rng = np.random.default_rng(0)
    table = rng.random((400, 20)) < 0.3 / np.arange(1, 21)
    sizes = np.array([int(400 * share), 400 - int(400 * share)])
    seed = np.random.RandomState(0)
    parts = assign_parts(indicator(table), sizes, seed, shuffle=True, method=method)
    wanted = share * table.sum(axis=0)
    ours = np.abs(table[parts == 0].sum(axis=0) - wanted).mean()
    chance = np.mean([
        np.abs(table[rng.permutation(400)[: sizes[0]]].sum(axis=0) - wanted).mean()
        for _ in range(20)
    ])  # fmt: skip
    assert ours < chance / 3


def test_auto_goes_by_size(monkeypatch):
    few, many = indicator(np.eye(20)), sp.csr_array((2, 30_000), dtype=int)
    assert is_small(few) and not is_small(many)
    table, sizes = indicator(np.random.default_rng(1).random((50, 9)) < 0.3), np.array([10, 40])

    def parts(method):
        return assign_parts(
            table, sizes, np.random.RandomState(0), shuffle=True, method=method
        ).tolist()

    assert parts("auto") == parts("iterative") != parts("greedy")
    monkeypatch.setattr(_assign, "is_small", lambda table: False)
    assert parts("auto") == parts("greedy")


def test_notes_without_a_code_count_as_having_one_more():
    table = indicator([[0, 0], [1, 0], [0, 0]])
    np.testing.assert_array_equal(with_no_code(table).toarray(), [[0, 0, 1], [1, 0, 0], [0, 0, 1]])
    assert with_no_code(table[[1]]).shape == (1, 2)
