"""AUCs against scikit-learn, and against all pairs."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import roc_auc_score

from skmedcode.metrics import _auc, _counts, macro_auc, micro_auc


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 12), st.integers(1, 6)))
    truth = draw(hnp.arrays(bool, shape))
    # Few distinct values: ties are the rule.
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-3, 3).map(float)))
    return truth, scores


def auc_by_pairs(truth, scores):
    wins = [
        (p > n) + (p == n) / 2 for p in scores[truth == 1] for n in scores[truth == 0]
    ]  # fmt: skip
    return np.mean(wins) if wins else np.nan


@settings(max_examples=100, deadline=None)
@given(tables())
def test_equal_to_all_pairs_and_to_sklearn(table):
    truth, scores = table
    micro = auc_by_pairs(truth.ravel(), scores.ravel())
    per_code = np.array([auc_by_pairs(*columns) for columns in zip(truth.T, scores.T, strict=True)])
    defined = ~np.isnan(per_code)
    if np.isnan(micro):
        with pytest.warns(UndefinedMetricWarning, match="micro_auc needs"):
            assert np.isnan(micro_auc(truth, scores))
    else:
        assert micro_auc(truth, scores) == pytest.approx(micro, abs=1e-12)
        sklearn = roc_auc_score(truth.ravel(), scores.ravel())
        assert micro_auc(truth, scores) == pytest.approx(sklearn, abs=1e-12)
    if not defined.any():
        with pytest.warns(UndefinedMetricWarning, match="macro_auc needs"):
            assert np.isnan(macro_auc(truth, scores))
    else:
        assert macro_auc(truth, scores) == pytest.approx(per_code[defined].mean(), abs=1e-12)
        sklearn = [roc_auc_score(truth[:, c], scores[:, c]) for c in np.flatnonzero(defined)]
        assert macro_auc(truth, scores) == pytest.approx(np.mean(sklearn), abs=1e-12)


@pytest.fixture
def example():
    rng = np.random.default_rng(0)
    truth = rng.random((40, 30)) < np.linspace(0, 0.5, 30)
    return truth, rng.normal(size=truth.shape).astype(np.float32)


@pytest.mark.parametrize("auc", [micro_auc, macro_auc])
@pytest.mark.parametrize("form", [sp.csr_matrix, sp.csr_array, sp.csc_matrix])
def test_sparse_equals_dense(auc, form, example):
    truth, scores = example
    assert auc(form(truth), scores) == auc(truth, scores)


@pytest.mark.parametrize("auc", [micro_auc, macro_auc])
def test_order_of_codes_and_notes_is_free(auc, example):
    truth, scores = example
    rng = np.random.default_rng(1)
    codes, notes = rng.permutation(30), rng.permutation(40)
    shuffled = auc(truth[notes][:, codes], scores[notes][:, codes])
    assert shuffled == pytest.approx(auc(truth, scores), abs=1e-12)


@pytest.mark.parametrize("auc", [micro_auc, macro_auc])
def test_monotone_maps_change_nothing_and_minus_mirrors(auc, example):
    truth, scores = example
    assert auc(truth, 4 * scores + 8) == auc(truth, scores)
    assert auc(truth, -scores) == pytest.approx(1 - auc(truth, scores), abs=1e-12)
    assert auc(truth, truth.astype(float)) == 1.0
    assert auc(truth, np.zeros(truth.shape)) == 0.5


@pytest.mark.parametrize("auc", [micro_auc, macro_auc])
def test_blocks_change_nothing(auc, example, monkeypatch):
    whole = auc(*example)
    monkeypatch.setattr(_counts, "BLOCK", 50)
    monkeypatch.setattr(_auc, "BLOCK", 50)
    assert auc(*example) == whole


def test_macro_leaves_undefined_codes_out(example):
    truth, scores = example
    truth = truth.copy()
    truth[:, 3], truth[:, 4] = 0, 1
    defined = (truth.sum(axis=0) > 0) & (truth.sum(axis=0) < 40)
    expected = roc_auc_score(truth[:, defined], scores[:, defined], average="macro")
    assert macro_auc(truth, scores) == pytest.approx(expected, abs=1e-12)


def test_number_of_codes_in_the_mean():
    truth, scores = [[1, 0, 1], [0, 0, 1], [1, 0, 1]], [[0.9, 0.2, 0.1]] * 3
    assert macro_auc(truth, scores, return_n_codes=True) == (0.5, 1)
    with pytest.warns(UndefinedMetricWarning):
        value, n_codes = macro_auc([[1], [1]], [[0.1], [0.2]], return_n_codes=True)
    assert np.isnan(value) and n_codes == 0
