"""The calibrator: better probabilities, the same order, rare codes near the common map."""

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from scipy import sparse
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_multilabel_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from skmedcode import AttentionCoder
from skmedcode.metrics import brier_score, expected_calibration_error, get_scorer
from skmedcode.model_selection import MultilabelCalibrator, ThresholdTuner
from skmedcode.model_selection._lines import fit_line
from skmedcode.model_selection._steps import climb, fit_steps
from skmedcode.utils.estimator_checks import toy_notes

X, Y = make_multilabel_classification(n_samples=90, n_classes=4, random_state=0)
LINEAR = OneVsRestClassifier(LogisticRegression())
FOLDS = KFold(3)
METHODS = ["temperature", "sigmoid", "isotonic"]
UNEQUAL = "a note of weight 0 still has a place in a fold, and a note twice has two"
FAILING = {
    "check_sample_weight_equivalence_on_dense_data": UNEQUAL,
    "check_sample_weight_equivalence_on_sparse_data": UNEQUAL,
}


@parametrize_with_checks(
    [MultilabelCalibrator(LogisticRegression(), method="sigmoid", cv=3, random_state=0)],
    expected_failed_checks=lambda calibrator: FAILING,
)
def test_scikit_learn_suite(estimator, check):
    check(estimator)


class TooSure(ClassifierMixin, BaseEstimator):
    """Gives the logits in X, times a factor and shifted; there is nothing to learn."""

    def __init__(self, factor=1.0, shift=0.0):
        self.factor = factor
        self.shift = shift

    def fit(self, X, y, sample_weight=None):
        self.n_seen_, self.weight_ = len(X), sample_weight
        return self

    def decision_function(self, X):
        return X * self.factor + self.shift


RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(3000, 6)) * 2 - 2
GOLD = (RNG.random(LOGITS.shape) < expit(LOGITS)).astype(int)
GOLD[:, 4] = 0  # no positive
GOLD[:, 5] = 0
GOLD[np.argsort(-LOGITS[:, 5])[:3], 5] = 1  # three of them


def test_temperature_and_sigmoid_undo_what_was_done():
    hot = MultilabelCalibrator(TooSure(factor=3.0), cv=FOLDS).fit(LOGITS[:, :4], GOLD[:, :4])
    assert hot.temperature_ == pytest.approx(3, rel=0.05) and hot.intercept_ == 0
    model = TooSure(factor=0.5, shift=2.0)
    line = MultilabelCalibrator(model, method="sigmoid", cv=FOLDS).fit(LOGITS[:, :4], GOLD[:, :4])
    plain = LogisticRegression(C=np.inf, tol=1e-8)
    plain.fit(model.decision_function(LOGITS[:, :4]).reshape(-1, 1), GOLD[:, :4].ravel())
    assert line.slope_ == pytest.approx(plain.coef_[0, 0], rel=5e-3)
    assert line.intercept_ == pytest.approx(plain.intercept_[0], rel=5e-3)
    with pytest.raises(AttributeError, match="method='temperature'"):
        _ = line.temperature_


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("per_code", [False, True])
def test_calibration_is_better_and_order_is_kept(method, per_code):
    logits, gold = LOGITS[:, :4], GOLD[:, :4]
    model = TooSure(factor=3.0, shift=0.0 if method == "temperature" else 1.0)
    calibrator = MultilabelCalibrator(model, method=method, per_code=per_code, cv=FOLDS)
    chances = calibrator.fit(logits, gold).predict_proba(logits)
    raw = expit(model.decision_function(logits))
    assert chances.min() >= 0 and chances.max() <= 1
    assert expected_calibration_error(gold, chances) < expected_calibration_error(gold, raw) / 4
    assert brier_score(gold, chances) < brier_score(gold, raw)
    for code in range(4):  # notes within a code; cells as a whole with one map
        order = np.argsort(logits[:, code])
        assert (np.diff(chances[order, code]) >= 0).all()
    if not per_code:
        assert (np.diff(chances.ravel()[np.argsort(logits, axis=None)]) >= 0).all()
    if method != "isotonic":
        for code in range(4):
            auc = roc_auc_score(gold[:, code], chances[:, code])
            assert auc == pytest.approx(roc_auc_score(gold[:, code], logits[:, code]), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_rare_codes_are_near_the_common_map(method):
    common = MultilabelCalibrator(TooSure(), method=method, cv=FOLDS).fit(LOGITS, GOLD)
    own = clone(common).set_params(per_code=True, prior_count=12).fit(LOGITS, GOLD)
    alone = clone(own).set_params(prior_count=0).fit(LOGITS, GOLD)
    found, shared, single = (each.predict_proba(LOGITS) for each in (own, common, alone))
    np.testing.assert_array_equal(found[:, 4], shared[:, 4])  # no gold note
    np.testing.assert_array_equal(single[:, 4], shared[:, 4])
    counts = GOLD.sum(axis=0)
    for code in (0, 5):  # by hand
        gold, share = GOLD[:, code] == 1, counts[code] / (counts[code] + 12)
        column = LOGITS[:, code]
        if method == "isotonic":
            steps = climb(*fit_steps(column[gold], column[:, None]), column)
            expected = share * steps + (1 - share) * shared[:, code]
        else:
            sloping = method == "sigmoid"
            line = np.array(fit_line(lambda own=(column, gold): [own], gold.sum(), 3000, sloping))
            line = share * line + (1 - share) * np.array([common.slope_, common.intercept_])
            expected = expit(line[0] * column + line[1])
        np.testing.assert_allclose(found[:, code], expected)
    assert GOLD[:, 5].sum() == 3
    far, near = (np.abs(each[:, 5] - shared[:, 5]).max() for each in (single, found))
    assert near < 0.5 * far


def test_probabilities_become_logits():
    class Sure(TooSure):
        def predict_proba(self, X):
            chances = expit(X * self.factor)
            chances[0, 0], chances[1, 1] = 0, 1
            return chances

    calibrator = MultilabelCalibrator(Sure(factor=2.0), cv=FOLDS).fit(LOGITS, GOLD)
    chances = calibrator.predict_proba(LOGITS)
    expected = np.clip(logit(Sure(factor=2.0).predict_proba(LOGITS)), -16, 16)
    np.testing.assert_allclose(chances, expit(expected / calibrator.temperature_))
    assert chances.min() > 0 and chances.max() < 1
    raw = clone(calibrator).set_params(response_method="decision_function").fit(LOGITS, GOLD)
    np.testing.assert_allclose(
        raw.predict_proba(LOGITS), expit(LOGITS * 2 / raw.temperature_), rtol=1e-12
    )


def test_one_code_is_as_scikit_learn_has_it():
    ours = MultilabelCalibrator(LinearSVC(), method="sigmoid", cv=FOLDS).fit(X, Y[:, 0])
    theirs = CalibratedClassifierCV(LinearSVC(), cv=FOLDS, ensemble=False).fit(X, Y[:, 0])
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-4)
    words = np.array(["no", "yes"])[Y[:, 0]]
    named = clone(ours).fit(X, words)
    np.testing.assert_allclose(named.predict_proba(X), ours.predict_proba(X))
    np.testing.assert_array_equal(named.predict(X) == "yes", ours.predict_proba(X)[:, 1] >= 0.5)


class ByHeart(TooSure):
    """Certain of what it has seen; even odds for the rest."""

    def fit(self, X, y, sample_weight=None):
        self.seen_ = {row.tobytes(): codes for row, codes in zip(X, np.asarray(y), strict=True)}
        return super().fit(X, y, sample_weight)

    def decision_function(self, X):
        none = np.full(Y.shape[1], 0.5)
        return np.array([self.seen_.get(row.tobytes(), none) for row in X]) * 8 - 4


@pytest.mark.parametrize("cv", [3, 0.3, FOLDS], ids=repr)
def test_nothing_leaks(cv):
    calibrator = MultilabelCalibrator(ByHeart(), cv=cv, random_state=0).fit(X, Y)
    assert calibrator.slope_ == 1.0  # all scores were 0: nothing to learn from
    assert calibrator.estimator_.n_seen_ == 90
    leaky = MultilabelCalibrator(ByHeart().fit(X, Y), cv="prefit").fit(X, Y)
    assert leaky.slope_ != 1.0


def test_frozen_groups_weights_and_routing():
    fitted = TooSure(factor=2.0).fit(LOGITS, GOLD)
    frozen = FrozenEstimator(fitted)
    assert MultilabelCalibrator(frozen).fit(LOGITS, GOLD).estimator_ is frozen
    groups, weight = np.repeat(np.arange(45), 2), np.r_[np.zeros(30), np.ones(60)]
    calibrator = MultilabelCalibrator(LINEAR.estimator, cv=GroupKFold(3))
    calibrator.fit(X, Y[:, 0], groups=groups, sample_weight=weight)
    with sklearn.config_context(enable_metadata_routing=True):
        inner = LogisticRegression().set_fit_request(sample_weight=True)
        routed = MultilabelCalibrator(inner, cv=GroupKFold(3))
        routed.set_fit_request(sample_weight=True, groups=True)
        pipeline = make_pipeline(routed).fit(X, Y[:, 0], groups=groups, sample_weight=weight)
    assert pipeline[-1].slope_ == calibrator.slope_


@pytest.mark.parametrize("method", METHODS)
def test_forms(method):
    calibrator = MultilabelCalibrator(LINEAR, method=method, per_code=True, cv=FOLDS).fit(X, Y)
    chances = calibrator.predict_proba(X)
    thin = clone(calibrator).fit(sparse.csr_array(X), sparse.csr_array(Y))
    named = clone(calibrator).fit(X, pd.DataFrame(Y, columns=list("abcd")))
    np.testing.assert_allclose(thin.predict_proba(sparse.csr_array(X)), chances, atol=1e-6)
    np.testing.assert_array_equal(named.predict_proba(X), chances)
    assert named.classes_.tolist() == list("abcd") and sparse.issparse(thin.predict(X))
    np.testing.assert_array_equal(named.predict(X), chances >= 0.5)
    again = pickle.loads(pickle.dumps(calibrator))
    np.testing.assert_array_equal(again.predict_proba(X), chances)
    trees = RandomForestClassifier(5, random_state=0)
    trees = clone(calibrator).set_params(estimator=trees).fit(X, Y)
    assert trees.predict_proba(X).shape == Y.shape
    assert 0 < get_scorer("mean_average_precision")(trees, X, Y) <= 1


def test_within_a_search_and_a_tuner():
    tuner = ThresholdTuner(MultilabelCalibrator(LINEAR, cv=2), strategy="per_code", cv=2)
    search = GridSearchCV(
        tuner,
        {"estimator__method": METHODS, "estimator__estimator__estimator__C": [1.0]},
        scoring=get_scorer("f1_macro"),
        cv=2,
        error_score="raise",
    ).fit(X, Y)
    assert search.best_estimator_.threshold_.shape == (4,)


def test_coders_of_notes_keep_their_evidence_and_precision():
    notes, codes = toy_notes()
    coder = AttentionCoder(embedding_dim=8, max_epochs=3, lr=0.02, validation_fraction=0.0)
    coder.set_params(code_names=["A", "B", "C"], random_state=0)
    calibrator = MultilabelCalibrator(coder, cv=2, random_state=0).fit(notes, codes)
    assert calibrator.predict_proba(notes).dtype == np.float32
    named = calibrator.predict_codes(notes[:3], top_k=2)
    assert all(len(own) == 2 and set(own) <= set("ABC") for own in named)
    assert len(calibrator.explain(notes[:3], codes=["A"])) == 3


@pytest.mark.parametrize(
    "options, message",
    [
        ({"method": "platt"}, "method must be one of 'temperature', 'sigmoid', 'isotonic'"),
        ({"per_code": "yes"}, "per_code must be True or False"),
        ({"prior_count": -1}, "prior_count must be"),
        ({"response_method": "predict"}, "response_method must be one of"),
        ({"cv": "five"}, "cv must be 'prefit'"),
    ],
)
def test_bad_parameters(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        MultilabelCalibrator(**{"estimator": LINEAR, "cv": FOLDS} | options).fit(X, Y)


def test_no_positive():
    with pytest.raises(ValueError, match="at least one note a code"):
        MultilabelCalibrator(TooSure(), cv=FOLDS).fit(LOGITS, GOLD * 0)
