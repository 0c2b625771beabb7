"""The mean of logits, folds in all their forms, and the checks."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import GroupKFold, KFold

from skmedcode import AttentionCoder
from skmedcode.ensemble import L1LogisticRegression
from skmedcode.ensemble._mixing import check_threshold, folds, known_evidence, mean_logits
from skmedcode.utils._validation import require_positive

NOTES = [str(i) for i in range(12)]
Y = np.ones((12, 2), dtype=int)


def test_mean_of_logits_leaves_its_parts_alone():
    parts = [np.full((2, 3), k, dtype=np.float32) for k in (1, 2, 6)]
    assert (mean_logits(parts) == 3).all() and mean_logits(parts).dtype == np.float32
    assert (parts[0] == 1).all()
    assert (mean_logits(parts[:1]) == parts[0]).all()


@pytest.mark.parametrize("cv", [4, np.int64(4), KFold(4)])
def test_folds_partition_the_notes(cv):
    splits = folds(cv, NOTES, Y, np.random.RandomState(0))
    assert len(splits) == 4
    assert sorted(np.concatenate([test for _, test in splits])) == list(range(12))
    for train, test in splits:
        assert sorted([*train, *test]) == list(range(12))


def test_an_int_means_shuffled_folds_of_that_seed():
    first, same, other = (folds(3, NOTES, Y, np.random.RandomState(k)) for k in (0, 0, 1))
    assert all((a[1] == b[1]).all() for a, b in zip(first, same, strict=True))
    assert any((a[1] != b[1]).any() for a, b in zip(first, other, strict=True))
    assert first[0][1].tolist() != [0, 1, 2, 3]


def test_pairs_of_rows_are_taken_as_they_are():
    pairs = list(GroupKFold(3).split(NOTES, groups=np.arange(12) // 2))
    taken = folds(iter(pairs), NOTES, Y, np.random.RandomState(0))
    assert all((a[1] == b[1]).all() for a, b in zip(pairs, taken, strict=True))


@pytest.mark.parametrize(
    ("cv", "error"),
    [(1, ValueError), (13, ValueError), (2.5, TypeError), (True, TypeError), ("5", TypeError)],
)
def test_bad_cv(cv, error):
    with pytest.raises(error, match="cv"):
        folds(cv, NOTES, Y, np.random.RandomState(0))


@pytest.mark.parametrize("threshold", ["auto", 0, 0.5, 1, np.float32(0.25)])
def test_good_thresholds(threshold):
    check_threshold(threshold)


@pytest.mark.parametrize("threshold", ["best", -0.1, 1.1, None, True, np.nan])
def test_bad_thresholds(threshold):
    with pytest.raises((TypeError, ValueError), match="threshold"):
        check_threshold(threshold)


def test_some_code_is_needed():
    require_positive(sparse.csr_array(np.eye(2)))
    with pytest.raises(ValueError, match="zeros only"):
        require_positive(sparse.csr_array((2, 2)))


def test_evidence_of_codes_that_are_learnt():
    members, classes = [("deep", AttentionCoder())], np.array(["a", "b"])
    given = [[("a", 0, 3, "present"), ("z", 1, 2)], None]
    assert known_evidence(given, 2, members, classes) == [[("a", 0, 3)], []]
    assert known_evidence(None, 2, members, classes) is None
    assert known_evidence([[], []], 2, members, classes) == [[], []]
    with pytest.raises(ValueError, match="none of its codes was found"):
        known_evidence([[("z", 1, 2)], []], 2, members, classes)
    with pytest.raises(ValueError, match="one list a note: 3, got 2"):
        known_evidence(given, 3, members, classes)
    with pytest.raises(TypeError, match="evidence needs a member that learns from it"):
        known_evidence(given, 2, [("linear", L1LogisticRegression())], classes)
