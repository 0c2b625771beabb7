"""Trees, cross-fitting and the threshold over pairs."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.ranking import _fit
from skmedcode.ranking._fit import cross_fitted, fit_ranker, pair_threshold
from skmedcode.ranking._trees import BoostedTrees, TreeShape, resolve_engine

SMALL = TreeShape(n_trees=10, n_leaves=4, min_leaf=5, lr=0.3, columns=0.8, l2=1.0)
ENGINES = ["sklearn", "lightgbm"]


@pytest.fixture(autouse=True)
def small_trees(monkeypatch):
    monkeypatch.setattr(_fit, "SHAPE", SMALL)


def pairs(n=400, seed=0):
    rng = np.random.RandomState(seed)
    X = rng.normal(size=(n, 3)).astype(np.float32)
    return X, X[:, 0] + 0.3 * rng.normal(size=n) > 0.5


@pytest.mark.parametrize("engine", ENGINES)
def test_trees_tell_pairs_apart(engine):
    if engine == "lightgbm":
        pytest.importorskip("lightgbm")
    X, y = pairs()
    trees = BoostedTrees(SMALL, engine).fit(X, y)
    logits = trees.logits(X)
    assert logits.dtype == np.float32
    assert ((logits > 0) == y).mean() > 0.9
    np.testing.assert_array_equal(logits, BoostedTrees(SMALL, engine).fit(X, y).logits(X))


def test_engine_that_is_not_installed(monkeypatch):
    missing = importlib.util.find_spec("lightgbm") is None
    assert resolve_engine("auto") == ("sklearn" if missing else "lightgbm")
    assert resolve_engine("sklearn") == "sklearn"
    if missing:
        with pytest.raises(ImportError, match=r"engine='lightgbm'.*skmedcode\[trees\]"):
            BoostedTrees(SMALL, "lightgbm").fit(*pairs())


@pytest.mark.parametrize("answer", [False, True])
def test_nothing_to_learn(answer):
    X = np.zeros((4, 2), dtype=np.float32)
    logits = BoostedTrees(SMALL).fit(X, np.full(4, answer)).logits(X)
    assert ((logits > 0) == answer).all()
    assert BoostedTrees(SMALL).fit(X[:0], np.zeros(0)).logits(X).tolist() == [-5.0] * 4
    assert BoostedTrees(SMALL).fit(*pairs()).logits(np.zeros((0, 3), np.float32)).shape == (0,)


def test_weights_count():
    X = np.repeat([[0.0], [1.0]], 50, axis=0).astype(np.float32)
    y = np.tile([True, False], 50)
    trees = BoostedTrees(SMALL, "sklearn").fit(X, y, np.where(y == (X[:, 0] > 0), 9.0, 1.0))
    assert (trees.logits(X[[0, -1]]) > 0).tolist() == [False, True]


def test_kinds_of_rows_are_scored_once_and_alike():
    X, y = pairs()
    trees = BoostedTrees(SMALL, "sklearn").fit(X, y)
    few = np.round(X[np.random.RandomState(0).randint(20, size=300)], 1)
    np.testing.assert_array_equal(trees.logits_of_kinds(few), trees.logits(few))


def test_a_sample_of_negatives_stands_for_all(monkeypatch):
    X, y = pairs(2000)
    full = fit_ranker(X, y, engine="sklearn").logits(X)
    monkeypatch.setattr(_fit, "MOST_NEGATIVES", 300)
    sampled = fit_ranker(X, y, engine="sklearn").logits(X)
    assert not np.array_equal(full, sampled)
    chances, expected = 1 / (1 + np.exp(-sampled)), y.mean()
    assert abs(chances.mean() - expected) < 0.05  # without weights it would be twice as high
    assert np.corrcoef(full, sampled)[0, 1] > 0.9


def test_cross_fitting_never_sees_its_own_part():
    """What only the own part could tell is not known, and trees are those of the other parts."""
    X, y = pairs()
    part = np.arange(len(y)) % 4
    found = cross_fitted(X, y, part, engine="sklearn", seed=5)
    for own in range(4):
        others = part != own
        trees = fit_ranker(X[others], y[others], engine="sklearn", seed=5)
        np.testing.assert_array_equal(found[~others], trees.logits(X[~others]))


def slow_threshold(y, chances, missed):
    best, cut = -1.0, None
    for value in sorted(set(chances), reverse=True):
        taken = chances >= value
        f1 = 2 * (y & taken).sum() / (taken.sum() + y.sum() + missed)
        if f1 > best + 1e-12:
            best, cut = f1, value
    return best, cut


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=1, max_size=15),
    st.integers(0, 4),
)
def test_threshold_is_the_best_of_all(cells, missed):
    y = np.array([cell[0] for cell in cells])
    logits = np.array([cell[1] for cell in cells], dtype=np.float32)
    cut = pair_threshold(y, logits, missed)
    if not y.any():
        assert cut == 0.5
        return
    chances = 1 / (1 + np.exp(-logits.astype(float)))
    best, expected = slow_threshold(y, chances, missed)
    taken = chances >= cut
    assert 2 * (y & taken).sum() / (taken.sum() + y.sum() + missed) == pytest.approx(best)
    assert (taken == (chances >= expected)).all()


def test_missed_codes_lower_the_threshold():
    y = np.array([True, False, True, False, False, False])
    logits = np.array([3.0, 2, 1, 0, -1, -2], dtype=np.float32)
    assert pair_threshold(y, logits, 0) >= pair_threshold(y, logits, 50)
    weight = np.array([1, 10.0, 0.1, 1, 1, 1])
    assert pair_threshold(y, logits, 0, weight) > 0.9  # the heavy note is not worth the light one
