"""Ranks of gold codes against sorted lists."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics import _ranks
from skmedcode.metrics._ranks import GoldRanks, mean_over_notes


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 7)))
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))
    return draw(hnp.arrays(bool, shape)).astype(int), scores


@settings(max_examples=100, deadline=None)
@given(tables(), st.integers(1, 60))
def test_ranks_equal_places_in_a_sorted_list(table, block):
    truth, scores = table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_ranks, "BLOCK", block)
        ranks = GoldRanks(sp.csr_array(truth), scores)
    place = 0
    for note, (gold, row) in enumerate(zip(truth, scores, strict=True)):
        order = sorted(range(len(row)), key=lambda code: (-row[code], code))
        for code in np.flatnonzero(gold):
            assert (ranks.note[place], ranks.code[place]) == (note, code)
            assert ranks.rank[place] == order.index(code) + 1
            place += 1
    assert place == len(ranks.rank)


def test_some_codes_keep_their_ranks():
    rng = np.random.default_rng(0)
    truth, scores = (rng.random((20, 6)) < 0.4).astype(int), rng.random((20, 6))
    inside = np.array([True, False, True, False, False, False])
    part = GoldRanks(sp.csr_array(truth), scores).of_codes(inside)
    best = np.argsort(-scores, axis=1)[:, :3]
    for note, value in enumerate(part.recall_at_k(3)):
        gold = set(np.flatnonzero(truth[note] & inside))
        if gold:
            assert value == len(gold & set(best[note])) / len(gold)
        else:
            assert np.isnan(value)


def test_the_mean_leaves_out_what_is_undefined():
    assert mean_over_notes(np.array([1.0, np.nan, 0.5]), "metric") == 0.75
    with pytest.warns(UndefinedMetricWarning, match="metric needs a note with a gold code"):
        assert np.isnan(mean_over_notes(np.array([np.nan]), "metric"))
