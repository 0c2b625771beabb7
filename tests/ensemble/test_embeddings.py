"""Vectors of the codes in coders of several parts."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, load, save
from skmedcode.ensemble import EnsembleCoder, FrequentCodes, L1LogisticRegression
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
NAMES = ["a", "b", "c"]
CODER = AttentionCoder(embedding_dim=8, max_epochs=1, refit=False, random_state=3)


def test_cosines_are_means_over_the_members(tmp_path):
    made = EnsembleCoder(coder=CODER, n_seeds=2, random_state=0).fit(NOTES, Y)
    apart = [cosine_similarity(member.code_embeddings_) for _, member in made.members_]
    assert made.code_embeddings_.shape == (3, 16)
    np.testing.assert_allclose(
        cosine_similarity(made.code_embeddings_), np.mean(apart, axis=0), atol=1e-5
    )
    save(made, tmp_path)
    np.testing.assert_allclose(load(tmp_path, "cpu").code_embeddings_, made.code_embeddings_)


def test_codes_that_no_member_knows_are_zero():
    rare = Y.copy()
    rare[2:, 1] = 0  # too few notes
    made = FrequentCodes(coder=CODER, min_count=5, code_names=NAMES).fit(NOTES, rare)
    lengths = np.linalg.norm(made.code_embeddings_, axis=1)
    np.testing.assert_allclose(lengths, [1, 0, 1], atol=1e-5)


def test_none_without_a_network():
    with pytest.raises(AttributeError, match="no code_embeddings_"):
        EnsembleCoder(coder=CODER).code_embeddings_  # noqa: B018
    linear = make_pipeline(CountVectorizer(), L1LogisticRegression())
    assert not hasattr(FrequentCodes(coder=linear).fit(NOTES, Y), "code_embeddings_")
