"""Each mistake in a comparison is named with its cure."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from skmedcode.model_selection import compare_coders
from skmedcode.model_selection._comparison_checks import check_thresholds, check_units

TRUTH = np.eye(4, dtype=int)
GOOD = TRUTH + 0.5
SCORES = {"a": GOOD, "b": GOOD}


@pytest.mark.parametrize(
    ("scores", "error", "match"),
    [
        ([GOOD, GOOD], TypeError, "scores must be a mapping .* got list"),
        ({"a": GOOD}, ValueError, "at least two models; got 1.*coding_report"),
        ({"a": GOOD, "b": GOOD[:3]}, ValueError, r"scores\['b'\]: .*shape \(4, 4\); got \(3, 4\)"),
        ({"a": GOOD, "b": [GOOD, GOOD[:3]]}, ValueError, r"scores\['b'\]: .*got \(3, 4\)"),
        ({"a": GOOD * np.nan, "b": GOOD}, ValueError, r"scores\['a'\]: .*finite"),
        ({"a": sp.csr_array(GOOD), "b": GOOD}, TypeError, r"scores\['a'\]: .*dense"),
        ({"a": [], "b": GOOD}, ValueError, r"scores\['a'\]: "),
    ],
)
def test_scores(scores, error, match):
    with pytest.raises(error, match=match):
        compare_coders(TRUTH, scores)


def test_columns_in_another_order():
    truth = pd.DataFrame(TRUTH, columns=list("abcd"))
    with pytest.raises(ValueError, match=r"scores\['b'\]: .*same order"):
        compare_coders(truth, {"a": GOOD, "b": pd.DataFrame(GOOD, columns=list("abdc"))})


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"metric": "accuracy"}, ValueError, "metric must be a callable or .* got 'accuracy'"),
        ({"metric": ["f1_micro"]}, ValueError, "metric must be a callable or a scorer's name"),
        ({"metric": "precision_at_9"}, ValueError, "number of codes, 4; got 9"),
        ({"metric": "f1_micro"}, ValueError, "got none for 'a'.*best_f1_threshold"),
        ({"metric": "f1_micro", "thresholds": {"a": 0.5}}, ValueError, "got none for 'b'"),
        ({"metric": "f1_micro", "thresholds": 0.5}, ValueError, "thresholds must map each model"),
        ({"reference": "c"}, ValueError, "reference must be .* got 'c'. Choose one of 'a', 'b'"),
        ({"n_resamples": 0}, ValueError, "n_resamples must be at least 1; got 0"),
        ({"n_resamples": 10.0}, TypeError, "n_resamples must be an int; got 10.0"),
        ({"confidence_level": 95}, ValueError, "between 0 and 1; got 95"),
        ({"confidence_level": None}, ValueError, "between 0 and 1; got None"),
        ({"groups": [1, 2, 3]}, ValueError, r"groups must be 4 patients.*got shape \(3,\)"),
        ({"groups": [1, 1, 1, 1]}, ValueError, "at least two groups"),
    ],
)
def test_options(options, error, match):
    with pytest.raises(error, match=match):
        compare_coders(TRUTH, SCORES, **options)


def test_truth():
    with pytest.raises(ValueError, match=r"^y_true must hold only 0 and 1"):
        compare_coders(TRUTH * 2, SCORES)
    with pytest.raises(ValueError, match="at least two notes"):
        compare_coders(TRUTH[:1], {"a": GOOD[:1], "b": GOOD[:1]})


def test_thresholds():
    assert check_thresholds({"a": 0.5}, "a", 3) == [0.5] * 3
    assert check_thresholds({"a": np.array([0.5, 0.25])}, "a", 2) == [0.5, 0.25]
    for wrong in ([0.5], [0.5] * 3, None, "half", [0.5, None], float("nan")):
        with pytest.raises(ValueError, match=r"thresholds\['a'\] must be a number, or 2 of them"):
            check_thresholds({"a": wrong}, "a", 2)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_a_note_without_a_patient(missing):
    with pytest.raises(ValueError, match=r"groups must name the patient.*group of its own"):
        check_units(pd.Series([1, missing, 2], dtype=object), 3)


def test_units():
    assert check_units(None, 3)[0].tolist() == [0, 1, 2]
    units, n_groups = check_units(["b", "a", "b"], 3)
    assert units.tolist() == [1, 0, 1] and n_groups == 2
