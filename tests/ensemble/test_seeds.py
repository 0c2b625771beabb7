"""Several seeds against the same coders fitted by hand."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, NoteTokenizer
from skmedcode.ensemble import EnsembleCoder, HybridCoder, L1LogisticRegression
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
CODER = AttentionCoder(embedding_dim=8, max_epochs=2, lr=0.02, random_state=3)


@pytest.fixture(scope="module")
def ensemble():
    return EnsembleCoder(coder=CODER, n_seeds=3, random_state=0).fit(NOTES, Y)


def test_the_mean_of_coders_with_these_seeds(ensemble):
    seeds = [member.random_state for _, member in ensemble.members_]
    assert len(set(seeds)) == 3
    alone = [clone(CODER).set_params(random_state=seed).fit(NOTES, Y) for seed in seeds]
    expected = np.mean([coder.decision_function(NOTES) for coder in alone], axis=0)
    np.testing.assert_allclose(ensemble.decision_function(NOTES), expected, atol=1e-5)
    cuts = [np.log(coder.threshold_ / (1 - coder.threshold_)) for coder in alone]
    assert ensemble.threshold_ == pytest.approx(1 / (1 + np.exp(-np.mean(cuts))))
    assert CODER.random_state == 3


def test_seeds_are_repeatable(ensemble):
    again = EnsembleCoder(coder=CODER, n_seeds=3, random_state=0).fit(NOTES, Y)
    np.testing.assert_allclose(again.predict_proba(NOTES), ensemble.predict_proba(NOTES), atol=1e-5)


def test_forms_of_Y(ensemble):
    frame = clone(ensemble).fit(NOTES, pd.DataFrame(Y, columns=["x", "y", "z"]))
    assert frame.classes_.tolist() == ["x", "y", "z"]
    assert frame.members_[0][1].classes_.tolist() == ["x", "y", "z"]
    assert sparse.issparse(clone(ensemble).fit(NOTES, sparse.csr_array(Y)).predict(NOTES))
    named = EnsembleCoder(coder=clone(CODER).set_params(code_names=list("abc")), n_seeds=1)
    assert named.fit(NOTES, Y).classes_.tolist() == ["a", "b", "c"]


def test_token_ids(ensemble):
    ids = NoteTokenizer().fit_transform(NOTES)
    found = clone(ensemble).fit(ids, Y).predict_proba(ids)
    np.testing.assert_allclose(found, ensemble.predict_proba(NOTES), atol=1e-5)


def test_a_hybrid_from_several_seeds():
    linear = make_pipeline(CountVectorizer(), L1LogisticRegression())
    hybrid = HybridCoder(linear=linear, deep=CODER, cv=2, random_state=1)
    ensemble = EnsembleCoder(coder=hybrid, n_seeds=2, random_state=0).fit(NOTES, Y)
    first, second = (member for _, member in ensemble.members_)
    linear_scores = [m.member_scores(NOTES)["linear"] for m in (first, second)]
    np.testing.assert_array_equal(*linear_scores)
    assert (first.decision_function(NOTES) != second.decision_function(NOTES)).any()
    evidence = ensemble.explain(NOTES[:2], codes=[0])[0][0][2]
    assert list(evidence) == ["seed1", "seed2"] and evidence["seed1"]


def test_sample_weight(ensemble):
    weight = np.ones(30)
    weight[0] = 60
    heavy = clone(ensemble).fit(NOTES, Y, sample_weight=weight)
    assert not np.allclose(heavy.predict_proba(NOTES), ensemble.predict_proba(NOTES), atol=1e-3)


def test_pickle_and_search(ensemble):
    copy = pickle.loads(pickle.dumps(ensemble))
    np.testing.assert_array_equal(copy.predict_proba(NOTES), ensemble.predict_proba(NOTES))
    search = GridSearchCV(clone(ensemble), {"n_seeds": [1, 2], "coder__lr": [0.02]}, cv=KFold(2))
    assert set(search.fit(NOTES, Y).best_params_) == {"n_seeds", "coder__lr"}


def test_explain(ensemble):
    for note, row in zip(NOTES[:3], ensemble.explain(NOTES[:3], codes=[1]), strict=True):
        for pieces in row[0][2].values():
            assert all(note[start:end] == word for start, end, word, _ in pieces)


def test_a_coder_without_seed_is_refused():
    linear = make_pipeline(CountVectorizer(), L1LogisticRegression())
    with pytest.raises(TypeError, match="coder must have a random_state"):
        EnsembleCoder(coder=linear).fit(NOTES, Y)


@pytest.mark.parametrize("n_seeds", [0, 1.5])
def test_n_seeds_is_checked(n_seeds):
    with pytest.raises((TypeError, ValueError), match="n_seeds"):
        EnsembleCoder(coder=CODER, n_seeds=n_seeds).fit(NOTES, Y)


def test_threshold_of_a_pipelines_last_step():
    coder = make_pipeline(NoteTokenizer(), AttentionCoder(embedding_dim=8, max_epochs=3, lr=0.02))
    fitted = EnsembleCoder(coder=coder, n_seeds=1, random_state=0).fit(NOTES, Y)
    assert fitted.threshold_ == pytest.approx(fitted.members_[0][1][-1].threshold_, abs=1e-6)
