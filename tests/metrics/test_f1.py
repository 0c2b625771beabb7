"""F1 scores against scikit-learn, and CAML's against its formula in a loop."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import f1_score

from skmedcode.metrics import f1_macro, f1_macro_caml, f1_micro


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 10), st.integers(1, 6)))
    return draw(hnp.arrays(bool, shape)), draw(hnp.arrays(bool, shape))


def caml_by_loop(truth, predicted):
    precision, recall = [], []
    for gold, guess in zip(truth.T, predicted.T, strict=True):
        hits = sum(g and p for g, p in zip(gold, guess, strict=True))
        precision.append(hits / (sum(guess) + 1e-10))
        recall.append(hits / (sum(gold) + 1e-10))
    p, r = np.mean(precision), np.mean(recall)
    return 2 * p * r / (p + r) if p + r else 0.0


@settings(max_examples=100, deadline=None)
@given(tables())
def test_equal_to_sklearn_and_to_loop(table):
    truth, predicted = table
    # One column more on both sides keeps sklearn from reading a single code as two classes.
    columns = np.zeros((len(truth), 1), dtype=bool)
    wide = np.hstack([truth, columns]), np.hstack([predicted, columns])
    if truth.any() or predicted.any():
        assert f1_micro(truth, predicted) == pytest.approx(
            f1_score(*wide, average="micro", zero_division=0), abs=1e-12
        )
    per_code = f1_score(*wide, average=None, zero_division=0)[:-1]
    assert f1_macro(truth, predicted, codes="all") == pytest.approx(per_code.mean(), abs=1e-12)
    present = truth.any(axis=0)
    if present.any():
        expected = per_code[present].mean()
        assert f1_macro(truth, predicted) == pytest.approx(expected, abs=1e-12)
    caml = caml_by_loop(truth, predicted)
    assert f1_macro_caml(truth, predicted) == pytest.approx(caml, abs=1e-12)


@pytest.mark.parametrize("f1", [f1_micro, f1_macro, f1_macro_caml])
def test_forms_and_order(f1):
    rng = np.random.default_rng(0)
    truth, predicted = rng.random((20, 8)) < 0.3, rng.random((20, 8)) < 0.3
    value = f1(truth, predicted)
    assert isinstance(value, float)
    assert f1(sp.csr_matrix(truth), predicted) == value
    assert f1(truth, sp.csc_array(predicted)) == value
    assert f1(sp.csr_array(truth), sp.csr_matrix(predicted)) == value
    order = rng.permutation(8)
    assert f1(truth[:, order], predicted[:, order]) == pytest.approx(value, abs=1e-12)
    assert f1(truth, truth) == pytest.approx(1.0, abs=1e-9)


def test_nothing_to_score():
    nothing = np.zeros((3, 2))
    with pytest.warns(UndefinedMetricWarning, match="f1_micro needs"):
        assert f1_micro(nothing, nothing) == 0.0
    with pytest.warns(UndefinedMetricWarning, match="codes='present' needs"):
        assert f1_macro(nothing, nothing) == 0.0
    assert f1_macro(nothing, nothing, codes="all") == 0.0
    assert f1_macro_caml(nothing, nothing) == 0.0
    assert f1_micro(nothing, nothing + 1) == 0.0


def test_codes_is_checked():
    with pytest.raises(ValueError, match="'present' or 'all'; got 'some'"):
        f1_macro([[1, 0]], [[1, 0]], codes="some")


def test_number_of_codes_in_the_mean():
    truth, predicted = [[1, 0, 0], [0, 0, 1]], [[1, 1, 0], [1, 0, 1]]
    assert f1_macro(truth, predicted, return_n_codes=True) == (f1_macro(truth, predicted), 2)
    value = f1_macro(truth, predicted, codes="all")
    assert f1_macro(truth, predicted, codes="all", return_n_codes=True) == (value, 3)
    with pytest.warns(UndefinedMetricWarning):
        assert f1_macro([[0]], [[1]], return_n_codes=True) == (0.0, 0)
