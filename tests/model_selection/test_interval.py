"""Intervals are what a slow loop over the same resamples gives, and hold what they promise."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode import metrics
from skmedcode.model_selection import bootstrap_interval

CODES = ["I50.1", "I50.9", "I10", "E11.9", "E11.2", "N18.3"]


@pytest.fixture
def example():
    rng = np.random.RandomState(0)
    truth = (rng.rand(40, 6) < 0.4).astype(int)
    return truth, truth + rng.normal(size=truth.shape)


def drawn_rows(patients, n_resamples, seed):
    rng, names = np.random.RandomState(seed), sorted(set(patients), key=str)
    for _ in range(n_resamples):
        chosen = [names[i] for i in rng.randint(len(names), size=len(names))]
        yield [row for name in chosen for row in np.flatnonzero(np.array(patients) == name)]


@pytest.mark.parametrize("patients", [None, list("abcdefghij") * 4])
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("precision_at_2", lambda y, s: metrics.precision_at_k(y, s, 2)),
        ("ndcg_at_3", lambda y, s: metrics.ndcg_at_k(y, s, 3)),
        ("r_precision", metrics.r_precision),
        ("micro_auc", metrics.micro_auc),
        ("f1_macro", lambda y, s: metrics.f1_macro(y, s >= 0.5)),
        ("hierarchical_f1", lambda y, s: metrics.hierarchical_f1(y, s >= 0.5, code_names=CODES)),
        (metrics.mean_average_precision, metrics.mean_average_precision),
    ],
)
def test_equal_to_a_slow_loop(example, patients, name, function):
    truth, scores = example
    found = bootstrap_interval(
        truth, scores, metric=name, threshold=0.5, code_names=CODES, groups=patients,
        n_resamples=80, confidence_level=0.9, random_state=1,
    )  # fmt: skip
    units = list(range(40)) if patients is None else patients
    if patients is None:
        rng = np.random.RandomState(1)
        rows = [rng.randint(40, size=40) for _ in range(80)]
    else:
        rows = list(drawn_rows(units, 80, 1))
    values = [function(truth[each], scores[each]) for each in rows]
    low, high = np.quantile(values, [0.05, 0.95])
    assert found == pytest.approx((function(truth, scores), low, high), abs=1e-12)


def test_several_metrics_share_their_draws(example):
    truth, scores = example
    names = ["f1_micro", "r_precision"]
    options = {"threshold": 0.5, "n_resamples": 50, "random_state": 0}
    found = bootstrap_interval(truth, scores, metric=names, **options)
    assert list(found) == names
    for name in names:
        assert found[name] == bootstrap_interval(truth, scores, metric=name, **options)


def test_forms_of_truth_and_predictions(example):
    truth, scores = example
    predicted = (scores >= 0.5).astype(int)
    options = {"metric": "hierarchical_f1", "n_resamples": 50, "random_state": 0}
    expected = bootstrap_interval(truth, scores, threshold=0.5, code_names=CODES, **options)
    frame = pd.DataFrame(truth, columns=CODES)
    assert bootstrap_interval(frame, predicted, **options) == expected
    sparse = [sp.csr_array(truth), sp.csc_matrix(predicted)]
    assert bootstrap_interval(*sparse, code_names=CODES, **options) == expected
    cuts = np.full(6, 0.5)
    assert bootstrap_interval(frame, scores, threshold=cuts, **options) == expected


def test_notes_of_few_patients_tell_less():
    rng = np.random.RandomState(0)
    patients = np.repeat(np.arange(30), 10)
    truth = (rng.rand(30, 5) < 0.5)[patients]  # all notes of a patient are alike
    scores = (truth + rng.normal(size=(30, 5))[patients]).astype(float)
    by_note = bootstrap_interval(truth, scores, random_state=0)
    by_patient = bootstrap_interval(truth, scores, groups=patients, random_state=0)
    assert by_note.score == by_patient.score
    assert by_patient.high - by_patient.low > 2 * (by_note.high - by_note.low)


def test_intervals_hold_the_truth_as_often_as_promised():
    """Over 150 samples of notes, about nine in ten 90% intervals hold the long-run micro F1."""
    rng = np.random.RandomState(0)

    def sample(n_notes):
        truth = rng.rand(n_notes, 8) < 0.3
        return truth, truth + rng.normal(size=truth.shape) >= 0.5

    true_value, inside = metrics.f1_micro(*sample(200_000)), 0
    for seed in range(150):
        _, low, high = bootstrap_interval(
            *sample(60), metric="f1_micro", n_resamples=200, confidence_level=0.9,
            random_state=seed,
        )  # fmt: skip
        inside += low <= true_value <= high
    assert 0.82 < inside / 150 < 0.97


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"metric": "f1_micro"}, "must be predictions, 0 or 1, for f1_micro without threshold"),
        ({"metric": "f2"}, "metric must be a callable or a scorer's name; got 'f2'"),
        ({"metric": "f1_micro", "threshold": [0.5]}, "threshold must be a number, or 6"),
        ({"metric": "hierarchical_f1", "threshold": 0.5}, "code_names must name the columns"),
        ({"groups": ["a"] * 40}, "at least two groups"),
        ({"groups": ["a"] * 3}, "40 patients, one per note"),
        ({"confidence_level": 1.0}, "confidence_level must be between"),
        ({"metric": "precision_at_9"}, "number of codes, 6; got 9"),
    ],
)
def test_errors(example, options, match):
    with pytest.raises(ValueError, match=match):
        bootstrap_interval(*example, **options)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
def test_undefined_metric(example):
    with pytest.raises(ValueError, match="metric must be defined for these notes; got nan"):
        bootstrap_interval(np.zeros((4, 2)), np.zeros((4, 2)))
