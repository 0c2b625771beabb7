"""Coverage of titles, recomputed by a slow loop."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.code_systems import CodeSystem
from skmedcode.ranking import _coverage
from skmedcode.ranking._coverage import TitleCoverage
from skmedcode.ranking._explain import title_evidence
from skmedcode.ranking._stems import StemReader
from skmedcode.ranking._terms import TitleTerms, term_texts

words = st.sampled_from(["renal", "renally", "failure", "heart", "failing", "cyst", "other"])
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
notes = st.lists(st.lists(phrases, max_size=3).map(". ".join), min_size=1, max_size=4)
titles = st.lists(st.lists(phrases, max_size=3), min_size=1, max_size=4)


def slow_weights(term, terms, cut):
    """Weight of each word of a term, cut to some letters."""
    sets = [{word[:cut] for word in other.split()} for other in terms]
    own = {word[:cut] for word in term.split()}
    idf = {w: np.log((1 + len(terms)) / (1 + sum(w in s for s in sets))) + 1 for w in own}
    return {word: value / sum(idf.values()) for word, value in idf.items()}


@settings(max_examples=60, deadline=None)
@given(notes, titles)
def test_coverage_is_that_of_a_loop(notes, titles):
    reader = StemReader(4)
    stems = reader.read(notes)
    coverage = TitleCoverage(TitleTerms(titles, reader), len(titles), least=0.25)
    table = coverage.table(stems)
    every = [term for own in titles for term in dict.fromkeys(own)]
    for row, note in enumerate(notes):
        sentences = [set(re.findall(r"\w+", part)) for part in note.split(".")]
        for code, own in enumerate(titles):
            expected = np.zeros(3)
            for term in own:
                for place, (cut, units) in enumerate(
                    [(9, sentences), (4, sentences), (9, [set().union(*sentences)])]
                ):
                    weights = slow_weights(term, every, cut)
                    for unit in units:
                        share = sum(weights.get(w, 0) for w in {word[:cut] for word in unit})
                        share = share if share >= 0.25 - 1e-6 else 0
                        expected[place] = max(expected[place], share)
            found = table.at(np.array([row * len(titles) + code]))[0]
            near = np.abs(expected - 0.25) < 1e-4  # at the edge either is right
            np.testing.assert_allclose(found[~near], expected[~near], atol=1e-5)


def test_words_that_only_titles_have_are_known_in_new_notes():
    reader = StemReader()
    reader.read(["renal failure"])
    coverage = TitleCoverage(TitleTerms([["typhoid"], []], reader), 2)
    table = coverage.table(reader.close().read(["Typhoid fever!", "nothing"]))
    assert table.keys.tolist() == [0]
    assert table.values.tolist() == [[1.0, 1.0, 1.0]]


def test_words_that_came_after_the_titles_are_no_error():
    reader = StemReader()
    coverage = TitleCoverage(TitleTerms([["typhoid"]], reader), 1)
    assert coverage.table(reader.read(["unheard words", "typhoid"])).keys.tolist() == [1]


def test_notes_and_titles_without_words():
    reader = StemReader()
    coverage = TitleCoverage(TitleTerms([["..."], []], reader), 2)
    assert coverage.table(reader.read(["", "one"])).keys.shape == (0,)
    assert len(coverage.terms) == 0


class Letters(CodeSystem):
    def description(self, code):
        if code == "c":
            raise KeyError(code)
        return f"code {code}"

    def synonyms(self, code):
        return [f"letter {code}", ""] if code == "a" else []

    def parent(self, code):
        return None

    def group(self, code, level):
        return code


def test_terms_of_codes():
    names = np.array(["a", "b", "c"])
    assert term_texts(names) == [[], [], []]
    system = Letters()
    assert term_texts(names, system, system) == [["code a", "letter a"], ["code b"], []]
    assert term_texts(names, {"b": "one"}, {"a": ["two"]}) == [["two"], ["one"], []]


@pytest.mark.parametrize(
    "note", ["Failure of heart. Renal cyst, renal failure.", "renally failing"]
)
def test_evidence_is_the_best_sentence(note):
    reader = StemReader(4)
    stems = reader.read([note])
    coverage = TitleCoverage(TitleTerms([["renal failure"], ["heart"], []], reader), 3)
    pieces = title_evidence(coverage, stems, note, np.array([0, 1, 2]), 10)
    assert pieces[2] == []
    for own in pieces:
        assert all(note[start:end] == word for start, end, word, _ in own)
        assert [piece[3] for piece in own] == sorted([piece[3] for piece in own], reverse=True)
    if note.startswith("Failure"):
        assert sorted(piece[0] for piece in pieces[0]) == [18, 30, 36]
        assert pieces[1] == [(11, 16, "heart", 1.0)]
    else:
        assert sorted(piece[2] for piece in pieces[0]) == ["failing", "renally"]
        assert pieces[1] == []


def test_blocks_of_notes_are_no_matter(monkeypatch):
    texts = ["renal failure", "", "heart. renal", "failure of the heart", "cyst"]
    reader = StemReader()
    stems = reader.read(texts)
    coverage = TitleCoverage(TitleTerms([["renal failure"], ["heart"], []], reader), 3)
    whole = coverage.table(stems)
    monkeypatch.setattr(_coverage, "BLOCK", 2)
    parts = coverage.table(stems)
    np.testing.assert_array_equal(parts.keys, whole.keys)
    np.testing.assert_array_equal(parts.values, whole.values)
    assert coverage.table(stems.take([])).keys.shape == (0,)
