"""Members are fitted as clones, with weights, and each failure names its member."""

import numpy as np
import pytest
from odd_members import Failing, Fixed
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, CNNCoder, GatedCNNCoder, RNNCoder
from skmedcode.ensemble import FrequentCodes, L1LogisticRegression
from skmedcode.ensemble._member_logits import member_logits
from skmedcode.ensemble._members import fit_member, fit_members, fitted_codes, takes_evidence
from skmedcode.text import NoteTokenizer
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()


def test_failures_name_member_and_fold():
    with pytest.raises(
        RuntimeError, match="'hot' could not be fitted in fold 2 of 5: ValueError in"
    ):
        fit_member("hot", Failing(), NOTES, Y, fold="fold 2 of 5")
    with pytest.raises(RuntimeError, match="'ours' could not be fitted: .* above 0"):
        fit_member("ours", L1LogisticRegression(C=-1.0), np.ones((30, 2)), Y)
    with pytest.raises(RuntimeError, match="'hot' could not score notes: KeyError"):
        member_logits("hot", Failing(), NOTES, 3)


def test_a_message_that_quotes_a_note_is_left_out():
    secret = ["Mrs Confidential came in", *NOTES[1:]]
    with pytest.raises(RuntimeError) as caught:
        fit_member("leaky", Failing(scores=1), secret, Y)
    assert "Confidential" not in str(caught.value) and "leaky" in str(caught.value)
    assert caught.value.__context__ is None
    with pytest.raises(RuntimeError) as caught:
        fit_member("numbers only", LogisticRegression(), ["Mrs\nConfidential"], Y[:1])
    assert "Confidential" not in str(caught.value)


def test_sample_weight_reaches_the_last_step():
    weight = np.linspace(0.1, 3, 30)
    pipeline = make_pipeline(CountVectorizer(), L1LogisticRegression())
    expected = pipeline.fit(NOTES, Y, l1logisticregression__sample_weight=weight)
    expected = expected.decision_function(NOTES)
    search = GridSearchCV(L1LogisticRegression(), {"C": [30.0]}, cv=2)
    for member in (pipeline, make_pipeline(CountVectorizer(), search)):
        fitted = fit_member("a", member, NOTES, Y, sample_weight=weight)
        np.testing.assert_allclose(fitted.decision_function(NOTES), expected, atol=1e-5)


def test_a_member_without_sample_weight_is_named():
    with pytest.raises(TypeError, match="'plain' takes no sample_weight"):
        fit_member("plain", Fixed(), NOTES, Y, sample_weight=np.ones(30))


def test_frozen_members_stay_as_they_are():
    inner = make_pipeline(CountVectorizer(), L1LogisticRegression(min_count=3)).fit(NOTES, Y)
    frozen = fit_member("f", FrozenEstimator(inner), NOTES[:5], Y[:5], np.ones(5))
    np.testing.assert_array_equal(
        member_logits("f", frozen, NOTES, 3), inner.decision_function(NOTES)
    )
    assert (fitted_codes(frozen, Y[:5]) == inner[-1].fitted_).all()


def test_fitted_codes_go_by_the_notes_of_the_fit():
    codes = Y.copy()
    codes[:, 2] = 0
    codes[:2, 2] = 1
    member = make_pipeline(CountVectorizer(), L1LogisticRegression(min_count=3)).fit(NOTES, codes)
    assert fitted_codes(member, codes).tolist() == [True, True, False]
    assert fitted_codes(Fixed(), codes).tolist() == [True, True, True]
    assert fitted_codes(Fixed(), codes[5:]).tolist() == [True, True, False]
    assert fitted_codes(FrozenEstimator(Fixed()), codes[5:]).all()


def test_members_keep_their_order_and_are_clones():
    members = [("b", make_pipeline(CountVectorizer(), L1LogisticRegression())), ("a", Fixed())]
    fitted = fit_members(members, NOTES, Y)
    assert [name for name, _ in fitted] == ["b", "a"]
    assert fitted[0][1] is not members[0][1] and not hasattr(members[0][1][-1], "coef_")


def test_who_learns_from_evidence():
    alone = AttentionCoder()
    assert all(map(takes_evidence, [alone, FrequentCodes(), FrequentCodes(coder=alone)]))
    linear = make_pipeline(CountVectorizer(), L1LogisticRegression())
    inside = make_pipeline(NoteTokenizer(), AttentionCoder())  # reads ids: other places
    for member in (linear, inside, FrozenEstimator(alone), FrequentCodes(coder=linear)):
        assert not takes_evidence(member)
    for mute in (CNNCoder(), RNNCoder(pooling="last"), GatedCNNCoder(interaction="sum")):
        assert not takes_evidence(mute) and not takes_evidence(FrequentCodes(coder=mute))
