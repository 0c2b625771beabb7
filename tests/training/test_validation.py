"""The validation part: which notes, which score."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, label_ranking_average_precision_score, roc_auc_score

from skmedcode.training import NoteBatches
from skmedcode.training._validation import (
    HoldOut,
    ValidationScore,
    check_monitor,
    split_rows,
    validation_score,
)


@pytest.mark.parametrize(
    ("n_notes", "fraction", "n_validation"),
    [(20, 0.15, 3), (20, 0.01, 1), (100, 0.9, 90), (33, 0.5, 16), (1000, 0.15, 150)],
)
def test_split_rows(n_notes, fraction, n_validation):
    train, valid = split_rows(n_notes, fraction, 0)
    assert len(valid) == n_validation
    assert len(train) == n_notes - n_validation
    assert sorted([*train.tolist(), *valid.tolist()]) == list(range(n_notes))
    assert (np.diff(train) > 0).all()
    assert (np.diff(valid) > 0).all()


def test_split_rows_by_seed():
    first, again, other = (split_rows(50, 0.3, seed)[1].tolist() for seed in (1, 1, 2))
    assert first == again != other


@given(
    st.lists(st.integers(0, 9), min_size=20, max_size=60).filter(
        lambda groups: len(set(groups)) > 1
    ),
    st.floats(0.01, 0.9),
    st.integers(0, 5),
)
def test_no_patient_is_on_both_sides(groups, fraction, seed):
    groups = np.unique(groups, return_inverse=True)[1]
    train, valid = split_rows(len(groups), fraction, seed, groups)
    assert sorted([*train.tolist(), *valid.tolist()]) == list(range(len(groups)))
    assert len(train) and len(valid)
    assert not set(groups[train]) & set(groups[valid])
    sizes, room = np.bincount(groups), max(1, round(fraction * len(groups)))
    if sizes.min() > room:
        assert len(valid) == sizes.min()
    else:  # no further patient would have fitted
        assert len(valid) <= room < len(valid) + np.bincount(groups[train]).max()


def test_a_patient_a_note_is_as_good_as_no_patients():
    for seed in range(5):
        pairs = zip(
            split_rows(50, 0.3, seed), split_rows(50, 0.3, seed, np.arange(50)), strict=True
        )
        assert all((first == second).all() for first, second in pairs)


def example():
    rng = np.random.RandomState(0)
    targets = (rng.uniform(size=(30, 5)) < 0.4).astype(np.float32)
    targets[:, 0] = rng.permutation(30) < 10
    return targets, rng.standard_normal((30, 5)).astype(np.float32)


def at_k(targets, scores, k, divisor):
    """By sorting each note's codes."""
    values = []
    for codes, row in zip(targets, scores, strict=True):
        best = sorted(range(len(row)), key=lambda code: -row[code])[:k]
        gold = int(codes.sum())
        if divisor == "recall" and not gold:
            continue
        values.append(
            sum(int(codes[code]) for code in best) / (k if divisor == "precision" else gold)
        )
    return np.mean(values)


def test_scores():
    targets, scores = example()
    coded = targets.any(axis=1)
    expected = {
        "mean_average_precision": label_ranking_average_precision_score(
            targets[coded], scores[coded]
        ),
        "micro_auc": roc_auc_score(targets, scores, average="micro"),
        "macro_auc": roc_auc_score(targets, scores, average="macro"),
        "f1_micro": max(
            f1_score(targets, scores >= cut, average="micro") for cut in np.unique(scores)
        ),
    }
    for k in (1, 3, 5):
        for kind in ("precision", "recall"):
            expected[f"{kind}_at_{k}"] = at_k(targets, scores, k, kind)
    for monitor, value in expected.items():
        assert validation_score(monitor, targets, scores) == pytest.approx(value, abs=1e-9), monitor


@pytest.mark.parametrize(
    "monitor",
    ["loss", "micro_auc", "macro_auc", "f1_micro", "mean_average_precision", "precision_at_12"],
)
def test_good_monitors(monitor):
    assert check_monitor(monitor) is None
    assert check_monitor(monitor, 12) is None


@pytest.mark.parametrize(
    "monitor",
    ["accuracy", "precision_at_0", "precision_at_k", "precision_at_", "f1_at_5", None, 5, ["loss"]],
)
def test_bad_monitors(monitor):
    with pytest.raises(ValueError, match=r"monitor must be one of .*'precision_at_K'"):
        check_monitor(monitor)


def test_more_codes_asked_than_there_are():
    with pytest.raises(ValueError, match="monitor='recall_at_8' needs at least 8 codes, Y has 7"):
        check_monitor("recall_at_8", 7)
    assert check_monitor("recall_at_8", 8) is None


def test_hold_out(data):
    dataset = data()
    train, valid = HoldOut(np.array([4, 7]), np.array([1]))(dataset, None)
    assert train.rows.tolist() == [4, 7]
    assert valid.rows.tolist() == [1]


class History(list):
    def record(self, name, value):
        self.append((name, value))


def test_recorded_score(data):
    """From shuffled batches the score of all notes; training batches do not count."""
    dataset = data()
    scores = torch.randn(60, 4, generator=torch.Generator().manual_seed(0))
    callback, net = ValidationScore("micro_auc"), SimpleNamespace(history=History())
    for _ in range(2):
        callback.on_epoch_begin(net)
        for places in NoteBatches(dataset, 7, random_state=0).places():
            batch = dataset.batch(places)
            callback.on_batch_end(net, batch=batch, training=True, y_pred=-scores[places])
            outputs = (scores[places], None)  # logits and something else
            callback.on_batch_end(net, batch=batch, training=False, y_pred=outputs)
        callback.on_epoch_end(net)
    expected = validation_score("micro_auc", dataset.targets(), scores.numpy())
    assert net.history == [("valid_score", expected)] * 2
    assert callback.targets_ == callback.scores_ == []
