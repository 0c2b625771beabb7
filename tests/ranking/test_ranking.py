"""RankingCoder as a whole: its contract, and that it cheats nowhere."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, load, save
from skmedcode.ensemble._frequent import FrequentCodes
from skmedcode.ensemble._linear import NOT_FITTED, L1LogisticRegression
from skmedcode.metrics import mean_average_precision
from skmedcode.ranking import _fit, _lexicon, _ranking
from skmedcode.ranking._ranking import RankingCoder
from skmedcode.ranking._trees import TreeShape
from skmedcode.utils.estimator_checks import toy_notes

NAMES = ["i10.0", "i10.1", "k20"]
TITLES = {"i10.0": "kab kad", "i10.1": "kaf kag", "k20": "kak kam"}  # words of toy_notes


@pytest.fixture(autouse=True)
def small_trees(monkeypatch):
    small = TreeShape(n_trees=15, n_leaves=5, min_leaf=5, lr=0.3, l2=1.0)
    monkeypatch.setattr(_lexicon, "SHAPE", small)
    monkeypatch.setattr(_fit, "SHAPE", small)


def linear(C=10.0):
    return [("words", make_pipeline(CountVectorizer(binary=True), L1LogisticRegression(C=C)))]


def ranking(**options):
    options = {"members": linear(), "cv": 3, "engine": "sklearn", "random_state": 0, **options}
    return RankingCoder(**options)


@pytest.fixture(scope="module")
def corpus():
    return toy_notes(n_notes=90, seed=1)


def test_it_learns_and_keeps_the_contract(corpus):
    notes, Y = corpus
    coder = ranking(code_names=NAMES, code_descriptions=TITLES).fit(notes[:60], Y[:60])
    logits, chances = coder.decision_function(notes[60:]), coder.predict_proba(notes[60:])
    assert logits.dtype == chances.dtype == np.float32
    assert logits.shape == (30, 3)
    np.testing.assert_allclose(chances, 1 / (1 + np.exp(-logits)), rtol=1e-5)
    predicted = coder.predict(notes[60:])
    np.testing.assert_array_equal(predicted, chances >= coder.threshold_)
    score = coder.score(notes[60:], Y[60:])
    assert score == f1_score(Y[60:], predicted, average="micro")
    assert score > 0.8
    assert coder.classes_.tolist() == NAMES
    assert coder.predict_codes(notes[60:], top_k=1)[0] == [NAMES[logits[0].argmax()]]


def test_forms_of_y_and_x(corpus):
    notes, Y = corpus
    notes, Y = notes[:40], Y[:40]
    first = ranking(code_names=NAMES).fit(notes, Y).decision_function(notes)
    frame = ranking().fit(pd.Series(notes), pd.DataFrame(Y, columns=NAMES))
    assert frame.classes_.tolist() == NAMES
    np.testing.assert_array_equal(frame.decision_function(np.array(notes)), first)
    thin = ranking(code_names=NAMES).fit(notes, sparse.csr_array(Y))
    assert sparse.issparse(thin.predict(notes))
    np.testing.assert_array_equal(thin.decision_function(notes), first)


def test_clone_pickle_and_seed(corpus):
    notes, Y = corpus
    coder = ranking(threshold=0.4)
    again = pickle.loads(pickle.dumps(clone(coder).fit(notes[:40], Y[:40])))
    assert again.threshold_ == 0.4
    expected = coder.fit(notes[:40], Y[:40]).decision_function(notes[40:50])
    np.testing.assert_array_equal(again.decision_function(notes[40:50]), expected)


def test_grid_search_reaches_into_members(corpus):
    notes, Y = corpus
    grid = {"members__words__l1logisticregression__C": [1.0, 10.0], "n_candidates": [1, None]}
    search = GridSearchCV(ranking(cv=2), grid, cv=2).fit(notes[:30], Y[:30])
    assert len(search.cv_results_["params"]) == 4
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_scores_and_processes_do_not_depend_on_neighbours(corpus):
    notes, Y = corpus
    coder = ranking(n_candidates=2).fit(notes[:40], Y[:40])
    together = coder.decision_function(notes[40:60])
    alone = np.vstack([coder.decision_function([note]) for note in notes[40:60]])
    np.testing.assert_allclose(together, alone, rtol=1e-5)


def test_all_candidates_are_no_pruning(corpus):
    notes, Y = corpus
    every = ranking(n_candidates=None).fit(notes[:40], Y[:40])
    as_many = ranking(n_candidates=3).fit(notes[:40], Y[:40])
    np.testing.assert_array_equal(every.decision_function(notes), as_many.decision_function(notes))
    one = ranking(n_candidates=1, lexicon=False).fit(notes[:40], Y[:40])
    left_out = one.decision_function(notes) <= NOT_FITTED + 1
    assert (left_out.sum(axis=1) == 2).all()


def test_codes_without_a_note_one_code_and_empty_notes(corpus):
    notes, Y = corpus
    wide = np.hstack([Y[:40], np.zeros((40, 1), dtype=int)])
    coder = ranking().fit(["", *notes[1:40]], wide)
    assert (coder.predict(notes)[:, 3] == 0).all()
    assert np.isfinite(coder.decision_function(["", "unheard"])).all()
    single = ranking().fit(notes[:40], Y[:40, :1])
    assert single.predict_proba(notes[:3]).shape == (3, 1)


def test_weights(corpus):
    notes, Y = corpus
    weight = np.ones(60)
    weight[40:] = 0
    folds = [(np.arange(20, 60), np.arange(20)), (np.arange(20), np.arange(20, 60))]
    coder = ranking(cv=folds).fit(notes[:60], Y[:60], sample_weight=weight)
    swapped = [*notes[:40], *notes[60:80]]  # what weighs nothing tells nothing
    members = [("words", FrozenEstimator(coder.members_[0][1]))]  # but the words of a vectorizer
    one = ranking(cv=folds, members=members).fit(notes[:60], Y[:60], sample_weight=weight)
    two = ranking(cv=folds, members=members)
    two.fit(swapped, np.vstack([Y[:40], 1 - Y[40:60]]), sample_weight=weight)
    assert one.threshold_ == two.threshold_
    np.testing.assert_array_equal(one._counts, two._counts)


def test_without_members_lexicon_or_titles(corpus):
    notes, Y = corpus
    titles_alone = ranking(members=[], lexicon=False, code_names=NAMES, code_descriptions=TITLES)
    assert titles_alone.fit(notes[:60], Y[:60]).score(notes[60:], Y[60:]) > 0.7
    lexicon_alone = ranking(members=[])
    assert lexicon_alone.fit(notes[:60], Y[:60]).score(notes[60:], Y[60:]) > 0.7
    with pytest.raises(ValueError, match="members"):
        ranking(members=[], lexicon=False).fit(notes, Y)


def test_other_members(corpus):
    notes, Y = corpus
    forest = make_pipeline(CountVectorizer(), OneVsRestClassifier(LogisticRegression()))
    deep = FrequentCodes(coder=AttentionCoder(max_epochs=1, embedding_dim=8), min_count=3)
    coder = ranking(members=[("linear", forest), ("deep", deep)]).fit(notes[:40], Y[:40])
    assert set(coder.member_scores(notes[:2])) == {"linear", "deep"}
    found = coder.explain(notes[:2], codes=[0])
    assert found[0][0][2]["deep"]


def test_evidence_is_in_the_text(corpus):
    notes, Y = corpus
    coder = ranking(code_names=NAMES, code_descriptions=TITLES).fit(notes[:60], Y[:60])
    kinds = {"words", "lexicon", "titles"}
    for note, found in zip(notes[60:], coder.explain(notes[60:], top_k=3), strict=True):
        assert [code for code, *_ in found] == coder.predict_codes([note])[0]
        for code, _, evidence in found:
            assert set(evidence) == kinds
            for pieces in evidence.values():
                assert len(pieces) <= 3
                assert all(note[a:b].lower() == words.lower() for a, b, words, _ in pieces)
                scores = [score for *_, score in pieces]
                assert scores == sorted(scores, reverse=True)
            if evidence["titles"]:
                assert evidence["titles"][0][2] in TITLES[code].split()


def rare_codes(n_notes=120, n_codes=40, seed=0):
    """Notes of random words, with codes drawn by lot, about three notes each."""
    rng = np.random.RandomState(seed)
    words = np.array([f"word{i}" for i in range(100)])
    notes = [" ".join(rng.choice(words, 10)) for _ in range(n_notes)]
    return notes, (rng.uniform(size=(n_notes, n_codes)) < 3 / n_notes).astype(int)


def cross_fitted_map(coder, notes, Y, monkeypatch):
    """What the ranker thinks of itself on held-out notes, and what chance would."""
    kept = {}

    def spy(rows, *others):
        logits = _fit.cross_fitted(rows.X, rows.y, rows.part, rows.weight, *others)
        scores = np.full(Y.size, -20.0)
        scores[rows.keys] = logits
        kept["scores"], kept["keys"] = scores.reshape(Y.shape), rows.keys
        return 0.5

    monkeypatch.setattr(_ranking, "tuned_threshold", spy)
    coder.fit(notes, Y)
    known = np.zeros(Y.size, dtype=bool)
    known[kept["keys"]] = True
    Y = Y * known.reshape(Y.shape)
    rows = Y.any(axis=1)
    chance = np.random.RandomState(0).uniform(size=Y.shape)
    lots = mean_average_precision(Y[rows], chance[rows])
    return mean_average_precision(Y[rows], kept["scores"][rows]), lots


class ByFullCounts(L1LogisticRegression):
    """The leak: which codes are fitted is decided by counts over all notes."""

    frequent = None

    def fit(self, X, Y, sample_weight=None):
        super().fit(X, Y, sample_weight)
        self.fitted_ = type(self).frequent
        few = self.frequent & (self.intercept_ == NOT_FITTED)
        self.intercept_[few] = -3.0  # "few notes, yet a score"
        return self


def test_labels_by_lot_give_chance(monkeypatch):
    notes, Y = rare_codes()
    member = make_pipeline(CountVectorizer(binary=True), L1LogisticRegression(C=1.0, min_count=3))
    coder = ranking(members=[("words", member)], cv=5, n_candidates=None)
    found, chance = cross_fitted_map(coder, notes, Y, monkeypatch)
    assert found < chance + 0.05, (found, chance)


def test_that_test_can_fail(monkeypatch):
    notes, Y = rare_codes()
    ByFullCounts.frequent = Y.sum(axis=0) >= 3
    member = make_pipeline(CountVectorizer(binary=True), ByFullCounts(C=1.0, min_count=3))
    coder = ranking(members=[("words", member)], cv=5, n_candidates=None)
    found, chance = cross_fitted_map(coder, notes, Y, monkeypatch)
    assert found > chance + 0.05, (found, chance)


def test_frequent_codes_counts_its_own_notes():
    notes, Y = toy_notes(n_notes=30)
    Y = Y.copy()
    Y[:, 2] = 0
    Y[[3, 20], 2] = 1
    member = make_pipeline(CountVectorizer(), L1LogisticRegression())
    coder = FrequentCodes(coder=member, min_count=2, code_names=NAMES).fit(notes, Y)
    assert coder.fitted_.tolist() == [True, True, True]
    half = FrequentCodes(coder=member, min_count=2).fit(notes[:15], Y[:15])
    assert half.fitted_.tolist() == [True, True, False]
    inner = clone(member).fit(notes[:15], Y[:15, :2])
    logits = half.decision_function(notes)
    np.testing.assert_allclose(logits[:, :2], inner.decision_function(notes), rtol=1e-6)
    assert (logits[:, 2] == NOT_FITTED).all()
    weight = np.r_[np.zeros(10), np.ones(20)]
    weighted = FrequentCodes(coder=L1LogisticRegression(), min_count=2)
    X = CountVectorizer().fit_transform(notes)
    assert weighted.fit(X, Y, weight).fitted_.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"engine": "xgboost"}, "engine must be one of"),
        ({"n_candidates": 0}, "n_candidates must be"),
        ({"threshold": "best"}, "threshold must be"),
        ({"threshold": 1.5}, "threshold must be"),
        ({"cv": 1}, "cv must be"),
        ({"lexicon": "yes"}, "lexicon must be"),
        ({"code_descriptions": {"zz": "nothing"}}, "code_descriptions must describe"),
        ({"members": [("a__b", AttentionCoder())]}, "members must be"),
        ({"members": [("a", AttentionCoder), ("b", AttentionCoder())]}, "'a' must be"),
        ({"members": [("a", AttentionCoder()), ("a", AttentionCoder())]}, "different names"),
        ({"members": [("lexicon", AttentionCoder())]}, "'lexicon'"),
    ],
)
def test_bad_parameters(corpus, options, message):
    notes, Y = corpus
    with pytest.raises((ValueError, TypeError), match=message):
        ranking(**options).fit(notes, Y)


def test_bad_input(corpus):
    notes, Y = corpus
    with pytest.raises(ValueError, match="at least one note a code"):
        ranking().fit(notes, np.zeros_like(Y))
    with pytest.raises(ValueError, match="cv must be at most"):
        ranking(cv=5).fit(notes[:4], Y[:4])


@pytest.mark.parametrize("engine", ["sklearn", "lightgbm"])
def test_saving(corpus, tmp_path, engine):
    if engine == "lightgbm":
        pytest.importorskip("lightgbm")
    notes, Y = corpus
    coder = ranking(code_names=NAMES, code_descriptions=TITLES, engine=engine)
    coder.fit(notes[:40], Y[:40])
    save(coder, tmp_path / "coder")
    again = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(again.decision_function(notes), coder.decision_function(notes))
    assert again.explain(notes[40:43]) == coder.explain(notes[40:43])


def test_a_fitted_coder_holds_no_word_that_occurs_once(corpus):
    notes, Y = corpus
    notes = [f"{note} x{row}urname" for row, note in enumerate(notes[:40])]
    members = [("words", make_pipeline(CountVectorizer(min_df=2), L1LogisticRegression()))]
    coder = ranking(members=members, code_names=NAMES, code_descriptions=TITLES)
    content = pickle.dumps(coder.fit(notes, Y[:40]))
    assert b"urname" not in content.lower()
