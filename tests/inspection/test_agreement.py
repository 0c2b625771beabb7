"""Agreement with gold evidence, against hand-made coders."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.metrics import average_precision_score, f1_score

from skmedcode.inspection import evidence_agreement
from skmedcode.text import NoteTokenizer

NOTES = ["acute renal failure no pain", "old hip fracture"]
EVIDENCE = [[("N17", 6, 19), ("R52", 23, 27), ("Z99", 0, 5)], [("S72", 4, 7), ("S72", 8, 16)]]
CODES = np.array(["N17", "R52", "S72"], dtype=object)


class Reader(BaseEstimator):
    """Explains every code by scores of its own."""

    def __init__(self, scores):
        self.scores, self.classes_ = scores, CODES
        self.tokenizer_ = NoteTokenizer().fit(NOTES)

    def fit(self, X, y):
        return self

    def explain(self, X, codes, method, top_k):
        rows = []
        for note in X:
            spans = self.tokenizer_.offsets(note)
            own = []
            for code in codes:
                scored = zip(spans, self.scores[code], strict=True)
                words = [(int(a), int(b), note[a:b], s) for (a, b), s in scored if s > 0]
                own.append((code, 0.5, sorted(words, key=lambda w: -w[3])[:top_k]))
            rows.append(own)
        return rows


SCORES = {"N17": [0.1, 0.2, 0.5, 0.2, 0.0], "R52": [0.9, 0.05, 0.05, 0, 0], "S72": [0, 0.7, 0.3]}
GOLD = {"N17": [0, 1, 1, 0, 0], "R52": [0, 0, 0, 0, 1], "S72": [0, 1, 1]}


def test_against_scikit_learn():
    found = evidence_agreement(Reader(SCORES), NOTES, EVIDENCE)
    assert found.n_pairs == 3
    expected = [average_precision_score(GOLD[code], SCORES[code]) for code in GOLD]
    assert found.auprc == pytest.approx(np.mean(expected))
    taken = round(np.mean([sum(gold) for gold in GOLD.values()]))
    assert taken == 2
    scores = []
    for code in GOLD:
        best = np.argsort(-np.array(SCORES[code]), kind="stable")[:taken]
        scores.append(f1_score(GOLD[code], np.isin(np.arange(len(GOLD[code])), best)))
    assert found.token_f1 == pytest.approx(np.mean(scores))


def test_perfect_evidence():
    found = evidence_agreement(Reader({"S72": [0, 0.6, 0.4]}), NOTES[1:], EVIDENCE[1:])
    assert found == {"auprc": 1.0, "token_f1": 1.0, "n_pairs": 1}


def test_nothing_to_compare():
    with pytest.raises(ValueError, match="evidence must name codes"):
        evidence_agreement(Reader(SCORES), NOTES, [[("Z99", 0, 3)], []])
    with pytest.raises(ValueError, match="evidence must have one list a note: 2, got 1"):
        evidence_agreement(Reader(SCORES), NOTES, [[]])
