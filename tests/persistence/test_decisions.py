"""Tuners and calibrators come back whole from their folders."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, load, save
from skmedcode.ensemble import HybridCoder, L1LogisticRegression
from skmedcode.model_selection import MultilabelCalibrator, ThresholdTuner
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
DEEP = AttentionCoder(
    embedding_dim=8, max_epochs=2, lr=0.02, validation_fraction=0.0, random_state=0
)
LINEAR = make_pipeline(CountVectorizer(), L1LogisticRegression(C=3.0))
OPTIONS = {"cv": 2, "random_state": 0}


@pytest.mark.parametrize(
    "estimator",
    [
        ThresholdTuner(DEEP, **OPTIONS),
        ThresholdTuner(LINEAR, strategy="per_code", **OPTIONS),
        ThresholdTuner(LINEAR, strategy="top_k", scoring="f1_macro", **OPTIONS),
        ThresholdTuner(HybridCoder(linear=LINEAR, deep=DEEP, cv=2), **OPTIONS),
        ThresholdTuner(MultilabelCalibrator(DEEP, per_code=True, **OPTIONS), **OPTIONS),
        MultilabelCalibrator(LINEAR, method="isotonic", per_code=True, **OPTIONS),
        MultilabelCalibrator(DEEP, method="isotonic", **OPTIONS),
    ],
    ids=["deep", "per code", "top k", "hybrid", "both", "isotonic per code", "isotonic"],
)
@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array])
def test_everything_public_survives(estimator, make, tmp_path, recwarn):
    fitted = clone(estimator).fit(NOTES, make(Y))
    recwarn.clear()
    save(fitted, tmp_path)
    loaded = load(tmp_path, device="cpu")
    assert not recwarn
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), fitted.predict_proba(NOTES))
    assert sparse.issparse(loaded.predict(NOTES)) == sparse.issparse(fitted.predict(NOTES))
    assert loaded.predict_codes(NOTES) == fitted.predict_codes(NOTES)
    assert loaded.classes_.dtype == fitted.classes_.dtype
    assert getattr(loaded, "best_score_", None) == getattr(fitted, "best_score_", None)
    if isinstance(estimator, ThresholdTuner) and estimator.strategy != "top_k":
        np.testing.assert_array_equal(loaded.threshold_, fitted.threshold_)
    again = loaded.fit(NOTES, Y)  # it can be fitted anew
    assert again.predict(NOTES).shape == Y.shape


def test_a_fitted_estimator_comes_back_as_such(tmp_path):
    save(ThresholdTuner(clone(DEEP).fit(NOTES, Y), cv="prefit").fit(NOTES, Y), tmp_path)
    loaded = load(tmp_path, device="cpu")
    assert loaded.cv == "prefit" and loaded.fit(NOTES, Y).threshold_ == loaded.threshold_


def test_a_splitter_is_left_out_with_a_warning(tmp_path):
    fitted = ThresholdTuner(LINEAR, cv=KFold(2)).fit(NOTES, Y)
    with pytest.warns(UserWarning, match="no plain values: cv"):
        save(fitted, tmp_path)
    assert load(tmp_path, device="cpu").cv == 5


@pytest.mark.filterwarnings("ignore:Label .* is present")
def test_others_estimators_by_skops(tmp_path):
    pytest.importorskip("skops.io")
    bayes = make_pipeline(CountVectorizer(), OneVsRestClassifier(BernoulliNB()))
    fitted = ThresholdTuner(bayes, **OPTIONS).fit(NOTES, Y)
    save(fitted, tmp_path)
    loaded = load(tmp_path, device="cpu")
    np.testing.assert_array_equal(loaded.predict(NOTES), fitted.predict(NOTES))
    assert isinstance(loaded.estimator[-1], OneVsRestClassifier)


def test_what_needs_pickle_is_refused_by_name(tmp_path):
    own = make_pipeline(CountVectorizer(tokenizer=str.split, token_pattern=None), LINEAR[-1])
    fitted = ThresholdTuner(own, **OPTIONS).fit(NOTES, Y)
    with pytest.raises(ValueError, match=r"estimator_.*countvectorizer.*tokenizer is no plain"):
        save(fitted, tmp_path)
