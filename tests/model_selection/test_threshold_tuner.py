"""The tuner around coders and scikit-learn's estimators; nothing leaks, nothing quotes a note."""

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_multilabel_classification
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, make_scorer
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from skmedcode import AttentionCoder
from skmedcode.ensemble import L1LogisticRegression
from skmedcode.metrics import best_f1_threshold, f1_macro, f1_micro, get_scorer
from skmedcode.model_selection import ThresholdTuner
from skmedcode.utils.estimator_checks import toy_notes

X, Y = make_multilabel_classification(n_samples=90, n_classes=4, random_state=0)
LINEAR = OneVsRestClassifier(LogisticRegression())
SMALL = AttentionCoder(embedding_dim=8, max_epochs=3, lr=0.02, validation_fraction=0.0)
FOLDS = KFold(3)


@parametrize_with_checks([ThresholdTuner(LogisticRegression(), cv=3, random_state=0)])
def test_scikit_learn_suite(estimator, check):
    check(estimator)


def out_of_fold(estimator=LINEAR):
    return cross_val_predict(estimator, X, Y, cv=FOLDS, method="predict_proba")


def test_global_is_the_exact_optimum_out_of_fold():
    tuner = ThresholdTuner(LINEAR, cv=FOLDS).fit(X, Y)
    chances = out_of_fold()
    assert tuner.threshold_ == best_f1_threshold(Y, chances)
    all_f1 = [f1_micro(Y, chances >= cut) for cut in np.unique(chances)]
    assert tuner.best_score_ == max(all_f1)
    whole = clone(LINEAR).fit(X, Y).predict_proba(X)
    np.testing.assert_array_equal(tuner.predict_proba(X), whole)
    np.testing.assert_array_equal(tuner.predict(X), whole >= tuner.threshold_)
    assert tuner.score(X, Y) == pytest.approx(f1_micro(Y, whole >= tuner.threshold_))


def test_per_code_is_shrunk_towards_the_global_one():
    chances, common = out_of_fold(), ThresholdTuner(LINEAR, cv=FOLDS).fit(X, Y).threshold_
    tuner = ThresholdTuner(LINEAR, cv=FOLDS, strategy="per_code", prior_count=7).fit(X, Y)
    for code, threshold in enumerate(tuner.threshold_):
        own = best_f1_threshold(Y[:, [code]], chances[:, [code]])
        n_gold = Y[:, code].sum()
        assert threshold == pytest.approx((n_gold * own + 7 * common) / (n_gold + 7))
    assert tuner.best_score_ == f1_macro(Y, chances >= tuner.threshold_)
    own_alone = clone(tuner).set_params(prior_count=0).fit(X, Y)
    assert own_alone.best_score_ >= tuner.best_score_


@pytest.mark.parametrize("strategy, which", [("min_precision", 0), ("min_recall", 1)])
def test_target_is_met_out_of_fold(strategy, which):
    tuner = ThresholdTuner(LINEAR, cv=FOLDS, strategy=strategy, target=0.8).fit(X, Y)
    given = out_of_fold() >= tuner.threshold_
    hits = (given & (Y == 1)).sum()
    found = (hits / given.sum(), hits / Y.sum())
    assert found[which] >= 0.8 and tuner.best_score_ == found[1 - which]


def test_target_out_of_reach_is_told():
    tuner = ThresholdTuner(DummyClassifier(), cv=FOLDS, strategy="min_precision", target=0.99)
    with pytest.warns(UserWarning, match=r"No threshold reaches target=0.99.*highest precision"):
        tuner.fit(X, Y)
    assert 0 < tuner.best_score_ <= 1


def test_top_k():
    tuner = ThresholdTuner(LINEAR, cv=FOLDS, strategy="top_k").fit(X, Y)
    ranks = np.argsort(np.argsort(-out_of_fold(), axis=1), axis=1)
    f1 = [f1_micro(Y, ranks < k) for k in range(1, 5)]
    assert tuner.k_ == np.argmax(f1) + 1 and tuner.best_score_ == pytest.approx(max(f1))
    assert (tuner.predict(X).sum(axis=1) == tuner.k_).all() and not hasattr(tuner, "threshold_")
    fixed = ThresholdTuner(Counting(), strategy="top_k", k=2).fit(X, Y)
    assert fixed.estimator_.n_seen_ == 90 and not hasattr(fixed, "best_score_")
    assert [len(codes) for codes in fixed.predict_codes(X[:3])] == [2, 2, 2]
    by_scorer = clone(tuner).set_params(scoring="f1_micro").fit(X, Y)
    assert by_scorer.k_ == tuner.k_
    assert ThresholdTuner(LINEAR, strategy="top_k", k=9).fit(X, Y).k_ == 4


SCORERS = [
    "f1_macro",
    get_scorer("f1_macro"),
    "f1_weighted",
    make_scorer(f1_score, average="macro", zero_division=0),
]


@pytest.mark.parametrize("scoring", SCORERS, ids=repr)
@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array])
def test_scorers_choose_among_all_gold_cuts(scoring, make):
    tuner = ThresholdTuner(LINEAR, cv=FOLDS, scoring=scoring, n_candidates=1000).fit(X, make(Y))
    chances = out_of_fold()
    average = "weighted" if scoring == "f1_weighted" else "macro"
    scores = [
        f1_score(Y, chances >= cut, average=average, zero_division=0) for cut in np.unique(chances)
    ]
    assert tuner.best_score_ == pytest.approx(max(scores))
    given = chances >= tuner.threshold_
    assert f1_score(Y, given, average=average) == pytest.approx(max(scores))


def test_a_scorer_sees_held_out_notes_with_their_codes():
    seen = []

    def scorer(estimator, notes, codes):
        seen.append((notes, codes))
        return accuracy_score(codes, estimator.predict(notes))

    rows = np.arange(90)
    splits = [(rows[30:], rows[:30]), (rows[:60], rows[60:])]
    ThresholdTuner(LINEAR, cv=splits, scoring=scorer, n_candidates=3).fit(X, Y)
    kept = np.r_[rows[:30], rows[60:]]
    assert len(seen) == 3
    np.testing.assert_array_equal(seen[0][0], X[kept])
    np.testing.assert_array_equal(seen[0][1], Y[kept])


class Counting(ClassifierMixin, BaseEstimator):
    """Knows by heart what it has seen, and says so with certainty; else even odds."""

    def fit(self, X, y, sample_weight=None, extra=None):
        self.seen_ = {row.tobytes(): codes for row, codes in zip(X, np.asarray(y), strict=True)}
        self.n_codes_, self.n_seen_ = np.asarray(y).shape[1], len(X)
        self.weight_, self.extra_ = sample_weight, extra
        return self

    def predict_proba(self, X):
        even = np.full(self.n_codes_, 0.5)
        return np.array([self.seen_.get(row.tobytes(), even) for row in X], dtype=float)


@pytest.mark.parametrize("cv", [3, 0.3, FOLDS, [(np.arange(45), np.arange(45, 90))]], ids=repr)
def test_nothing_leaks(cv):
    tuner = ThresholdTuner(Counting(), cv=cv, random_state=0).fit(X, Y)
    assert tuner.threshold_ == 0.5  # all that it ever saw of held-out notes
    assert tuner.estimator_.n_seen_ == 90
    leaky = ThresholdTuner(Counting().fit(X, Y), cv="prefit").fit(X, Y)
    assert leaky.best_score_ == 1.0


@pytest.mark.parametrize("cv", ["prefit", 5])
def test_prefit_and_frozen_are_left_as_they_are(cv):
    fitted = clone(LINEAR).fit(X[:50], Y[:50])
    estimator = fitted if cv == "prefit" else FrozenEstimator(fitted)
    tuner = ThresholdTuner(estimator, cv=cv).fit(X[50:], Y[50:])
    assert tuner.estimator_ is estimator
    assert tuner.threshold_ == best_f1_threshold(Y[50:], fitted.predict_proba(X[50:]))


@pytest.mark.parametrize(
    "estimator",
    [
        RandomForestClassifier(5, random_state=0),
        KNeighborsClassifier(),
        GridSearchCV(LINEAR, {"estimator__C": [0.1, 1]}, cv=2),
        OneVsRestClassifier(LinearSVC()),
        make_pipeline(L1LogisticRegression()),
    ],
    ids=lambda estimator: type(estimator).__name__,
)
@pytest.mark.parametrize("strategy", ["global", "per_code", "top_k"])
def test_forms_of_estimators_and_of_y(estimator, strategy):
    tuner = ThresholdTuner(estimator, cv=2, strategy=strategy, random_state=0).fit(X, Y)
    named = clone(tuner).fit(X, pd.DataFrame(Y, columns=list("abcd")))
    np.testing.assert_array_equal(named.predict(X), tuner.predict(X))
    assert named.classes_.tolist() == list("abcd") and tuner.classes_.tolist() == [0, 1, 2, 3]
    assert isinstance(named.predict_codes(X[:1])[0], list)
    if not isinstance(estimator, (RandomForestClassifier, KNeighborsClassifier)):
        thin = clone(tuner).fit(sparse.csr_array(X), sparse.csr_array(Y))
        assert sparse.issparse(thin.predict(X))
        np.testing.assert_array_equal(thin.predict(X).toarray(), tuner.predict(X))
    for metric in ("micro_auc", "f1_micro"):
        assert 0 <= get_scorer(metric)(tuner, X, Y) <= 1
    method = "predict_proba" if hasattr(tuner, "predict_proba") else "decision_function"
    assert getattr(tuner, method)(X).shape == Y.shape


@pytest.mark.parametrize("strategy", ["global", "per_code", "top_k"])
def test_coders_of_notes(strategy):
    notes, codes = toy_notes()
    names = ["A", "B", "C"]
    coder = clone(SMALL).set_params(code_names=names, random_state=0)
    tuner = ThresholdTuner(coder, cv=2, strategy=strategy, random_state=0).fit(notes, codes)
    assert tuner.classes_.tolist() == names
    given = tuner.predict(notes)
    named = tuner.predict_codes(notes)
    assert [sorted(own) for own in named] == [
        [name for name, one in zip(names, row, strict=True) if one] for row in given
    ]
    explained = tuner.explain(notes[:4])
    assert [[code for code, *_ in own] for own in explained] == named[:4]
    assert tuner.explain(notes[:2], codes=["B"]) == tuner.estimator_.explain(notes[:2], codes=["B"])
    assert not hasattr(ThresholdTuner(LINEAR), "explain")
    again = pickle.loads(pickle.dumps(tuner))
    np.testing.assert_array_equal(again.predict(notes), given)


def test_search_over_both():
    search = GridSearchCV(
        make_pipeline(ThresholdTuner(LINEAR, cv=2, random_state=0)),
        {
            "thresholdtuner__estimator__estimator__C": [0.1, 1.0],
            "thresholdtuner__strategy": ["global", "per_code"],
        },
        scoring=get_scorer("f1_macro"),
        cv=2,
    ).fit(X, Y)
    assert len(search.cv_results_["params"]) == 4


def test_sample_weight_and_fit_params():
    weight = np.r_[np.zeros(30), np.ones(60)]
    extra = np.arange(90)
    tuner = ThresholdTuner(Counting(), cv=FOLDS)
    tuner.fit(X, Y, sample_weight=weight, extra=extra)
    np.testing.assert_array_equal(tuner.estimator_.weight_, weight)
    np.testing.assert_array_equal(tuner.estimator_.extra_, extra)
    linear = ThresholdTuner(LINEAR.estimator, cv=FOLDS)
    linear.fit(X, Y[:, 0], sample_weight=weight)
    chances = cross_val_predict(
        LINEAR.estimator,
        X,
        Y[:, 0],
        cv=FOLDS,
        method="predict_proba",
        params={"sample_weight": weight},
    )[30:, 1:]
    assert linear.threshold_ == best_f1_threshold(Y[30:, :1], chances)


def test_groups_stay_together():
    groups = np.repeat(np.arange(45), 2)
    twins = np.repeat(X[::2], 2, axis=0), np.repeat(Y[::2], 2, axis=0)
    for cv in (3, 0.4, GroupKFold(3)):
        tuner = ThresholdTuner(Counting(), cv=cv, random_state=0)
        assert tuner.fit(*twins, groups=groups).threshold_ == 0.5
    mixed = KFold(3, shuffle=True, random_state=0)
    assert ThresholdTuner(Counting(), cv=mixed).fit(*twins).threshold_ != 0.5


def test_metadata_routing():
    groups, weight = np.repeat(np.arange(45), 2), np.arange(90.0)
    with sklearn.config_context(enable_metadata_routing=True):
        inner = Counting().set_fit_request(sample_weight=True, extra=True)
        tuner = ThresholdTuner(inner, cv=GroupKFold(3))
        tuner.set_fit_request(sample_weight=True, groups=True)
        pipeline = make_pipeline(tuner)
        options = {"sample_weight": weight, "groups": groups, "extra": weight}
        fitted = pipeline.fit(X, Y, **options)[-1]
        np.testing.assert_array_equal(fitted.estimator_.weight_, weight)
        np.testing.assert_array_equal(fitted.estimator_.extra_, weight)
        unset = ThresholdTuner(Counting(), cv=3)
        with pytest.raises(sklearn.exceptions.UnsetMetadataPassedError, match="sample_weight"):
            unset.fit(X, Y, sample_weight=weight)


def test_one_code_and_classes():
    words = np.array(["no", "yes"])[Y[:, 0]]
    tuner = ThresholdTuner(LogisticRegression(), cv=FOLDS).fit(X, words)
    column = ThresholdTuner(LINEAR, cv=FOLDS).fit(X, Y[:, :1])
    assert tuner.threshold_ == column.threshold_ and set(tuner.predict(X)) == {"no", "yes"}
    np.testing.assert_array_equal(tuner.predict(X) == "yes", column.predict(X)[:, 0])
    assert tuner.predict_proba(X).shape == (90, 2) and tuner.decision_function(X).shape == (90,)
    assert tuner.score(X, words) == accuracy_score(words, tuner.predict(X))
    with pytest.raises(ValueError, match="Only binary classification"):
        tuner.fit(X, Y.sum(axis=1))


def test_blocks_of_notes(monkeypatch):
    from skmedcode.model_selection import _decided

    notes, codes = toy_notes()
    linear = make_pipeline(CountVectorizer(), LINEAR)
    tuner = ThresholdTuner(linear, cv=2, random_state=0).fit(notes, codes)
    whole = tuner.predict(notes)
    monkeypatch.setattr(_decided, "BLOCK", 7)
    np.testing.assert_array_equal(tuner.predict(notes), whole)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"strategy": "best"}, "strategy must be one of"),
        ({"scoring": "f2"}, r"scoring must be None, a scorer.*got 'f2'.*make_scorer"),
        ({"scoring": "micro_auc"}, "scoring must look at predictions"),
        ({"scoring": "f1_macro", "strategy": "per_code"}, "scoring must be None with strategy"),
        ({"target": 1.5}, "target must be a number above 0 and at most 1"),
        ({"prior_count": -1}, "prior_count must be"),
        ({"k": 0}, "k must be an integer at least 1"),
        ({"response_method": "predict"}, "response_method must be one of"),
        ({"cv": "five"}, "cv must be 'prefit'"),
        ({"cv": 1}, "cv must be an integer at least 2"),
        ({"cv": object()}, "cv must be 'prefit', a number of folds"),
        ({"cv": []}, "cv must be 'prefit', a number of folds"),
        ({"estimator": LogisticRegression}, "estimator must be a multilabel estimator"),
        ({"estimator": None}, "estimator must be a multilabel estimator"),
        ({"estimator": LINEAR, "cv": "prefit"}, "not fitted"),
    ],
)
def test_bad_parameters(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        ThresholdTuner(**{"estimator": LINEAR, "cv": FOLDS} | options).fit(X, Y)


def test_bad_y():
    with pytest.raises(ValueError, match="at least one positive"):
        ThresholdTuner(DummyClassifier(), cv=FOLDS).fit(X, Y * 0)
    with pytest.raises(ValueError, match="must be binary"):
        ThresholdTuner(LINEAR, cv=FOLDS).fit(X, Y * 2)


@pytest.mark.parametrize("cv", [2, "prefit"])
def test_no_error_quotes_a_note(cv):
    notes = np.array([["Jane Roe, 61"]] * 90)
    estimator = LINEAR if cv == 2 else clone(LINEAR).fit(X, Y)
    with pytest.raises(RuntimeError, match=r"estimator could not .*is left out") as caught:
        ThresholdTuner(estimator, cv=cv, random_state=0).fit(notes, Y)
    assert "Roe" not in str(caught.value) and "61" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


@pytest.mark.filterwarnings("ignore:A column-vector y was passed")
@pytest.mark.parametrize("form", ["column", "classes"])
def test_a_fold_that_trains_on_one_class(form):
    """A forest then gives a single column, of the notes without the code."""
    notes, has = np.arange(12.0)[:, None], np.arange(12) == 3
    y = has[:, None].astype(int) if form == "column" else np.where(has, "yes", "no")
    folds = [(np.arange(6), np.arange(6, 12)), (np.arange(6, 12), np.arange(6))]
    forest = RandomForestClassifier(5, random_state=0)
    tuner = ThresholdTuner(forest, strategy="min_recall", target=1.0, cv=folds).fit(notes, y)
    assert tuner.threshold_ == 0.0  # of the gold note, by the forest that saw none
