"""Coders that learn where to look."""

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, CAMLCoder, CNNCoder, GatedCNNCoder
from skmedcode.datasets import make_clinical_notes
from skmedcode.inspection import evidence_agreement
from skmedcode.text import NoteTokenizer

NOTES = make_clinical_notes(n_samples=120, n_codes=5, length=60, random_state=0)
X, Y = NOTES.data, NOTES.target
EVIDENCE = [[item for item in own if item[3] == "present"] for own in NOTES.evidence]
SMALL = {"embedding_dim": 16, "max_epochs": 4, "random_state": 0, "code_names": NOTES.target_names}


def coders():
    return [
        AttentionCoder(**SMALL),
        CAMLCoder(num_filters=12, kernel_size=4, encoder_residual=False, **SMALL),
        GatedCNNCoder(hidden_size=10, dilations=(1, 2), r_drop=0.5, **SMALL),
    ]


@pytest.mark.parametrize("coder", coders(), ids=lambda coder: type(coder).__name__)
def test_attention_learns_to_rest_on_evidence(coder):
    without = clone(coder).fit(X[:80], Y[:80])
    taught = clone(coder).fit(X[:80], Y[:80], evidence=EVIDENCE[:80])
    before = evidence_agreement(without, X[80:], EVIDENCE[80:])
    after = evidence_agreement(taught, X[80:], EVIDENCE[80:])
    assert after.auprc > before.auprc + 0.05
    assert after.n_pairs == before.n_pairs == sum(len({i[0] for i in own}) for own in EVIDENCE[80:])


def test_a_weight_of_zero_changes_nothing():
    coder = AttentionCoder(evidence_weight=0.0, **SMALL)
    without = clone(coder).fit(X, Y).predict_proba(X)
    taught = clone(coder).fit(X, Y, evidence=EVIDENCE).predict_proba(X)
    np.testing.assert_allclose(taught, without, atol=1e-5)


def test_evidence_of_codes_that_a_note_lacks_does_not_count():
    coder = AttentionCoder(**SMALL)
    expected = clone(coder).fit(X, Y, evidence=EVIDENCE).predict_proba(X)
    extra = [
        [*own, *((code, 0, 20) for code in NOTES.target_names[row == 0])]
        for own, row in zip(EVIDENCE, Y, strict=True)
    ]
    found = clone(coder).fit(X, Y, evidence=extra).predict_proba(X)
    np.testing.assert_array_equal(found, expected)


def test_partial_fit_and_warm_start():
    coder = AttentionCoder(warm_start=True, **SMALL)
    coder.partial_fit(X, Y, evidence=EVIDENCE).partial_fit(X[:9], Y[:9], evidence=EVIDENCE[:9])
    coder.fit(X, Y, evidence=EVIDENCE)
    other = AttentionCoder(warm_start=True, **SMALL)
    other.partial_fit(X, Y).partial_fit(X[:9], Y[:9]).fit(X, Y)
    taught = evidence_agreement(coder, X, EVIDENCE)
    assert taught.auprc > evidence_agreement(other, X, EVIDENCE).auprc


def test_searches_route_evidence():
    with sklearn.config_context(enable_metadata_routing=True):
        coder = AttentionCoder(**SMALL).set_fit_request(evidence=True)
        search = GridSearchCV(coder, {"evidence_weight": [0.0, 2.0]}, cv=2, refit=False)
        search.fit(X, Y, evidence=EVIDENCE)
        scores = search.cv_results_["mean_test_score"]
        assert np.isfinite(scores).all()
        assert scores[0] != scores[1]
        pipeline = make_pipeline(NoteTokenizer(), coder)
        words = [[("I10", 0, 1)] if row[0] else [] for row in Y]
        pipeline.fit(X, Y, evidence=words)


def test_coders_without_attention_refuse():
    with pytest.raises(ValueError, match="evidence needs a coder whose attention"):
        CNNCoder(num_filters=8, **SMALL).fit(X, Y, evidence=EVIDENCE)
    gated = GatedCNNCoder(hidden_size=8, dilations=(1,), interaction="sum", **SMALL)
    with pytest.raises(ValueError, match="evidence needs a coder whose attention"):
        gated.fit(X, Y, evidence=EVIDENCE)
    fitted = CNNCoder(num_filters=8, **SMALL).partial_fit(X, Y)
    with pytest.raises(ValueError, match="evidence needs a coder whose attention"):
        fitted.partial_fit(X, Y, evidence=EVIDENCE)


def test_bad_evidence_leaves_a_fitted_coder_alone():
    coder = AttentionCoder(**SMALL).fit(X, Y)
    before = coder.predict_proba(X)
    with pytest.raises(ValueError, match="evidence must have one list a note"):
        coder.fit(X, Y, evidence=EVIDENCE[:-1])
    np.testing.assert_array_equal(coder.predict_proba(X), before)


def test_a_changed_weight_takes_effect():
    coder = AttentionCoder(**SMALL).partial_fit(X, Y)
    coder.set_params(evidence_weight=0.25).partial_fit(X, Y, evidence=EVIDENCE)
    assert coder.net_.evidence_weight == 0.25


def test_of_a_one_dimensional_y():
    y = np.where(Y[:, 0], "yes", "no")
    evidence = [[("yes", *item[1:3]) for item in own if item[0] == "E11.9"] for own in EVIDENCE]
    options = {**SMALL, "code_names": None}
    coder = AttentionCoder(**options).fit(X, y, evidence=evidence)
    coder.partial_fit(X, y, evidence=evidence)
    other = AttentionCoder(**options).fit(X, y).partial_fit(X, y)
    assert np.abs(coder.predict_proba(X) - other.predict_proba(X)).max() > 1e-3


def test_evidence_of_a_note_without_words():
    coder = AttentionCoder(**SMALL).fit([*X, "7 8"], [*Y, Y[0]])
    code = NOTES.target_names[0]
    with pytest.raises(ValueError, match="evidence must name codes"):
        evidence_agreement(coder, ["7 8"], [[(code, 0, 1)]])
    with pytest.raises(TypeError, match="must read notes by a tokenizer_"):
        ids = np.asarray(coder.tokenizer_.transform(X))
        evidence_agreement(clone(coder).fit(ids, Y), X, EVIDENCE)
