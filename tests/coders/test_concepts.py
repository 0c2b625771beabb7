"""Coders whose notes have concepts behind their words."""

import pickle

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from tests_helpers import TITLES

from skmedcode import AttentiveLSTMCoder, CAMLCoder, load, save
from skmedcode.inspection import evidence_agreement
from skmedcode.text import NoteTokenizer
from skmedcode.utils.estimator_checks import check_coder, toy_notes

NOTES, Y = toy_notes()
WORDS = sorted({word for note in NOTES for word in note.split()})
PHRASES = {word: f"about {word}" for word in WORDS[:4]}
SMALL = {"num_filters": 6, "embedding_dim": 12, "max_epochs": 1, "validation_fraction": 0}
SMALL |= {"random_state": 0, "lr": 0.01}


def with_places(note):
    places = [(note.find(word), word) for word in PHRASES]
    return [(PHRASES[word], place, place + len(word)) for place, word in places if place >= 0]


def without_places(note):
    return [name for name, *_ in with_places(note)]


def coder(concepts=PHRASES, **own):
    return CAMLCoder(tokenizer=NoteTokenizer(concepts=concepts), **SMALL | own)


def test_explain_names_concepts_and_where_they_stand():
    note = next(note for note in NOTES if len(with_places(note)) > 1)
    for concepts in (PHRASES, with_places):
        found = coder(concepts).fit(NOTES, Y).explain([note], [0], top_k=99)[0][0][2]
        named = {(word, note[start:end]) for start, end, word, _ in found if " " in word}
        assert named == {(name, note[a:b]) for name, a, b in with_places(note)}
        assert sum(score for *_, score in found) == pytest.approx(1, abs=1e-4)
    made = coder(without_places).fit(NOTES, Y)
    for method in ("attention", "input_x_gradient"):
        found = made.explain([note], [0], method=method, top_k=99)[0][0][2]
        behind = {(start, end) for start, end, word, _ in found if " " in word}
        assert behind <= {(len(note), len(note))}


def test_two_concepts_in_one_place_are_two():
    def twice(note):
        return [("one thing", 0, 3), ("other thing", 0, 3)]

    found = coder(twice).fit(NOTES, Y).explain(NOTES[:1], [0], top_k=99)[0][0][2]
    assert {"one thing", "other thing"} <= {word for *_, word, _ in found}


def test_a_pipeline_of_the_tokenizer_gives_the_same():
    made = coder(code_descriptions=TITLES).fit(NOTES, Y)
    alone = CAMLCoder(**SMALL, code_descriptions=TITLES)
    piped = make_pipeline(NoteTokenizer(concepts=PHRASES), alone).fit(NOTES, Y)
    np.testing.assert_allclose(piped.predict_proba(NOTES), made.predict_proba(NOTES), atol=1e-5)


def test_gold_evidence_and_its_agreement():
    gold = [[(0, a, b) for _, a, b in with_places(note)[:1]] for note in NOTES]
    made = coder(with_places).fit(NOTES, Y, evidence=gold)
    assert 0 <= evidence_agreement(made, NOTES, gold).auprc <= 1


def test_concepts_keep_the_contract():
    check_coder(coder())


def test_searches_go_over_concepts():
    grid = {"tokenizer__concepts": [None, PHRASES, with_places]}
    search = GridSearchCV(coder(), grid, cv=2, error_score="raise").fit(NOTES, Y)
    assert len(search.cv_results_["params"]) == 3


def test_phrases_are_saved_and_functions_are_refused(tmp_path):
    made = coder().fit(NOTES, Y)
    save(made, tmp_path / "coder")
    again = load(tmp_path / "coder", "cpu")
    np.testing.assert_array_equal(again.predict_proba(NOTES), made.predict_proba(NOTES))
    assert again.tokenizer_.concepts == PHRASES
    other = coder(with_places).fit(NOTES, Y)
    message = "concepts may be a mapping of phrase to name. Or pickle"
    with pytest.warns(UserWarning, match="tokenizer"), pytest.raises(ValueError, match=message):
        save(other, tmp_path / "other")
    copied = pickle.loads(pickle.dumps(other))
    np.testing.assert_array_equal(copied.predict_proba(NOTES), other.predict_proba(NOTES))


def test_a_coder_that_spells_words_refuses_concepts():
    spelling = AttentiveLSTMCoder(tokenizer=NoteTokenizer(concepts=PHRASES))
    with pytest.raises(ValueError, match="tokenizer must have concepts=None"):
        spelling.fit(NOTES, Y)
