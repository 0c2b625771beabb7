"""Weights and patients reach each member, whether or not scikit-learn routes metadata."""

import numpy as np
import pytest
import sklearn
from odd_members import Fixed
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, EnsembleCoder, RankingCoder
from skmedcode.ensemble import FrequentCodes, HybridCoder, L1LogisticRegression
from skmedcode.ensemble._member_metadata import group_parameter, weight_parameter
from skmedcode.metrics import get_scorer
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
WEIGHT, PATIENTS = np.linspace(0.1, 3, 30), np.arange(30) // 3
DEEP = AttentionCoder(embedding_dim=8, max_epochs=2, refit=False, random_state=0)
LINEAR = make_pipeline(CountVectorizer(), L1LogisticRegression(C=3.0))
COMPOSITES = [
    HybridCoder(linear=LINEAR, deep=DEEP, cv=2, random_state=0),
    HybridCoder(
        linear=GridSearchCV(LINEAR, {"l1logisticregression__C": [1.0]}, cv=2), deep=[], cv=2
    ),
    EnsembleCoder(coder=DEEP, n_seeds=2, random_state=0),
    EnsembleCoder(coder=HybridCoder(linear=LINEAR, deep=[], cv=2), n_seeds=2, random_state=0),
    FrequentCodes(coder=LINEAR),
    RankingCoder(members=[("linear", LINEAR)], engine="sklearn", cv=2, random_state=0),
]


def name_of(coder):
    return type(coder).__name__


@pytest.fixture
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


@pytest.mark.parametrize("coder", COMPOSITES, ids=name_of)
def test_routing_changes_nothing_in_a_composite(coder):
    plain = clone(coder).fit(NOTES, Y, sample_weight=WEIGHT, groups=PATIENTS)
    with sklearn.config_context(enable_metadata_routing=True):
        routed = clone(coder).fit(NOTES, Y, sample_weight=WEIGHT, groups=PATIENTS)
        assert sklearn.get_config()["enable_metadata_routing"]
    np.testing.assert_array_equal(routed.decision_function(NOTES), plain.decision_function(NOTES))
    unweighted = clone(coder).fit(NOTES, Y, groups=PATIENTS).decision_function(NOTES)
    assert (unweighted != plain.decision_function(NOTES)).any()


@pytest.mark.parametrize("coder", COMPOSITES[:1] + COMPOSITES[2:4], ids=name_of)
def test_searches_route_to_a_composite(coder, routing):
    """As a loop over folds that passes the fold's own weights and patients."""
    coder = clone(coder).set_fit_request(sample_weight=True)
    folds, metric = GroupKFold(2), get_scorer("mean_average_precision")
    found = cross_validate(
        coder,
        NOTES,
        Y,
        cv=folds,
        scoring=metric,
        params={"sample_weight": WEIGHT, "groups": PATIENTS},
        error_score="raise",
    )["test_score"]
    expected = []
    for train, test in folds.split(NOTES, Y, PATIENTS):
        notes = [NOTES[row] for row in train]
        own = clone(coder).fit(notes, Y[train], WEIGHT[train], groups=PATIENTS[train])
        expected.append(metric(own, [NOTES[row] for row in test], Y[test]))
    assert found.tolist() == expected


def test_a_member_that_declines_weights_is_fitted_without(routing):
    quiet = L1LogisticRegression(C=3.0).set_fit_request(sample_weight=False)
    for member in (quiet, make_pipeline(CountVectorizer(), quiet), GridSearchCV(quiet, {"C": [1]})):
        assert weight_parameter("quiet", member, WEIGHT) == {}
    assert weight_parameter("loud", LINEAR, WEIGHT)["l1logisticregression__sample_weight"] is WEIGHT


def test_who_is_told_the_patients(routing):
    assert group_parameter(DEEP, PATIENTS)["groups"] is PATIENTS
    inside = make_pipeline(CountVectorizer(), DEEP)
    assert group_parameter(inside, PATIENTS)["attentioncoder__groups"] is PATIENTS
    for member in (LINEAR, Fixed(), FrozenEstimator(DEEP), GridSearchCV(LINEAR, {})):
        assert group_parameter(member, PATIENTS) == {}
    assert group_parameter(clone(DEEP).set_fit_request(groups=False), PATIENTS) == {}


class Recording(AttentionCoder):
    seen = []

    def fit(self, X, y, sample_weight=None, evidence=None, groups=None):
        self.seen.append(None if groups is None else np.asarray(groups).tolist())
        return super().fit(X, y, sample_weight, evidence, groups)


def test_folds_and_the_last_fit_know_their_patients():
    Recording.seen.clear()
    deep = Recording(embedding_dim=4, max_epochs=1, refit=False)
    HybridCoder(linear=[], deep=deep, cv=2, random_state=0).fit(NOTES, Y, groups=PATIENTS)
    first, second, every = Recording.seen
    assert not set(first) & set(second)
    assert sorted(first + second) == every == PATIENTS.tolist()
    Recording.seen.clear()
    EnsembleCoder(coder=FrequentCodes(coder=deep), n_seeds=1).fit(NOTES, Y, groups=PATIENTS)
    assert Recording.seen == [PATIENTS.tolist()]
