"""Weights and patients through pipelines and searches, where scikit-learn routes them."""

from functools import partial

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, cross_validate
from sklearn.pipeline import make_pipeline
from tuning import ATTENTION, CAML, NOTES, PATIENTS, Y, by_hand, mean_chance

from skmedcode import NoteTokenizer

by_hand = partial(by_hand, metric=mean_chance)
WEIGHT = np.linspace(0.1, 3, 48)
FOLDS = list(GroupKFold(2).split(NOTES, Y, PATIENTS))
OPTIONS = {"cv": GroupKFold(2), "scoring": mean_chance, "error_score": "raise"}
METADATA = {"sample_weight": WEIGHT, "groups": PATIENTS}


@pytest.fixture(autouse=True)
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


@pytest.mark.parametrize("coder", [CAML, ATTENTION], ids=lambda coder: type(coder).__name__)
def test_cross_validation_routes_weights_and_patients(coder):
    weighted = clone(coder).set_fit_request(sample_weight=True)
    found = cross_validate(weighted, NOTES, Y, params=METADATA, **OPTIONS)["test_score"]
    assert found.tolist() == by_hand(coder, {}, FOLDS, **METADATA)
    assert found.tolist() != by_hand(coder, {}, FOLDS, groups=PATIENTS)


def test_patients_reach_the_validation_part_unless_declined():
    """ATTENTION holds notes out; with patients others than without."""
    found = cross_validate(ATTENTION, NOTES, Y, params={"groups": PATIENTS}, **OPTIONS)
    assert found["test_score"].tolist() == by_hand(ATTENTION, {}, FOLDS, groups=PATIENTS)
    assert found["test_score"].tolist() != by_hand(ATTENTION, {}, FOLDS)
    deaf = clone(ATTENTION).set_fit_request(groups=False)
    found = cross_validate(deaf, NOTES, Y, params={"groups": PATIENTS}, **OPTIONS)
    assert found["test_score"].tolist() == by_hand(ATTENTION, {}, FOLDS)


def test_a_search_over_a_pipeline_routes_both():
    weighted = clone(ATTENTION).set_fit_request(sample_weight=True)
    pipeline = make_pipeline(NoteTokenizer(), weighted)
    search = GridSearchCV(pipeline, {"attentioncoder__lr": [0.01, 0.03]}, **OPTIONS)
    scores = search.fit(NOTES, Y, **METADATA).cv_results_["mean_test_score"]
    expected = [np.mean(by_hand(ATTENTION, {"lr": lr}, FOLDS, **METADATA)) for lr in (0.01, 0.03)]
    np.testing.assert_allclose(scores, expected, rtol=1e-6)


def test_weights_that_no_one_asked_for_are_refused():
    with pytest.raises(UnsetMetadataPassedError, match="set_fit_request"):
        cross_validate(CAML, NOTES, Y, params=METADATA, **OPTIONS)


def test_the_default_score_takes_weights():
    """A coder's own ``score``, which is what a search without ``scoring`` asks for."""
    weighted = clone(CAML).set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
    options = {"cv": KFold(2), "error_score": "raise"}
    (first, _) = cross_validate(weighted, NOTES, Y, params={"sample_weight": WEIGHT}, **options)[
        "test_score"
    ]
    train, test = next(KFold(2).split(NOTES))
    fitted = clone(CAML).fit(NOTES[train], Y[train], WEIGHT[train])
    assert first == fitted.score(NOTES[test], Y[test], WEIGHT[test])
