"""Gold evidence reaches the members that learn from it, in folds and in the end."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, EnsembleCoder, HybridCoder, RankingCoder
from skmedcode.datasets import make_clinical_notes
from skmedcode.ensemble import FrequentCodes, L1LogisticRegression, out_of_fold
from skmedcode.inspection import evidence_agreement

NOTES = make_clinical_notes(n_samples=90, n_codes=5, length=60, random_state=0)
X, Y, NAMES = NOTES.data, NOTES.target, NOTES.target_names
EVIDENCE = [[item for item in own if item[3] == "present"] for own in NOTES.evidence]
DEEP = AttentionCoder(embedding_dim=16, max_epochs=4, validation_fraction=0, random_state=0)
LINEAR = make_pipeline(CountVectorizer(), L1LogisticRegression())


def test_members_are_taught():
    coder = HybridCoder(linear=LINEAR, deep=DEEP, code_names=NAMES, threshold=0.5)
    taught = dict(coder.fit(X[:60], Y[:60], evidence=EVIDENCE[:60]).members_)["deep"]
    alone = clone(DEEP).set_params(code_names=NAMES)
    expected = alone.fit(X[:60], Y[:60], evidence=EVIDENCE[:60])
    np.testing.assert_array_equal(taught.predict_proba(X), expected.predict_proba(X))
    without = clone(alone).fit(X[:60], Y[:60])
    scores = [evidence_agreement(c, X[60:], EVIDENCE[60:]).auprc for c in (without, taught)]
    assert scores[1] > scores[0] + 0.05


def test_folds_pass_their_own_rows():
    train, test = np.arange(30, 90), np.arange(30)
    deep = clone(DEEP).set_params(code_names=NAMES)
    splits = [(train, test), (test, train)]
    found = out_of_fold([("deep", deep)], X, Y, splits, evidence=EVIDENCE, classes=NAMES)
    expected = clone(deep).fit(X[train], Y[train], evidence=[EVIDENCE[row] for row in train])
    np.testing.assert_array_equal(found["deep"][0][test], expected.decision_function(X[test]))


def test_frequent_codes_pass_on_that_of_their_codes():
    least = int(np.sort(Y.sum(axis=0))[-2])
    kept = Y.sum(axis=0) >= least
    coder = FrequentCodes(coder=DEEP, min_count=least, code_names=NAMES)
    found = coder.fit(X, Y, evidence=EVIDENCE).decision_function(X)[:, kept]
    own = [[item for item in row if item[0] in NAMES[kept]] for row in EVIDENCE]
    inner = clone(DEEP).set_params(code_names=NAMES[kept])
    expected = inner.fit(X, Y[:, kept], evidence=own).decision_function(X)
    np.testing.assert_array_equal(found, expected)
    rare = [[item for item in row if item[0] not in NAMES[kept]] for row in EVIDENCE]
    coder.fit(X, Y, evidence=rare)  # nothing to pass on, and nothing wrong


@pytest.mark.parametrize(
    "coder",
    [
        EnsembleCoder(coder=clone(DEEP).set_params(code_names=NAMES), n_seeds=2, random_state=0),
        RankingCoder(
            members=[("deep", FrequentCodes(coder=DEEP))],
            lexicon=False,
            code_names=NAMES,
            cv=2,
            engine="sklearn",
            random_state=0,
        ),
    ],
    ids=lambda coder: type(coder).__name__,
)
def test_other_coders_of_several_parts(coder):
    without = clone(coder).fit(X, Y).decision_function(X)
    taught = clone(coder).fit(X, Y, evidence=EVIDENCE).decision_function(X)
    assert np.abs(taught - without).max() > 1e-3


def test_linear_members_alone_refuse():
    coder = HybridCoder(linear=LINEAR, deep=[], code_names=NAMES)
    with pytest.raises(TypeError, match="evidence needs a member that learns from it"):
        coder.fit(X, Y, evidence=EVIDENCE)
