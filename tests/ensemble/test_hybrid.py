"""The mean of members against a plain mean; thresholds, names, weights, searches."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from skmedcode import AttentionCoder, CNNCoder, metrics
from skmedcode.ensemble import HybridCoder, L1LogisticRegression
from skmedcode.ensemble._out_of_fold import out_of_fold
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
DEEP = AttentionCoder(embedding_dim=8, max_epochs=2, lr=0.02, validation_fraction=0.0)
LINEAR = make_pipeline(CountVectorizer(), L1LogisticRegression(C=3.0))


def quick(**params):
    return HybridCoder(**{"linear": LINEAR, "deep": DEEP, "cv": 2, "random_state": 0} | params)


@pytest.fixture(scope="module")
def coder():
    return quick().fit(NOTES, Y)


def test_the_logits_are_averaged(coder):
    parts = coder.member_scores(NOTES)
    assert list(parts) == ["linear", "deep"]
    expected = (parts["linear"] + parts["deep"]) / 2
    np.testing.assert_allclose(coder.decision_function(NOTES), expected, atol=1e-6)
    alone = clone(LINEAR).fit(NOTES, Y).decision_function(NOTES)
    np.testing.assert_allclose(parts["linear"], alone, atol=1e-6)


def test_the_threshold_is_tuned_on_notes_not_seen():
    folds = KFold(3, shuffle=True, random_state=5)
    coder = quick(deep=[], cv=folds).fit(NOTES, Y)
    scores = out_of_fold([("l", LINEAR)], NOTES, Y, list(folds.split(NOTES)))["l"][0]
    expected = metrics.best_f1_threshold(Y, 1 / (1 + np.exp(-scores)))
    assert coder.threshold_ == pytest.approx(expected, abs=1e-6)
    pairs = quick(deep=[], cv=list(folds.split(NOTES))).fit(NOTES, Y)
    assert pairs.threshold_ == coder.threshold_


def test_a_given_threshold_needs_no_folds():
    coder = quick(threshold=0.3, cv=10_000).fit(NOTES, Y)
    assert coder.threshold_ == 0.3
    assert (coder.predict(NOTES) == (coder.predict_proba(NOTES) >= 0.3)).all()


def test_the_same_seed_gives_the_same_coder(coder):
    again = quick().fit(NOTES, Y)
    np.testing.assert_array_equal(again.predict_proba(NOTES), coder.predict_proba(NOTES))
    assert again.threshold_ == coder.threshold_
    parallel = quick(n_jobs=2).fit(NOTES, Y)
    np.testing.assert_allclose(parallel.predict_proba(NOTES), coder.predict_proba(NOTES), atol=1e-5)
    other = quick(random_state=1).fit(NOTES, Y)
    assert (other.member_scores(NOTES)["deep"] != coder.member_scores(NOTES)["deep"]).any()


def test_neither_the_members_nor_the_data_change(coder):
    assert not hasattr(LINEAR[-1], "coef_") and not hasattr(DEEP, "net_")
    assert DEEP.random_state is None and DEEP.code_names is None
    assert coder.get_params(deep=False)["deep"] is DEEP


def test_names_and_titles_reach_the_networks():
    names = ["A", "B", "C"]
    titles = {"A": "kab kad", "B": "kaf", "C": "kak"}
    coder = quick(code_names=names, code_descriptions=titles, threshold=0.5).fit(NOTES, Y)
    deep = dict(coder.members_)["deep"]
    assert coder.classes_.tolist() == deep.classes_.tolist() == names
    assert deep.code_descriptions == titles
    own = quick(deep=clone(DEEP).set_params(code_descriptions={"A": "kad"}), code_names=names)
    own.set_params(code_descriptions=titles, threshold=0.5).fit(NOTES, Y)
    assert dict(own.members_)["deep"].code_descriptions == {"A": "kad"}


def test_forms_of_Y(coder):
    frame = quick().fit(pd.Series(NOTES), pd.DataFrame(Y, columns=["x", "y", "z"]))
    assert frame.classes_.tolist() == ["x", "y", "z"]
    np.testing.assert_allclose(frame.predict_proba(NOTES), coder.predict_proba(NOTES), atol=1e-6)
    thin = quick().fit(np.array(NOTES, dtype=object), sparse.csr_matrix(Y))
    np.testing.assert_allclose(thin.predict_proba(NOTES), coder.predict_proba(NOTES), atol=1e-6)
    assert sparse.issparse(thin.predict(NOTES)) and not sparse.issparse(frame.predict(NOTES))
    assert 0 < coder.score(NOTES, Y) <= 1


def test_codes_without_a_positive_and_one_code():
    codes = Y.copy()
    codes[:, 1] = 0
    coder = quick().fit(NOTES, codes)
    assert not coder.fitted_["linear"][1] and not coder.fitted_["deep"][1]
    assert (coder.decision_function(["", NOTES[0]])[:, 1] == -12).all()
    assert quick().fit(NOTES, Y[:, :1]).predict_proba(NOTES).shape == (30, 1)


def test_sample_weight(coder):
    ones = quick().fit(NOTES, Y, sample_weight=np.ones(30))
    np.testing.assert_allclose(ones.predict_proba(NOTES), coder.predict_proba(NOTES), atol=1e-5)
    weight = np.ones(30)
    weight[0] = 60
    heavy = quick().fit(NOTES, Y, sample_weight=weight)
    for name, scores in heavy.member_scores(NOTES).items():
        assert not np.allclose(scores, coder.member_scores(NOTES)[name], atol=1e-3)


def test_pickle(coder):
    copy = pickle.loads(pickle.dumps(coder))
    np.testing.assert_array_equal(copy.predict_proba(NOTES), coder.predict_proba(NOTES))


def test_searches_reach_into_both_sides():
    found = GridSearchCV(
        quick(threshold=0.5),
        {"deep__lr": [0.001, 0.02], "linear__l1logisticregression__C": [0.01, 3.0]},
        cv=KFold(2),
        error_score="raise",
    ).fit(NOTES, Y)
    assert set(found.best_params_) == {"deep__lr", "linear__l1logisticregression__C"}
    assert np.isfinite(found.cv_results_["mean_test_score"]).all()
    listed = quick(linear=[("a", LINEAR), ("b", clone(LINEAR))], deep=[], threshold=0.5)
    grid = {"linear__b__l1logisticregression__min_count": [1, 31]}
    found = GridSearchCV(listed, grid, cv=KFold(2), error_score="raise").fit(NOTES, Y)
    assert np.ptp(found.cv_results_["mean_test_score"]) > 0
    assert listed.linear[1][1][-1].min_count == 1  # the search works on clones


def test_explain_points_at_words(coder):
    explained = coder.explain(NOTES[:4], codes=[0, 2], top_k=3)
    for note, row in zip(NOTES[:4], explained, strict=True):
        assert {code for code, *_ in row} == {0, 2}
        for _, _, evidence in row:
            assert list(evidence) == ["linear", "deep"] and len(evidence["deep"]) <= 3
            for pieces in evidence.values():
                assert all(note[start:end] == words for start, end, words, _ in pieces)


def test_a_fitted_member_can_be_frozen():
    fitted = clone(LINEAR).fit(NOTES[:15], Y[:15])
    coder = quick(linear=FrozenEstimator(fitted), deep=[]).fit(NOTES, Y)
    np.testing.assert_allclose(
        coder.decision_function(NOTES), fitted.decision_function(NOTES), atol=1e-6
    )


def test_a_frozen_member_of_other_codes_is_named():
    fitted = clone(LINEAR).fit(NOTES, Y[:, :2])
    with pytest.raises(ValueError, match="'old' must know the same 3 codes"):
        quick(linear=[("old", FrozenEstimator(fitted))], deep=[]).fit(NOTES, Y)


class Moody(AttentionCoder):
    def fit(self, X, Y, sample_weight=None):
        if len(X) < 30:
            raise ValueError("too few notes")
        return super().fit(X, Y, sample_weight)


@pytest.mark.parametrize(
    ("params", "error", "words"),
    [
        ({"linear": [], "deep": []}, ValueError, "at least one member"),
        ({"linear": [("deep", LINEAR)]}, ValueError, "different names; got 'deep'"),
        ({"linear": [LINEAR]}, ValueError, "linear must be an estimator or a list of"),
        ({"linear": [("a__b", LINEAR)]}, ValueError, "double underscore"),
        ({"linear": CountVectorizer()}, TypeError, "'linear' must have decision_function"),
        ({"deep": "cnn"}, TypeError, "'deep' must be an estimator with fit, got str"),
        ({"deep": Moody()}, RuntimeError, "'deep' could not be fitted in fold 1 of 2: Val"),
        ({"cv": 1}, ValueError, "cv must be an integer at least 2"),
        ({"cv": 31}, ValueError, "cv must be at most the number of notes, 30"),
        ({"cv": "five"}, TypeError, "cv must be an int"),
        ({"threshold": "best"}, ValueError, "threshold"),
        ({"threshold": 1.5}, ValueError, "threshold"),
        ({"code_names": ["a"]}, ValueError, "code_names"),
    ],
)
def test_mistakes_are_named(params, error, words):
    with pytest.raises(error, match=words):
        quick(**params).fit(NOTES, Y)


@pytest.mark.parametrize(
    ("X", "codes"),
    [("a secret", Y[:1]), (["a secret", None], Y[:2]), (["a secret"], Y), (NOTES, Y * 0)],
)
def test_bad_data_is_refused_without_a_note(X, codes):
    with pytest.raises((TypeError, ValueError)) as caught:
        quick().fit(X, codes)
    assert "secret" not in str(caught.value)


def test_a_fit_that_fails_leaves_the_old_one():
    coder = quick(deep=[]).fit(NOTES, Y)
    before = coder.predict_proba(NOTES)
    with pytest.raises(RuntimeError):
        coder.set_params(deep=Moody()).fit(NOTES[:20], Y[:20])
    np.testing.assert_array_equal(coder.predict_proba(NOTES), before)


def test_before_fit():
    with pytest.raises(NotFittedError):
        quick().predict_proba(NOTES)


def test_hundreds_of_codes_stay_in_place():
    """scikit-learn's OneVsRestClassifier mixes up the columns of a wide 8-bit indicator."""
    codes = np.tile(Y, 100)
    linear = make_pipeline(CountVectorizer(), OneVsRestClassifier(LogisticRegression()))
    expected = clone(linear).fit(NOTES, Y).decision_function(NOTES)
    for form in (codes, codes.astype(np.uint8), sparse.csr_array(codes.astype(np.uint8))):
        coder = HybridCoder(linear=linear, deep=[], threshold=0.5).fit(NOTES, form)
        np.testing.assert_allclose(
            coder.decision_function(NOTES), np.tile(expected, 100), rtol=1e-3, atol=1e-3
        )


class Watching(L1LogisticRegression):
    seen = []

    def fit(self, X, Y, sample_weight=None):
        self.seen.append(set(X[:, 0].ravel().tolist()))
        return super().fit(X, Y, sample_weight)


@pytest.mark.parametrize("cv", [2, GroupKFold(2)], ids=["int", "GroupKFold"])
def test_notes_of_a_patient_stay_in_one_fold(cv):
    groups = np.repeat(np.arange(10), 3)
    Watching.seen.clear()
    numbers = make_pipeline(FunctionTransformer(_patients), Watching())
    notes = [f"{patient} {note}" for patient, note in zip(groups, NOTES, strict=True)]
    HybridCoder(linear=numbers, deep=[], cv=cv, random_state=0).fit(notes, Y, groups=groups)
    first, second, every = Watching.seen
    assert not first & second
    assert len(every) == 10
    with pytest.raises(ValueError, match="groups must be 30 patients"):
        HybridCoder(linear=LINEAR, deep=[], cv=2).fit(NOTES, Y, groups=groups[:-1])


def _patients(notes):
    return np.array([[float(note.split()[0]), 1.0] for note in notes])


def test_notes_of_weight_zero_do_not_tune_the_threshold():
    weight = np.ones(30)
    weight[20:] = 0
    flipped = np.vstack([Y[:20], 1 - Y[20:]])
    coder = HybridCoder(linear=LINEAR, deep=[], cv=3, random_state=0)
    thresholds = [clone(coder).fit(NOTES, codes, weight).threshold_ for codes in (Y, flipped)]
    assert thresholds[0] == thresholds[1]


def test_titles_go_to_members_that_read_them():
    titles = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}
    pooling = CNNCoder(num_filters=4, embedding_dim=8, max_epochs=1)
    deep = [("pool", pooling), ("attention", DEEP)]
    coder = quick(deep=deep, code_descriptions=titles).fit(NOTES, Y)
    members = dict(coder.members_)
    assert members["pool"].code_descriptions is None
    assert members["attention"].code_descriptions == titles


def test_members_without_weights_a_code_have_no_evidence():
    chain = make_pipeline(CountVectorizer(), ClassifierChain(LogisticRegression()))
    coder = HybridCoder(linear=chain, deep=[], threshold=0.5).fit(NOTES, Y)
    assert coder.explain(NOTES[:1], codes=[0])[0][0][2] == {"linear": []}


def test_parameters_of_a_default_cannot_be_set():
    with pytest.raises(ValueError, match="deep__lr cannot be set while deep is None"):
        HybridCoder().set_params(deep__lr=1e-3)


@pytest.mark.parametrize(
    "cv",
    [[([0, 1], [1, 2])], [(range(30), range(30))], [(range(29), [40])]],
    ids=["not all", "trained on", "no such row"],
)
def test_folds_that_make_no_sense(cv):
    with pytest.raises(ValueError, match="cv must"):
        HybridCoder(linear=LINEAR, deep=[], cv=cv).fit(NOTES, Y)
