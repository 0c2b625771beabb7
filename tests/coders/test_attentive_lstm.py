"""AttentiveLSTMCoder: phrases, new words, titles, caps, and what it refuses."""

import pickle
import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold
from tests_helpers import TITLES

from skmedcode import AttentiveLSTMCoder, load, save
from skmedcode.facts import FitFacts
from skmedcode.metrics import macro_auc
from skmedcode.utils.estimator_checks import toy_notes

SIZES = {"embedding_dim": 8, "word_size": 12, "hidden_size": 16, "lr": 0.01}
DISEASES = ["pneumonia", "hypertension", "diabetes", "sepsis"]
OTHERS = ["of the left side", "chronic", "in history", "severe", "unknown origin"]


def small(**own):
    own = {"max_epochs": 2, "validation_fraction": 0, "random_state": 0, "device": "cpu"} | own
    return AttentiveLSTMCoder(**SIZES | own)


def phrases(n_notes=60, seed=0):
    """Lists of phrases; a code is given where a phrase holds its disease."""
    rng = np.random.RandomState(seed)
    Y = (rng.uniform(size=(n_notes, len(DISEASES))) < 0.4).astype(int)
    Y[: len(DISEASES)] |= np.eye(len(DISEASES), dtype=int)
    notes = []
    for row in Y:
        own = [f"{rng.choice(OTHERS)} {DISEASES[code]}" for code in np.flatnonzero(row)]
        own += rng.choice(OTHERS, size=rng.randint(3)).tolist()
        notes.append([own[i] for i in rng.permutation(len(own))])
    return notes, Y


def test_phrases_are_the_lines_of_a_note():
    X, Y = phrases()
    as_phrases = small().fit(X, Y)
    notes = ["\n".join(own) for own in X]
    as_notes = small(segmenter="line").fit(notes, Y)
    expected = as_notes.predict_proba(notes)
    np.testing.assert_allclose(as_phrases.predict_proba(X), expected, atol=1e-5)
    arrays = np.empty(len(X), dtype=object)
    arrays[:] = X
    np.testing.assert_allclose(as_phrases.predict_proba(arrays), expected, atol=1e-5)
    alone = np.vstack([as_phrases.predict_proba([own]) for own in X])
    np.testing.assert_allclose(alone, expected, atol=1e-5)


@pytest.mark.parametrize("attention", ["soft", "hard"])
def test_phrases_are_learnt_and_misspelt_ones_are_read(attention):
    X, Y = phrases(80)
    own = {"max_epochs": 40, "lr": 0.02, "dropout": 0.1, "embedding_dim": 12, "hidden_size": 24}
    coder = small(attention=attention, **own).fit(X, Y)
    X_new, Y_new = phrases(60, seed=1)
    assert macro_auc(Y_new, coder.predict_proba(X_new)) > 0.95
    misspelt = [["severe " + word[:-1] + "xa"] for word in DISEASES]  # none is in the vocabulary
    assert not {own[0].split()[1] for own in misspelt} & set(coder.vocabulary_)
    chances = coder.predict_proba(misspelt)
    assert (chances.argmax(axis=1) == np.arange(4)).mean() >= 0.75


def test_phrases_survive_search_and_partial_fit():
    X, Y = phrases()
    search = GridSearchCV(small(), {"hidden_size": [8, 16], "lr": [1e-2]}, cv=KFold(2)).fit(X, Y)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    coder = small().partial_fit(X[:30], Y[:30])
    before = coder.predict_proba(X)
    assert not np.allclose(coder.partial_fit(X[30:], Y[30:]).predict_proba(X), before, atol=1e-4)
    going_on = small(warm_start=True).fit(X, Y)
    assert len(going_on.fit(X, Y).history_) == 4


def test_evidence_is_the_words_of_segments():
    X, Y = phrases()
    coder = small(attention="hard").fit(X, Y)
    ((explained,),) = ([own] for own in coder.explain(X[:1], codes=[1]))
    joined = "\n".join(X[0])
    words = explained[0][2]
    assert all(joined[a:b] == word for a, b, word, _ in words)
    own = [phrase for phrase in X[0] if sorted(phrase.split()) == sorted(w for _, _, w, _ in words)]
    assert len(own) == 1  # one phrase, whole
    assert sum(score for *_, score in words) == pytest.approx(1)
    by_gradient = coder.explain(X[:1], codes=[1], method="input_x_gradient")[0][0][2]
    assert {word for *_, word, _ in by_gradient} <= {word for *_, word, _ in words}


def test_gold_evidence_draws_attention():
    X, Y = phrases()
    gold = []
    for own in X:
        joined = "\n".join(own)
        places = [(code, joined.find(word), len(word)) for code, word in enumerate(DISEASES)]
        gold.append([(code, at, at + length) for code, at, length in places if at >= 0])
    rests = []
    for evidence in (None, gold):
        coder = small(max_epochs=8, evidence_weight=3.0).fit(X, Y, evidence=evidence)
        found = coder.explain(X, codes=coder.classes_, top_k=50)
        shares = [
            sum(s for a, b, _, s in words if a < end and b > start)
            for own, places in zip(found, gold, strict=True)
            for code, start, end in places
            for named, _, words in own
            if named == code
        ]
        rests.append(np.mean(shares))
    assert rests[1] > rests[0]
    with pytest.raises(ValueError, match="attention sums to 1"):
        small(attention="hard").fit(X, Y, evidence=gold)


def test_mixed_rows_are_refused_without_their_text():
    X, Y = phrases()
    for wrong in (["secret note", *X[1:]], [*X[:-1], "secret note"], [["secret", None], *X[1:]]):
        with pytest.raises(TypeError, match="row") as caught:
            small().fit(wrong, Y)
        assert "secret" not in str(caught.value)


def test_codes_without_titles_are_counted_and_learnt():
    notes, Y = toy_notes()
    with pytest.warns(UserWarning, match="1 of 3 codes have no title"):
        coder = small(code_descriptions={0: "kab kad", 2: "kak"}).fit(notes, Y)
    assert coder.net_.module_.decoder.titles.learnt.shape == (1, 16)
    assert coder.code_embeddings_.shape == (3, 16)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small(code_descriptions=TITLES).fit(notes, Y)


def test_words_of_titles_alone_are_spelled():
    """A title's words need not be in the notes."""
    notes, Y = toy_notes()
    vectors = small(code_descriptions={0: "xylophone", 1: "xylophones", 2: "ukulele"}).fit(notes, Y)
    embedded = vectors.code_embeddings_
    assert not np.allclose(embedded[0], embedded[1])


def test_caps_are_said():
    notes, Y = toy_notes()
    with pytest.warns(UserWarning, match=r"\d+ of 30 notes have more than max_segments=1"):
        coder = small(max_segments=1, max_words=5).fit(notes, Y)
    long = "kab " * 5
    with pytest.warns(UserWarning, match="1 of 1 notes"):
        chances = coder.predict_proba([long + "kad kaf"])
    np.testing.assert_allclose(chances, coder.predict_proba([long]), atol=1e-6)


def lines_of_two(note):
    middle = len(note) // 2
    return [(0, middle), (middle, len(note))]


def test_a_function_cuts_is_pickled_and_refused_by_save(tmp_path):
    notes, Y = toy_notes()
    coder = small(segmenter=lines_of_two).fit(notes, Y)
    assert clone(coder).segmenter is lines_of_two
    expected = coder.predict_proba(notes)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(coder)).predict_proba(notes), expected)
    with pytest.raises(ValueError, match="segmenter must be a name, a number"):
        save(coder, tmp_path / "coder")
    by_line = small(segmenter="line", max_words=7, alphabet="abcdk").fit(notes, Y)
    save(by_line, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(notes), by_line.predict_proba(notes))
    assert not np.allclose(expected, by_line.predict_proba(notes), atol=1e-4)


def test_parameters_that_change_after_fit_wait_for_the_next():
    X, Y = phrases()
    coder = small().fit(X, Y)
    expected = coder.predict_proba(X)
    coder.set_params(segmenter="line", max_words=1)
    np.testing.assert_array_equal(coder.predict_proba(X), expected)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"segmenter": "paragraph"}, "segmenter must be one of"),
        ({"attention": "none"}, "attention must be one of"),
        ({"scorer": "mlp"}, "scorer must be one of"),
        ({"max_chars": 0}, "max_chars"),
        ({"alphabet": ""}, "alphabet must be a str"),
        ({"embeddings": "corpus"}, "embeddings must be 'random'"),
        ({"embeddings": np.zeros((3, 3))}, "embeddings must be 'random'"),
        ({"code_start": "notes"}, "code_start must be 'random'"),
        ({"freeze_embeddings": True}, "freeze_embeddings must be False"),
        ({"attention": "mean", "code_descriptions": TITLES}, "no place for titles"),
    ],
)
def test_wrong_parameters(own, message):
    notes, Y = toy_notes()
    with pytest.raises(ValueError, match=message):
        small(**own).fit(notes, Y)


def test_the_published_size():
    """305,900 weights a side, and a classifier of 201 for each code."""
    coder = AttentiveLSTMCoder(**AttentiveLSTMCoder.published_params())
    titles = [np.array([2, 3, 0, 4])] * 50
    facts = FitFacts(9, 50, np.arange(50), np.zeros((0, 50)), title_ids=titles)
    module = coder._make_module(facts)
    assert sum(p.numel() for p in module.parameters()) == 2 * 305_900 + 50 * 201


def test_a_batch_in_parts():
    notes, Y = toy_notes()
    alone = {"dropout": 0.0, "batch_size": 7, "max_epochs": 1, "refit": False}
    whole = small(**alone).fit(notes, Y).predict_proba(notes)
    for accumulate in (2, 3, 100):
        parts = small(**alone, accumulate=accumulate).fit(notes, Y)
        np.testing.assert_allclose(parts.predict_proba(notes), whole, rtol=0, atol=1e-5)
