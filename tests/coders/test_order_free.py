"""Document-term matrices and a 1-D y."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes(n_notes=60)
WORDS = CountVectorizer().fit(NOTES)
MATRIX = WORDS.transform(NOTES)
SECRET = "Mrs Confidential"


def tiny(**parameters):
    shared = {"embedding_dim": 16, "max_epochs": 20, "lr": 0.02, "random_state": 0, "device": "cpu"}
    return AttentionCoder(**shared | parameters)


def test_a_vectorizer_in_a_pipeline_learns():
    pipeline = make_pipeline(TfidfVectorizer(), tiny()).fit(NOTES, Y)
    assert pipeline.score(NOTES, Y) > 0.9
    assert pipeline.predict_proba(NOTES[:3]).shape == (3, 3)


def test_logits_by_a_slow_loop():
    coder = tiny(max_epochs=2).fit(MATRIX, Y)
    module = coder.net_.module_
    table = module.embedding.weight.detach().numpy().astype(float)
    queries, weight = (
        module.decoder.queries.detach().numpy(),
        module.decoder.weight.detach().numpy(),
    )
    bias, scale = module.decoder.bias.detach().numpy(), MATRIX.data.mean()
    for note, scores in zip(MATRIX[:5].toarray(), coder.decision_function(MATRIX[:5]), strict=True):
        words = [table[j + 2] * note[j] / scale for j in np.flatnonzero(note)]
        for code in range(3):
            strength = np.exp([queries[code] @ word for word in words])
            mean = sum(s * w for s, w in zip(strength, words, strict=True)) / strength.sum()
            assert scores[code] == pytest.approx(weight[code] @ mean + bias[code], abs=1e-4)


def test_counts_that_are_no_ids_are_a_matrix():
    counts = MATRIX.toarray()
    assert counts.dtype.kind == "i"
    expected = tiny(max_epochs=2).fit(MATRIX, Y).predict_proba(MATRIX)
    found = tiny(max_epochs=2).fit(counts, Y).predict_proba(counts)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_evidence_names_columns_or_words():
    plain = tiny(max_epochs=2).fit(MATRIX, Y)
    named = tiny(max_epochs=2, vocabulary=WORDS.vocabulary_).fit(MATRIX, Y)
    for start, _, column, _ in plain.explain(MATRIX[:1], codes=[0])[0][0][2]:
        assert int(column) == start
    for start, _, word, _ in named.explain(MATRIX[:1], codes=[0])[0][0][2]:
        assert WORDS.vocabulary_[word] == start


def test_titles_need_the_words_of_the_columns():
    titles = {0: "kab kad", 1: "kaf", 2: "kak"}
    with pytest.raises(ValueError, match="code_descriptions needs to know the words"):
        tiny(code_descriptions=titles).fit(MATRIX, Y)
    tiny(code_descriptions=titles, vocabulary=WORDS.vocabulary_, max_epochs=1).fit(MATRIX, Y)


def test_a_one_dimensional_y():
    y = np.where(Y[:, 0], "with gout", "no gout")
    coder = tiny().fit(MATRIX, y)
    assert coder.classes_.tolist() == ["no gout", "with gout"]
    assert coder.decision_function(MATRIX).shape == (60,)
    np.testing.assert_allclose(coder.predict_proba(MATRIX).sum(axis=1), 1, atol=1e-6)
    assert coder.score(MATRIX, y) > 0.9
    assert set(coder.predict(MATRIX)) == {"no gout", "with gout"}
    assert tiny().fit(NOTES, y).score(NOTES, y) > 0.9


def test_partial_fit_with_a_one_dimensional_y():
    coder = tiny()
    for _ in range(20):
        coder.partial_fit(MATRIX[:30], Y[:30, 0], classes=[0, 1])
        coder.partial_fit(MATRIX[30:], Y[30:, 0])
    assert coder.score(MATRIX, Y[:, 0]) > 0.9


@pytest.mark.parametrize(
    ("y", "match"),
    [
        (np.arange(60) % 3, "Only binary classification"),
        (np.zeros(60, dtype=int), "two classes, got 1 class"),
        (np.random.RandomState(0).uniform(size=60), "continuous"),
    ],
)
def test_a_one_dimensional_y_of_another_kind(y, match):
    with pytest.raises(ValueError, match=match):
        tiny().fit(MATRIX, y)


def test_other_input_after_a_matrix():
    coder = tiny(max_epochs=1).fit(MATRIX, Y)
    with pytest.raises(ValueError, match="got notes") as caught:
        coder.predict([SECRET])
    assert "Confidential" not in str(caught.value)
    with pytest.raises(ValueError, match="expecting"):
        coder.predict(MATRIX[:, :5])
    with pytest.raises(ValueError, match="NaN"):
        coder.predict(np.full((1, MATRIX.shape[1]), np.nan))


def test_an_empty_row_and_an_empty_matrix():
    coder = tiny(max_epochs=1).fit(MATRIX, Y)
    empty = sparse.csr_array((2, MATRIX.shape[1]))
    assert np.isfinite(coder.predict_proba(empty)).all()
    assert np.isfinite(
        tiny(max_epochs=1).fit(np.zeros((60, 4)), Y).predict_proba(empty[:, :4])
    ).all()
