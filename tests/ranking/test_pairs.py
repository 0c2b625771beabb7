"""Candidates and features of pairs, recomputed by slow loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from skmedcode.ensemble._linear import NOT_FITTED
from skmedcode.ranking import _pairs
from skmedcode.ranking._pairs import NoteScores, pair_blocks
from skmedcode.ranking._rows import training_pairs
from skmedcode.ranking._siblings import leads, ranks
from skmedcode.ranking._table import PairTable, largest, merged

tables = arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 6)),
    elements=st.integers(0, 3).map(float),
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_rank_is_one_more_than_the_better_codes(scores):
    rows, codes = np.nonzero(scores != 1)
    expected = [
        1 + sum(o > scores[r, c] for o in scores[r]) for r, c in zip(rows, codes, strict=True)
    ]
    np.testing.assert_array_equal(ranks(scores, rows, codes), expected)


@settings(max_examples=60, deadline=None)
@given(tables, st.data())
def test_lead_over_the_best_sibling(scores, data):
    n_codes = scores.shape[1]
    drawn = data.draw(st.lists(st.integers(0, 3), min_size=n_codes, max_size=n_codes))
    category = np.unique(drawn, return_inverse=True)[1]
    found = leads(scores, category, -5.0)
    for row, own in enumerate(scores.tolist()):
        for code in range(n_codes):
            others = [
                own[other]
                for other in range(n_codes)
                if other != code and category[other] == category[code]
            ]
            assert found[row, code] == own[code] - max(others, default=-5.0)


def test_largest_and_merged():
    keys, best = largest(np.array([5, 2, 5, 2, 9]), np.array([1.0, 4, 3, 2, 0]))
    assert (keys.tolist(), best.tolist()) == ([2, 5, 9], [4, 3, 0])
    one = PairTable(keys, best[:, None], 5)
    two = PairTable(np.array([3, 5]), np.array([[7.0], [8.0]]), 5)
    both = merged([one, two])
    assert both.keys.tolist() == [2, 3, 5, 9]
    assert both.values.tolist() == [[4, 0], [0, 7], [3, 8], [0, 0]]


def random_scores(seed=0, n_notes=11, n_codes=9):
    rng = np.random.RandomState(seed)
    logits = [rng.normal(size=(n_notes, n_codes)).astype(np.float32) for _ in range(2)]
    found = []
    for n_values in (5, 3):
        keys = np.flatnonzero(rng.uniform(size=n_notes * n_codes) < 0.4)
        found.append(PairTable(keys, rng.uniform(size=(len(keys), n_values)).astype("f4"), n_codes))
    return NoteScores(logits, found, n_notes, n_codes)


CATEGORY = np.array([0, 0, 1, 1, 1, 2, 3, 3, 0])
COUNTS = np.array([3, 1, 4, 0, 5, 9, 2, 6, 5], dtype=float)


def collected(scores, n_candidates=None, counts=COUNTS):
    blocks = list(pair_blocks(scores, CATEGORY, counts, n_candidates))
    return np.concatenate([b[0] for b in blocks]), np.concatenate([b[1] for b in blocks])


def slow_features(scores, row, code):
    dense = []
    for table in scores.tables:
        block = np.zeros(scores.n_notes * scores.n_codes, dtype=np.float32)
        block[table.keys] = table.values[:, 0]
        dense.append(block.reshape(scores.n_notes, -1))
    key = np.array([row * scores.n_codes + code])
    mean = np.mean(scores.logits, axis=0)
    result = [logits[row, code] for logits in scores.logits]
    result += [value for table in scores.tables for value in table.at(key)[0]]
    result.append(mean[row, code])
    for channel, floor in ((mean, NOT_FITTED), (dense[0], 0), (dense[1], 0)):
        own = channel[row]
        siblings = [own[c] for c in range(len(own)) if c != code and CATEGORY[c] == CATEGORY[code]]
        result.append(np.log(1 + (own > own[code]).sum()))
        result.append(own[code] - max(siblings, default=floor))
    return [*result, np.log1p(COUNTS[code])]


@pytest.mark.parametrize("block", [3, 256])
def test_features_are_those_of_a_loop(monkeypatch, block):
    monkeypatch.setattr(_pairs, "BLOCK", block)
    scores = random_scores()
    keys, X = collected(scores)
    assert X.dtype == np.float32
    expected_keys = [k for k in range(11 * 9) if COUNTS[k % 9] > 0]  # none for the unseen code
    assert keys.tolist() == expected_keys
    for key, row in zip(keys.tolist(), X, strict=True):
        np.testing.assert_allclose(row, slow_features(scores, key // 9, key % 9), rtol=1e-5)


@pytest.mark.parametrize("n_candidates", [1, 3, 9, 50])
def test_pruned_pairs_are_the_best_of_each_source(n_candidates):
    scores = random_scores()
    keys, X = collected(scores, n_candidates)
    expected = set()
    for row in range(11):
        for logits in scores.logits:
            expected |= {row * 9 + c for c in np.argsort(-logits[row])[:n_candidates].tolist()}
        for table in scores.tables:
            own = np.flatnonzero(table.keys // 9 == row)
            best = own[np.argsort(-table.values[own, 0])][:n_candidates]
            expected |= set(table.keys[best].tolist())
    assert keys.tolist() == sorted(key for key in expected if COUNTS[key % 9] > 0)
    every, all_X = collected(scores)
    np.testing.assert_array_equal(X, all_X[np.searchsorted(every, keys)])
    if n_candidates >= 9:  # all codes of a note: nothing is pruned
        np.testing.assert_array_equal(keys, every)


def test_no_member_and_no_table():
    scores = NoteScores([], [], 3, 9)
    keys, X = collected(scores, 2)
    assert len(keys) == 0
    keys, X = collected(scores)
    assert X.shape == (3 * 8, 1)


def test_rows_of_the_ranker():
    """Counts are the fold's own, unseen codes are set aside, pruned gold codes are missed."""
    rng = np.random.RandomState(1)
    dense = (rng.uniform(size=(12, 9)) < 0.2).astype(np.float32)
    dense[:, 8] = 0
    dense[2, 8] = 1  # unseen wherever note 2 is held out
    Y = sparse.csr_array(dense)
    order = rng.permutation(12)
    splits = [(np.setdiff1d(np.arange(12), test), test) for test in np.array_split(order, 3)]
    logits = [rng.normal(size=(12, 9)).astype(np.float32)]
    weight = rng.uniform(0.5, 2, size=12)
    rows = training_pairs(logits, [[], [], []], Y, splits, CATEGORY, 4, weight)
    expected, missed = {}, 0.0
    for fold, (train, test) in enumerate(splits):
        counts = dense[train].sum(axis=0)
        for note in test:
            best = np.argsort(-logits[0][note])[:4]
            for code in range(9):
                if counts[code] > 0 and code in best:
                    expected[note * 9 + code] = (
                        dense[note, code],
                        fold,
                        weight[note],
                        counts[code],
                    )
                elif counts[code] > 0:
                    missed += weight[note] * dense[note, code]
    found = zip(rows.y, rows.part, rows.weight, np.expm1(rows.X[:, -1]), strict=True)
    assert sorted(rows.keys.tolist()) == sorted(expected)
    for key, values in zip(rows.keys.tolist(), found, strict=True):
        np.testing.assert_allclose(values, expected[key], rtol=1e-5)
    assert rows.n_missed == pytest.approx(missed)
    assert 2 * 9 + 8 not in expected


def test_notes_of_weight_zero_are_as_if_they_were_not_there():
    rng = np.random.RandomState(2)
    Y = sparse.csr_array((rng.uniform(size=(10, 9)) < 0.4).astype(np.float32))
    logits = [rng.normal(size=(10, 9)).astype(np.float32)]
    splits = [(np.arange(5, 10), np.arange(5)), (np.arange(5), np.arange(5, 10))]
    weight = np.ones(10)
    weight[[4, 9]] = 0
    with_zero = training_pairs(logits, [[], []], Y, splits, CATEGORY, None, weight)
    kept = np.flatnonzero(weight)
    splits = [(np.arange(4, 8), np.arange(4)), (np.arange(4), np.arange(4, 8))]
    without = training_pairs([logits[0][kept]], [[], []], Y[kept], splits, CATEGORY, None)
    np.testing.assert_array_equal(with_zero.X, without.X)
    np.testing.assert_array_equal(with_zero.y, without.y)
    assert with_zero.n_missed == without.n_missed
