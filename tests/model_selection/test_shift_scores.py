"""What notes contribute, against the metrics themselves and a loop over bins."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.utils import Bunch

from skmedcode import metrics
from skmedcode.model_selection import _shift_scores
from skmedcode.model_selection._shift_scores import score_notes


class Fixed:
    """Gives the probabilities of a table; a note is the number of its row."""

    def __init__(self, table, threshold=0.5):
        self.table, self.classes_ = table, np.arange(table.shape[1])
        if threshold is not None:
            self.threshold_ = threshold

    def predict_proba(self, X):
        return self.table[np.asarray(X, dtype=int)]

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int)


@pytest.fixture
def example():
    rng = np.random.default_rng(0)
    truth = (rng.random((30, 7)) < 0.3).astype(int)
    truth[4] = 0
    return truth, rng.random((30, 7)).round(1)


@pytest.mark.parametrize("cells", [1, 20, 10**6])
@pytest.mark.parametrize("threshold", [0.5, None, np.linspace(0.2, 0.8, 7)])
def test_equal_to_the_metrics(example, cells, threshold, monkeypatch):
    monkeypatch.setattr(_shift_scores, "CELLS", cells)
    truth, chances = example
    n_gold = truth.sum(axis=1) + 1
    side = Bunch(notes=[str(row) for row in range(30)], Y=sp.csr_array(truth), n_gold=n_gold)
    scores = score_notes(Fixed(chances, threshold), side, k=3)
    given_codes = chances >= (0.5 if threshold is None else threshold)
    f1 = 2 * scores.hits.sum() / (truth.sum() + scores.n_predicted.sum())
    assert f1 == pytest.approx(metrics.f1_micro(truth, given_codes))
    precision = metrics.mean_average_precision(truth, chances, n_relevant=n_gold)
    assert scores.average_precision.mean() == pytest.approx(precision)
    assert scores.right.mean() == pytest.approx(metrics.precision_at_k(truth, chances, 3))
    for row in range(30):
        best = sorted(range(7), key=lambda code: (-chances[row, code], code))[:3]
        assert scores.chance[row].tolist() == chances[row, best].tolist()
        assert scores.right[row].tolist() == truth[row, best].tolist()


def test_a_threshold_on_decision_values_is_none_of_probabilities(example):
    truth, chances = example
    side = Bunch(notes=np.arange(30), Y=sp.csr_array(truth), n_gold=truth.sum(axis=1))
    tuner = Fixed(chances, threshold=0.0)
    tuner.response_method = "decision_function"  # whose 0 is the probability 0.5
    assert score_notes(tuner, side, k=3).n_predicted.sum() == (chances >= 0.5).sum()


def test_probabilities_are_checked(example):
    truth, chances = example
    side = Bunch(notes=np.arange(30), Y=sp.csr_array(truth), n_gold=truth.sum(axis=1))
    with pytest.raises(ValueError, match="probabilities between 0 and 1"):
        score_notes(Fixed(chances * 2), side, k=3)
