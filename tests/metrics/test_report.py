"""The report shows what the single metrics say."""

import json
import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

from skmedcode import metrics
from skmedcode.metrics import _auc, _counts, _ranks


@pytest.fixture
def example():
    rng = np.random.default_rng(0)
    truth = (rng.random((30, 9)) < 0.3).astype(int)
    truth[:, 0] = 0
    return truth, rng.random((30, 9))


def test_dict_equals_scorers_metrics(example):
    truth, scores = example
    report = metrics.coding_report(truth, scores, threshold=0.6)
    predicted = scores >= 0.6
    for name in ("f1_micro", "f1_macro", "f1_macro_caml"):
        assert report[name] == getattr(metrics, name)(truth, predicted)
    for name in ("micro_auc", "macro_auc", "mean_average_precision", "r_precision"):
        assert report[name] == getattr(metrics, name)(truth, scores)
    for k in (5, 8):
        assert report[f"ndcg_at_{k}"] == metrics.ndcg_at_k(truth, scores, k)
        assert report[f"precision_at_{k}"] == metrics.precision_at_k(truth, scores, k)
        assert report[f"recall_at_{k}"] == metrics.recall_at_k(truth, scores, k)
    assert "precision_at_15" not in report
    assert report["n_notes"] == 30
    assert (report["n_codes"], report["n_codes_present"], report["n_codes_auc"]) == (9, 8, 8)
    assert not set(report) - set(metrics.get_scorer_names()) - {
        "n_notes", "n_codes", "n_codes_present", "n_codes_auc", "threshold"
    }  # fmt: skip


def test_text(example):
    truth, scores = example
    text = str(metrics.coding_report(truth, scores, k=3))
    report = metrics.coding_report(sp.csr_matrix(truth), scores, k=[3])
    assert str(report) == repr(report) == text
    for name in ("micro_auc", "macro_auc", "ndcg_at_3", "precision_at_3", "r_precision"):
        assert f"{report[name]:.3f}" in text
    assert "30 notes, 9 codes: 8 with a positive, 8 in macro-AUC; threshold 0.5" in text
    assert max(map(len, text.splitlines())) <= 100


def test_no_k_fits():
    text = str(metrics.coding_report([[1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8]]))
    assert "@" not in text


def test_threshold_per_code(example):
    truth, scores = example
    cuts = np.linspace(0.2, 0.8, 9)
    report = metrics.coding_report(truth, scores, threshold=cuts)
    assert report["f1_micro"] == metrics.f1_micro(truth, scores >= cuts)
    assert "threshold per code" in str(metrics.coding_report(truth, scores, threshold=cuts))


@pytest.mark.parametrize("threshold", ["high", None, np.nan, [0.5, 0.5]])
def test_threshold_is_checked(threshold, example):
    with pytest.raises(ValueError, match="threshold must be a number, or 9"):
        metrics.coding_report(*example, threshold=threshold)


def test_k_is_checked(example):
    with pytest.raises(ValueError, match="k must be at least 1"):
        metrics.coding_report(*example, k=(5, 0))
    with pytest.raises(TypeError, match="k must be an int"):
        metrics.coding_report(*example, k="5")


@pytest.fixture
def train_counts():
    return np.array([0, 0, 3, 9, 10, 49, 50, 700, 2])


def test_bins_are_the_metrics_of_their_codes(example, train_counts):
    truth, scores = example
    report = metrics.coding_report(truth, scores, train_counts=train_counts)
    bins = report["bins"]
    assert list(bins) == ["0", "1-9", "10-49", ">= 50"]
    predicted = scores >= 0.5
    for label, codes in (("0", [0, 1]), ("1-9", [2, 3, 8]), ("10-49", [4, 5]), (">= 50", [6, 7])):
        gold, figures = truth[:, codes], bins[label]
        assert figures["n_codes"] == len(codes)
        assert figures["n_codes_present"] == gold.any(axis=0).sum()
        assert figures["n_gold"] == gold.sum()
        assert figures["f1_micro"] == metrics.f1_micro(gold, predicted[:, codes])
        assert figures["f1_macro"] == metrics.f1_macro(gold, predicted[:, codes])
        assert figures["macro_auc"] == metrics.macro_auc(gold, scores[:, codes])
        best = np.argsort(-scores, axis=1)[:, :8]  # among all codes, whatever their bin
        found = [len(set(best[i]) & set(np.array(codes)[gold[i] == 1])) for i in range(30)]
        coded = gold.any(axis=1)
        recall = np.mean(np.array(found)[coded] / gold.sum(axis=1)[coded])
        assert figures["recall_at_8"] == pytest.approx(recall, abs=1e-12)
        assert set(figures) <= {
            "n_codes", "n_codes_present", "n_gold", "f1_micro", "f1_macro", "macro_auc",
            "recall_at_8",
        }  # fmt: skip


def test_one_bin_of_all_codes_repeats_the_report(example):
    report = metrics.coding_report(*example, train_counts=np.full(9, 5))
    assert list(report["bins"]) == ["1-9"]
    for name, value in report["bins"]["1-9"].items():
        assert value == report.get(name, example[0].sum())


def test_bins_as_text(example, train_counts):
    text = str(metrics.coding_report(*example, train_counts=train_counts, bins=(1, 5, 6, 800)))
    table = text.split("\n\n")[-1].splitlines()
    assert [line[:14].strip() for line in table] == ["training notes", "0", "1-4", "6-799"]
    assert table[0].endswith("recall@8") and max(map(len, table)) <= 100
    assert len({len(line) for line in table}) == 1
    assert text.startswith(str(metrics.coding_report(*example)))


def test_a_bin_without_gold_codes_is_not_a_number(example):
    counts = np.array([0] + [60] * 8)  # the first code has no positive
    report = metrics.coding_report(*example, k=20, train_counts=counts)
    figures = report["bins"]["0"]
    assert (figures["n_codes"], figures["n_codes_present"], figures["n_gold"]) == (1, 0, 0)
    assert np.isnan([figures["f1_micro"], figures["f1_macro"], figures["macro_auc"]]).all()
    assert not any(name.startswith("recall") for name in figures)  # no k fits
    line = str(metrics.coding_report(*example, train_counts=counts)).splitlines()[-2]
    assert line.split() == ["0", "1", "0", "0", "-", "-", "-", "-"]


def test_names_of_train_counts_are_compared(example, train_counts):
    truth, codes = example[0], list("abcdefghi")
    frame = pd.DataFrame(truth, columns=codes)
    counts = pd.Series(train_counts, index=codes)
    report = metrics.coding_report(frame, example[1], train_counts=counts)
    for other in (train_counts, train_counts.tolist()):
        again = metrics.coding_report(frame, example[1], train_counts=other)
        assert again == report
    with pytest.raises(ValueError, match=r"same order.*train_counts\[y_true\.columns\]"):
        metrics.coding_report(frame, example[1], train_counts=counts[::-1])


def test_the_report_is_plain_and_travels(example, train_counts):
    report = metrics.coding_report(*example, threshold=[0.5] * 9, train_counts=train_counts)
    assert report.f1_micro == report["f1_micro"]
    for copy in (pickle.loads(pickle.dumps(report)), json.loads(json.dumps(report))):
        assert dict(copy) == dict(report)
    assert str(pickle.loads(pickle.dumps(report))) == str(report)


def test_frames(example, train_counts):
    truth, scores = example
    names = list("abcdefghi")
    plain = metrics.coding_report(truth, scores, train_counts=train_counts)
    report = metrics.coding_report(
        truth, scores, train_counts=train_counts, code_names=names, as_frame=True
    )
    assert str(report) == str(plain)
    assert report.bins.to_dict("index") == plain.bins
    codes, predicted = report.codes, scores >= 0.5
    assert codes.index.tolist() == names
    np.testing.assert_array_equal(codes["n_train"], train_counts)
    for column, name in enumerate(names):
        gold, given = truth[:, column], predicted[:, column]
        line = codes.loc[name]
        assert (line.n_gold, line.n_predicted) == (gold.sum(), given.sum())
        assert line.precision == pytest.approx(precision_score(gold, given))
        if not gold.any():
            assert np.isnan(line.recall) and np.isnan(line.auc)
            continue
        assert line.recall == pytest.approx(recall_score(gold, given))
        assert line.f1 == pytest.approx(f1_score(gold, given))
        assert line.auc == pytest.approx(roc_auc_score(gold, scores[:, column]))
    assert codes.auc.mean() == pytest.approx(report.macro_auc)
    frame = pd.DataFrame(truth, columns=names[::-1])
    by_column = metrics.coding_report(frame, scores, code_names=names, as_frame=True).codes
    assert by_column.index.tolist() == names[::-1]
    with pytest.raises(ValueError, match="code_names must name each column of Y"):
        metrics.coding_report(truth, scores, code_names=names[:2], as_frame=True)


def test_no_block_is_larger_than_agreed(example, monkeypatch):
    truth, scores = example
    counts = np.arange(9) + 5  # no bin without gold codes, whose figures are NaN
    expected = metrics.coding_report(truth, scores, train_counts=counts)
    monkeypatch.setattr(_counts, "BLOCK", 20)
    monkeypatch.setattr(_ranks, "BLOCK", 20)
    monkeypatch.setattr(_auc, "BLOCK", 20)
    report = metrics.coding_report(sp.csr_array(truth), scores, train_counts=counts)
    assert dict(report) == dict(expected)
