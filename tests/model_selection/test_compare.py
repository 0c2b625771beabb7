"""A comparison is what a slow loop over the same resamples gives, and its p-values are honest."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode import metrics
from skmedcode.model_selection import compare_coders

ROW = ("model", "score", "difference", "low", "high", "p_value")


@pytest.fixture
def truth():
    rng = np.random.RandomState(0)
    truth = (rng.rand(40, 12) < 0.25).astype(int)
    truth[3] = 0
    truth[:, 5] = 0
    return truth


@pytest.fixture
def scores(truth):
    rng = np.random.RandomState(1)
    return {
        "old": truth + rng.normal(size=truth.shape),
        "new": truth + rng.normal(scale=0.7, size=truth.shape),
    }


CODES = [f"{category}.{digit}" for category in ("I50", "E11", "N18") for digit in range(4)]
THRESHOLDS = {"old": 0.6, "new": 0.5}
NAMES = [*metrics.get_scorer_names(), "precision_at_3", "recall_at_1"]
NAMES = [name for name in NAMES if not name.endswith("_15")]


def value_of(name, truth, score, threshold):
    """The metric as a user would call it."""
    stem, at, k = name.rpartition("_at_")
    if at:
        return getattr(metrics, f"{stem}_at_k")(truth, score, int(k))
    if name.startswith("hierarchical"):
        return getattr(metrics, name)(truth, score >= threshold, code_names=CODES)
    return getattr(metrics, name)(truth, score >= threshold if "f1" in name else score)


@pytest.mark.parametrize("name", NAMES)
def test_equal_to_a_slow_loop(name, truth, scores):
    found = compare_coders(
        truth,
        scores,
        metric=name,
        thresholds=THRESHOLDS,
        code_names=CODES,
        n_resamples=60,
        random_state=3,
    )
    rng, differences = np.random.RandomState(3), []
    for _ in range(60):
        rows = rng.randint(40, size=40)
        old, new = (
            value_of(name, truth[rows], scores[model][rows], THRESHOLDS[model])
            for model in ("old", "new")
        )
        differences.append(new - old)
    old, new = (value_of(name, truth, scores[m], THRESHOLDS[m]) for m in ("old", "new"))
    low, high = np.quantile(differences, [0.025, 0.975])
    far = np.abs(np.array(differences) - (new - old)) >= abs(new - old) - 1e-12
    expected = (new, new - old, low, high, (1 + far.sum()) / 61)
    assert found["old"].score == pytest.approx(old, abs=1e-12)
    assert found["new"][1:] == pytest.approx(expected, abs=1e-12)


def test_callables_get_arrays(truth, scores):
    def mean_average_precision(y_true, y_score):
        assert isinstance(y_true, np.ndarray) and y_true.shape == y_score.shape == (40, 12)
        return metrics.mean_average_precision(y_true, y_score)

    named = compare_coders(truth, scores, n_resamples=50, random_state=0)
    called = compare_coders(
        truth, scores, metric=mean_average_precision, n_resamples=50, random_state=0
    )
    assert called["new"][1:] == pytest.approx(named["new"][1:], abs=1e-12)
    assert str(called) == str(named)


def test_seeds_are_averaged_within_a_resample(truth, scores):
    seeds = [scores["new"], scores["old"] + 0.1, 2 * scores["new"]]
    thresholds = {"old": 0.6, "seeds": [0.5, 0.4, 0.8]}
    found = compare_coders(
        truth, {"old": scores["old"], "seeds": seeds}, metric="f1_micro",
        thresholds=thresholds, n_resamples=40, random_state=0,
    )  # fmt: skip
    rng, differences = np.random.RandomState(0), []
    for _ in range(40):
        rows = rng.randint(40, size=40)
        pairs = zip(seeds, thresholds["seeds"], strict=True)
        new = np.mean([metrics.f1_micro(truth[rows], s[rows] >= t) for s, t in pairs])
        differences.append(new - metrics.f1_micro(truth[rows], scores["old"][rows] >= 0.6))
    assert found["seeds"].low == pytest.approx(np.quantile(differences, 0.025), abs=1e-12)
    again = compare_coders(
        truth, {"old": scores["old"], "seeds": np.array(seeds)}, metric="f1_micro",
        thresholds=thresholds, n_resamples=40, random_state=0,
    )  # fmt: skip
    assert again == found


@pytest.mark.parametrize("name", ["mean_average_precision", "f1_macro", "macro_auc"])
def test_identical_models_do_not_differ(name, truth, scores):
    same = {"a": scores["old"], "b": scores["old"].copy(), "c": [scores["old"]] * 2}
    found = compare_coders(
        truth, same, metric=name, thresholds=dict.fromkeys("abc", 0.5), n_resamples=30
    )
    for row in found:
        assert row[2:] == (0.0, 0.0, 0.0, 1.0)


def test_a_clearly_better_model(truth, scores):
    scores["perfect"] = truth.astype(float)
    found = compare_coders(truth, scores, reference="perfect", random_state=0)
    assert [row.model for row in found] == ["perfect", "old", "new"] and len(found) == 3
    assert found["perfect"] == ("perfect", 1.0, 0.0, 0.0, 0.0, 1.0)
    for name in ("old", "new"):
        row = found[name]
        assert row.p_value < 0.001 and row.low < row.difference < row.high < 0
    swapped = compare_coders(truth, scores, reference="old", random_state=0)["perfect"]
    assert swapped.difference == -found["old"].difference
    assert swapped.p_value == found["old"].p_value
    assert (swapped.low, swapped.high) == pytest.approx((-found["old"].high, -found["old"].low))


def simulated(rng, hit_rate, n_notes=60, n_codes=4):
    """Gold codes, and scores of a coder whose every cell is right with a probability."""
    truth = rng.rand(n_notes, n_codes) < 0.5
    return truth, np.where(rng.rand(n_notes, n_codes) < hit_rate, truth, ~truth).astype(float)


@pytest.mark.parametrize("rate", [0.7, 0.8])
def test_intervals_cover_the_true_difference(rate):
    """Gold codes are half of the cells, so F1 of the population is the share of right cells."""
    rng = np.random.RandomState(0)
    covered, significant = [], []
    for _ in range(300):
        truth, first = simulated(rng, 0.7)
        right = rng.rand(*truth.shape) < rate
        second = np.where(right, truth, ~truth).astype(float)
        row = compare_coders(
            truth, {"first": first, "second": second}, metric="f1_micro", n_resamples=300,
            thresholds={"first": 0.5, "second": 0.5}, random_state=rng,
        )["second"]  # fmt: skip
        covered.append(row.low <= rate - 0.7 <= row.high)
        significant.append(row.p_value <= 0.05)
    assert 0.91 < np.mean(covered) < 0.98
    if rate == 0.7:  # no difference: errors of the first kind
        assert 0.02 < np.mean(significant) < 0.09
    else:
        assert np.mean(significant) > 0.6


def test_groups_are_drawn_whole(truth, scores):
    """Ten copies of each note, a group each, are as uncertain as the notes themselves."""
    once = compare_coders(truth, scores, n_resamples=200, random_state=0)["new"]
    copies = {name: np.repeat(score, 10, axis=0) for name, score in scores.items()}
    patients = np.repeat([f"patient {row:02d}" for row in range(40)], 10)
    for groups in (patients, pd.Series(patients), patients.tolist(), np.repeat(range(40), 10)):
        tenfold = compare_coders(
            np.repeat(truth, 10, axis=0), copies, groups=groups, n_resamples=200, random_state=0
        )
        if np.asarray(groups).dtype.kind != "i":  # as text, 10 comes before 2
            assert tenfold["new"][1:] == pytest.approx(once[1:], abs=1e-12)
        assert "400 notes in 40 groups" in str(tenfold)
    alone = compare_coders(np.repeat(truth, 10, axis=0), copies, n_resamples=200)["new"]
    assert alone.high - alone.low < (once.high - once.low) / 2


def test_forms_blocks_and_seeds(truth, scores, monkeypatch):
    expected = compare_coders(truth, scores, n_resamples=90, random_state=5)
    codes = list("abcdefghijkl")
    frames = {name: pd.DataFrame(score, columns=codes) for name, score in scores.items()}
    for y_true in (truth.tolist(), sp.csr_matrix(truth), pd.DataFrame(truth, columns=codes)):
        assert compare_coders(y_true, frames, n_resamples=90, random_state=5) == expected
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert compare_coders(truth, scores, n_resamples=90) != expected
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002
    monkeypatch.setattr("skmedcode.metrics._counts.BLOCK", 400)  # ten resamples a block
    blocks = compare_coders(truth, scores, n_resamples=90, random_state=5)
    assert blocks["new"][1:] == pytest.approx(expected["new"][1:], abs=1e-12)


def test_resamples_without_a_gold_code_are_left_out(scores):
    truth = np.zeros((40, 12), dtype=int)
    truth[7, 2] = 1  # more than a third of the resamples miss the one note
    for name in ("mean_average_precision", "micro_auc"):
        row = compare_coders(truth, scores, metric=name, n_resamples=50)["new"]
        assert np.isfinite(row[1:]).all()


def test_table(truth, scores):
    scores["a longer name"] = scores["old"]
    found = compare_coders(truth, scores, confidence_level=0.9, n_resamples=50, random_state=0)
    lines = str(found).splitlines()
    assert lines[0] == "mean_average_precision, 40 notes, 50 resamples, against 'old'"
    assert "90% interval" in lines[1] and len(lines) == 5
    assert len(lines[1]) == len(lines[3]) == len(lines[4]) <= 100
    row = found["new"]
    assert f"{row.difference:+.3f}  [{row.low:+.3f}, {row.high:+.3f}]" in lines[3]
    assert repr(found) == str(found)
    assert pd.DataFrame(list(found)).columns.tolist() == list(ROW)
    with pytest.raises(KeyError, match="no model 'newer' was compared; choose one of 'old'"):
        found["newer"]


def test_undefined_metrics_are_an_error(scores):
    for name in ("mean_average_precision", "macro_auc"):
        with pytest.raises(ValueError, match=r"metric must be defined.*nan for 'old'"):
            compare_coders(np.zeros((40, 12), dtype=int), scores, metric=name, n_resamples=5)
