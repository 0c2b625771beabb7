"""The report shows what the single metrics say."""

import numpy as np
import pytest
import scipy.sparse as sp

from skmedcode import metrics


@pytest.fixture
def example():
    rng = np.random.default_rng(0)
    truth = (rng.random((30, 9)) < 0.3).astype(int)
    truth[:, 0] = 0
    return truth, rng.random((30, 9))


def test_dict_equals_scorers_metrics(example):
    truth, scores = example
    report = metrics.coding_report(truth, scores, threshold=0.6, output_dict=True)
    predicted = scores >= 0.6
    for name in ("f1_micro", "f1_macro", "f1_macro_caml"):
        assert report[name] == getattr(metrics, name)(truth, predicted)
    for name in ("micro_auc", "macro_auc", "mean_average_precision"):
        assert report[name] == getattr(metrics, name)(truth, scores)
    for k in (5, 8):
        assert report[f"precision_at_{k}"] == metrics.precision_at_k(truth, scores, k)
        assert report[f"recall_at_{k}"] == metrics.recall_at_k(truth, scores, k)
    assert "precision_at_15" not in report
    assert report["n_notes"] == 30
    assert (report["n_codes"], report["n_codes_present"], report["n_codes_auc"]) == (9, 8, 8)
    assert not set(report) - set(metrics.get_scorer_names()) - {
        "n_notes", "n_codes", "n_codes_present", "n_codes_auc"
    }  # fmt: skip


def test_text(example):
    truth, scores = example
    text = metrics.coding_report(truth, scores, k=3)
    report = metrics.coding_report(sp.csr_matrix(truth), scores, k=[3], output_dict=True)
    for name in ("micro_auc", "macro_auc", "f1_macro_caml", "precision_at_3", "recall_at_3"):
        assert f"{report[name]:.3f}" in text
    assert "30 notes, 9 codes: 8 with a positive, 8 in macro-AUC; threshold 0.5" in text
    assert max(map(len, text.splitlines())) <= 100


def test_no_k_fits():
    text = metrics.coding_report([[1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8]])
    assert "@" not in text


def test_threshold_per_code(example):
    truth, scores = example
    cuts = np.linspace(0.2, 0.8, 9)
    report = metrics.coding_report(truth, scores, threshold=cuts, output_dict=True)
    assert report["f1_micro"] == metrics.f1_micro(truth, scores >= cuts)
    assert "threshold per code" in metrics.coding_report(truth, scores, threshold=cuts)


@pytest.mark.parametrize("threshold", ["high", None, np.nan, [0.5, 0.5]])
def test_threshold_is_checked(threshold, example):
    with pytest.raises(ValueError, match="threshold must be a number, or 9"):
        metrics.coding_report(*example, threshold=threshold)


def test_k_is_checked(example):
    with pytest.raises(ValueError, match="k must be at least 1"):
        metrics.coding_report(*example, k=(5, 0))
    with pytest.raises(TypeError, match="k must be an int"):
        metrics.coding_report(*example, k="5")
