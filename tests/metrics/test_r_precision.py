"""R-precision against a loop over sorted lists."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics import precision_at_k, r_precision, recall_at_k


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 7)))
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))
    return draw(hnp.arrays(bool, shape)).astype(int), scores


@settings(max_examples=150, deadline=None)
@given(tables())
def test_equal_to_a_loop(table):
    truth, scores = table
    shares = []
    for gold, row in zip(truth, scores, strict=True):
        order = sorted(range(len(row)), key=lambda code: (-row[code], code))
        if gold.any():
            shares.append(np.mean([gold[code] for code in order[: gold.sum()]]))
    if shares:
        assert r_precision(truth, scores) == pytest.approx(np.mean(shares), abs=1e-12)
        assert r_precision(sp.csr_array(truth), scores) == r_precision(truth, scores)
    else:
        with pytest.warns(UndefinedMetricWarning, match="r_precision needs a note"):
            assert np.isnan(r_precision(truth, scores))


def test_precision_and_recall_meet_there():
    rng = np.random.default_rng(0)
    scores = rng.random((20, 8))
    truth = (np.argsort(rng.random((20, 8)), axis=1) < 3).astype(int)  # three codes each
    value = r_precision(truth, scores)
    assert value == pytest.approx(precision_at_k(truth, scores, 3))
    assert value == pytest.approx(recall_at_k(truth, scores, 3))


def test_notes_without_codes_are_left_out():
    assert r_precision([[1, 0], [0, 0]], [[2.0, 1.0], [2.0, 1.0]]) == 1.0
