"""A pipeline with memory reads the notes of each fold once, however many candidates there are."""

from collections import Counter

import numpy as np
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline
from tuning import CAML, MAP, NOTES, Y

from skmedcode import NoteTokenizer

FOLDS = list(KFold(2).split(NOTES))


class Counting(NoteTokenizer):
    """Counts the readings of training notes in this process."""

    calls = Counter()

    def fit_transform(self, notes, y=None):
        self.calls["fit"] += 1
        return super().fit_transform(notes, y)


def searched(memory):
    Counting.calls.clear()
    pipeline = Pipeline([("tokenizer", Counting()), ("coder", CAML)], memory=memory)
    grid = {"coder__lr": [0.001, 0.01, 0.03]}
    return GridSearchCV(pipeline, grid, cv=FOLDS, scoring=MAP, error_score="raise").fit(NOTES, Y)


def test_tokens_are_cached_across_a_grid(tmp_path):
    plain = searched(None)
    assert Counting.calls["fit"] == 3 * 2 + 1
    cached = searched(str(tmp_path))
    assert Counting.calls["fit"] == 2 + 1  # each fold once, and all notes for the refit
    scores = (search.cv_results_["mean_test_score"] for search in (plain, cached))
    np.testing.assert_array_equal(*scores)
    searched(str(tmp_path))
    assert Counting.calls["fit"] == 0


def test_cached_tokens_know_their_words(tmp_path):
    searched(str(tmp_path))
    best = searched(str(tmp_path)).best_estimator_
    assert Counting.calls["fit"] == 0
    assert best[-1].vocabulary_ == NoteTokenizer().fit(NOTES).vocabulary_
    (found,) = best[-1].explain(best[:-1].transform(NOTES[:1]), codes=[0], top_k=1)
    (_, _, [(_, _, word, _)]) = found[0]
    assert word in NOTES[0].lower()
