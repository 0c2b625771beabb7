"""Searches for thresholds against trying every one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from skmedcode.metrics import _counts, f1_micro
from skmedcode.model_selection import _cuts
from skmedcode.model_selection._told import cells_above


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 5)))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    levels = st.integers(-4, 4).map(lambda level: level / 8)  # many ties
    truth = draw(hnp.arrays(bool, shape).filter(np.any))
    return sparse.csr_array(truth, dtype=np.int64), draw(hnp.arrays(dtype, shape, elements=levels))


def every_cut(truth, scores):
    """(cut, precision, recall) of each score as a cut."""
    gold = truth.toarray().astype(bool)
    for cut in np.unique(scores):
        given = scores >= cut
        hits = (given & gold).sum()
        yield cut, hits / given.sum(), hits / gold.sum()


def measured(truth, scores, threshold):
    gold, given = truth.toarray().astype(bool), scores >= threshold
    hits = (gold & given).sum()
    return hits / given.sum(), hits / gold.sum()


SHARES = st.sampled_from([0.2, 0.5, 2 / 3, 0.9, 1.0])


@settings(max_examples=100, deadline=None)
@given(tables(), SHARES)
def test_highest_recall_of_all_cuts(table, wanted):
    threshold, recall, precision = _cuts.highest_recall(*table, wanted)
    assert measured(*table, threshold) == (precision, recall)
    good = [found for _, reached, found in every_cut(*table) if reached >= wanted]
    if good:
        assert precision >= wanted and recall == max(good)
    else:
        assert precision == max(reached for _, reached, _ in every_cut(*table))


@settings(max_examples=100, deadline=None)
@given(tables(), SHARES)
def test_highest_precision_of_all_cuts(table, wanted):
    threshold, precision, recall = _cuts.highest_precision(*table, wanted)
    assert measured(*table, threshold) == (precision, recall)
    good = [(reached, found) for _, reached, found in every_cut(*table) if found >= wanted]
    assert (precision, recall) == max(good)  # of equally precise ones, that which finds most


@settings(max_examples=100, deadline=None)
@given(tables())
def test_each_code_by_itself(table):
    truth, scores = table
    thresholds, counts = _cuts.cuts_per_code(truth, scores)
    for code, (threshold, count) in enumerate(zip(thresholds, counts, strict=True)):
        gold, own = truth.toarray()[:, [code]], scores[:, [code]]
        assert count == gold.sum()
        if not count:
            assert threshold == 0
            continue
        cuts = np.unique(own)
        f1 = np.array([f1_micro(gold, own >= cut) for cut in cuts])
        best = np.flatnonzero(f1 == f1.max())[-1]
        assert threshold == (cuts[best] if best == 0 else (cuts[best - 1] + cuts[best]) / 2)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_each_k(table):
    truth, scores = table
    for place, found in enumerate(_cuts.f1_at_each_k(truth, scores)):
        given = np.zeros(scores.shape, dtype=int)
        for note, row in enumerate(scores.tolist()):
            best = sorted(range(len(row)), key=lambda code, row=row: (-row[code], code))
            given[note, best[: place + 1]] = 1
        assert found == pytest.approx(f1_micro(truth, given))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_cells_above_are_those(table):
    truth, scores = table
    cuts = _cuts.candidate_cuts(truth, scores, 100)
    assert cuts.tolist() == sorted(set(scores[truth.toarray().astype(bool)].tolist()))
    give = cells_above(scores, cuts[0])
    for cut in cuts:
        np.testing.assert_array_equal(give(cut).toarray(), scores >= cut)


def test_few_candidates_are_spread_over_gold_cells():
    scores = np.arange(200.0).reshape(200, 1) ** 3
    truth = sparse.csr_array(np.ones((200, 1), dtype=np.int64))
    cuts = _cuts.candidate_cuts(truth, scores, 5)
    assert cuts.tolist() == [0.0, 50.0**3, 100.0**3, 149.0**3, 199.0**3]


def test_shrinking():
    own, counts = np.array([0.9, 0.9, 0.9, 0.0]), np.array([10, 30, 1000, 0])
    found = _cuts.shrink(own, counts, 0.1, prior_count=10)
    np.testing.assert_allclose(found, [0.5, 0.7, (900 + 1) / 1010, 0.1])
    assert _cuts.shrink(own, counts, 0.1, prior_count=0).tolist() == [0.9, 0.9, 0.9, 0.1]
    np.testing.assert_allclose(_cuts.shrink(own, counts, 0.1, prior_count=1e12), 0.1, atol=1e-8)


def test_blocks(monkeypatch):
    rng = np.random.default_rng(0)
    truth, scores = sparse.csr_array(rng.random((30, 9)) < 0.2).astype(int), rng.random((30, 9))
    searches = (_cuts.cuts_per_code, _cuts.f1_at_each_k)
    whole = [search(truth, scores) for search in searches]
    monkeypatch.setattr(_counts, "BLOCK", 20)
    monkeypatch.setattr(_cuts, "BLOCK", 20)
    for search, before in zip(searches, whole, strict=True):
        np.testing.assert_array_equal(search(truth, scores), before)
