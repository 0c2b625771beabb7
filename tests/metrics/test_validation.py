"""What the metrics refuse, and that the error tells the cure."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode import metrics
from skmedcode.metrics._validation import check_indicator, check_k

OF_SCORES = [
    metrics.micro_auc,
    metrics.macro_auc,
    metrics.mean_average_precision,
    metrics.best_f1_threshold,
    metrics.coding_report,
    lambda y_true, y_score: metrics.precision_at_k(y_true, y_score, 1),
    lambda y_true, y_score: metrics.recall_at_k(y_true, y_score, 1),
    lambda y_true, y_score: metrics.ndcg_at_k(y_true, y_score, 1),
    metrics.r_precision,
]
OF_PREDICTIONS = [metrics.f1_micro, metrics.f1_macro, metrics.f1_macro_caml]
OF_PREDICTIONS += [
    partial(getattr(metrics, f"hierarchical_{side}"), code_names=["a", "b"])
    for side in ("f1", "precision", "recall")
]
Y = np.array([[1, 0], [0, 1], [1, 1]])
S = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.6]])


@pytest.mark.parametrize("metric", OF_SCORES)
@pytest.mark.parametrize(
    ("y_true", "y_score", "error", "match"),
    [
        (Y * 2, S, ValueError, "only 0 and 1.*MultiLabelBinarizer"),
        (Y - 1, S, ValueError, "only 0 and 1"),
        (sp.csr_matrix(Y * 3), S, ValueError, "only 0 and 1"),
        (Y[:, 0], S, ValueError, r"2-D; got 1 .*reshape\(-1, 1\)"),
        ([["401.9"], ["428.0", "250"]], S, ValueError, "MultiLabelBinarizer"),
        (Y[:0], S[:0], ValueError, "at least one note"),
        (Y, S[:2], ValueError, r"shape \(3, 2\); got \(2, 2\)"),
        (Y, S[:, :1], ValueError, "one column per code"),
        (Y, np.where(S > 0.8, np.nan, S), ValueError, "finite.*diverged"),
        (Y, np.where(S > 0.8, np.inf, S), ValueError, "finite"),
        (Y, sp.csr_array(S), TypeError, "toarray"),
        (Y, [["a", "b"]] * 3, ValueError, "array of numbers"),
        (Y, [[0.1], [0.2, 0.3], [0.1]], ValueError, "array of numbers"),
    ],
)
def test_scores_refused(metric, y_true, y_score, error, match):
    with pytest.raises(error, match=match):
        metric(y_true, y_score)


@pytest.mark.parametrize("metric", OF_PREDICTIONS)
def test_predictions_refused(metric):
    with pytest.raises(ValueError, match=r"y_pred must hold only 0 and 1; got 0\.9.*threshold"):
        metric(Y, S)
    with pytest.raises(ValueError, match="y_pred must have y_true's shape"):
        metric(Y, Y[:2])


@pytest.mark.parametrize("metric", OF_SCORES + OF_PREDICTIONS)
def test_frames_are_aligned_by_name(metric):
    truth, other = pd.DataFrame(Y, columns=["a", "b"]), pd.DataFrame(Y, columns=["b", "a"])
    with pytest.raises(ValueError, match="Align them by name"):
        metric(truth, other)
    assert metric(truth, other[["a", "b"]][["b", "a"]][["a", "b"]]) == metric(Y, Y[:, ::-1])


def test_error_never_prints_a_note():
    with pytest.raises(ValueError) as caught:
        check_indicator(["patient with chest pain"])
    assert "chest" not in str(caught.value)


@pytest.mark.parametrize("k", [1.0, "5", True, None])
def test_k_type(k):
    with pytest.raises(TypeError, match="k must be an int"):
        check_k(k, 10)


@pytest.mark.parametrize("k", [0, -1, 11])
def test_k_range(k):
    with pytest.raises(ValueError, match="from 1 to the number of codes, 10"):
        check_k(k, 10)
    assert check_k(np.int64(10), 10) == 10


def test_indicator_forms_agree_and_input_is_kept():
    explicit_zero = sp.csr_matrix(Y)
    explicit_zero.data[0] = 0
    forms = [Y, Y.astype(bool), Y.astype(float), Y.astype(object), Y.tolist(), pd.DataFrame(Y)]
    forms += [form(Y) for form in (sp.csr_matrix, sp.csc_array, sp.coo_matrix, sp.lil_array)]
    for form in forms:
        np.testing.assert_array_equal(check_indicator(form).toarray(), Y)
    assert check_indicator(explicit_zero).nnz == Y.sum() - 1
    assert explicit_zero.nnz == Y.sum()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.int8, bool, object])
@pytest.mark.parametrize("metric", OF_SCORES)
def test_score_dtypes(metric, dtype):
    scores = (S * 4).astype(np.int8).astype(dtype)
    assert metric(Y, scores) == metric(Y, scores.astype(float))


def test_frames_of_sparse_columns_stay_sparse(monkeypatch):
    frame = pd.DataFrame.sparse.from_spmatrix(sp.csr_array(Y), columns=["a", "b"])
    monkeypatch.setattr(pd.DataFrame, "__array__", None)  # what would make it dense
    np.testing.assert_array_equal(check_indicator(frame).toarray(), Y)
