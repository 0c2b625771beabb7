"""Ranking metrics against loops over sorted lists."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import average_precision_score

from skmedcode.metrics import _ranks, mean_average_precision, precision_at_k, recall_at_k


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 7)))
    truth = draw(hnp.arrays(bool, shape))
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))
    return truth, scores, draw(st.integers(1, shape[1]))


def ranked(scores):
    return sorted(range(len(scores)), key=lambda code: (-scores[code], code))


def average_precision(gold, scores):
    total, hits = 0.0, 0
    for rank, code in enumerate(ranked(scores), start=1):
        if gold[code]:
            hits += 1
            total += hits / rank
    return total / sum(gold)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_equal_to_loops(table):
    truth, scores, k = table
    notes = list(zip(truth.astype(int), scores, strict=True))
    hits = [sum(gold[code] for code in ranked(row)[:k]) for gold, row in notes]
    assert precision_at_k(truth, scores, k) == pytest.approx(np.mean(hits) / k, abs=1e-12)
    coded = [note for note in range(len(notes)) if truth[note].any()]
    if not coded:
        for metric in (lambda *yy: recall_at_k(*yy, k), mean_average_precision):
            with pytest.warns(UndefinedMetricWarning, match="a gold code"):
                assert np.isnan(metric(truth, scores))
        return
    recall = np.mean([hits[note] / truth[note].sum() for note in coded])
    assert recall_at_k(truth, scores, k) == pytest.approx(recall, abs=1e-12)
    precision = np.mean([average_precision(*notes[note]) for note in coded])
    assert mean_average_precision(truth, scores) == pytest.approx(precision, abs=1e-12)


METRICS = [
    mean_average_precision,
    lambda y_true, y_score: precision_at_k(y_true, y_score, 3),
    lambda y_true, y_score: recall_at_k(y_true, y_score, 3),
]


@pytest.fixture
def example():
    rng = np.random.default_rng(0)
    truth = rng.random((25, 12)) < 0.2
    truth[0] = 0
    return truth, rng.permutation(25 * 12).reshape(25, 12).astype(float)  # no ties


@pytest.mark.parametrize("metric", METRICS)
def test_forms_order_and_blocks(metric, example, monkeypatch):
    truth, scores = example
    value = metric(truth, scores)
    assert metric(sp.csr_matrix(truth), scores) == value
    order = np.random.default_rng(1).permutation(12)
    assert metric(truth[:, order], scores[:, order]) == pytest.approx(value, abs=1e-12)
    monkeypatch.setattr(_ranks, "BLOCK", 30)
    assert metric(truth, scores) == pytest.approx(value, abs=1e-12)


def test_map_equals_sklearn_without_ties(example):
    truth, scores = example
    coded = truth.any(axis=1)
    expected = average_precision_score(truth[coded], scores[coded], average="samples")
    assert mean_average_precision(truth, scores) == pytest.approx(expected, abs=1e-12)


def test_ties_go_to_the_first_columns():
    scores = np.zeros((1, 5))
    assert precision_at_k([[1, 1, 0, 0, 0]], scores, 2) == 1.0
    assert precision_at_k([[0, 0, 0, 1, 1]], scores, 2) == 0.0
    assert mean_average_precision([[0, 1, 0, 0, 0]], scores) == 0.5


def test_notes_without_codes():
    truth, scores = [[1, 0], [0, 0]], [[2.0, 1.0], [2.0, 1.0]]
    assert precision_at_k(truth, scores, 1) == 0.5
    assert recall_at_k(truth, scores, 1) == 1.0
    assert mean_average_precision(truth, scores) == 1.0


def test_k_above_the_number_of_codes():
    with pytest.raises(ValueError, match="number of codes, 2; got 3"):
        precision_at_k([[1, 0]], [[2.0, 1.0]], 3)
    with pytest.raises(ValueError, match="got 0"):
        recall_at_k([[1, 0]], [[2.0, 1.0]], 0)


def test_n_relevant_counts_unreachable_codes():
    truth, scores = [[1, 0], [0, 1], [0, 0]], [[2.0, 1.0], [2.0, 1.0], [2.0, 1.0]]
    assert mean_average_precision(truth, scores) == 0.75
    assert mean_average_precision(truth, scores, n_relevant=[1, 1, 0]) == 0.75
    assert mean_average_precision(truth, scores, n_relevant=[2, 1, 4]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("n_relevant", "match"),
    [([1], "2 ints, one per note"), ([1.0, 1.0], "2 ints"), ([1, 0], "got 0 for row 1, which has")],
)
def test_n_relevant_is_checked(n_relevant, match):
    with pytest.raises(ValueError, match=match):
        mean_average_precision([[1, 0], [1, 0]], [[2.0, 1.0]] * 2, n_relevant=n_relevant)
