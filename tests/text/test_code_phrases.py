"""What can be said of codes: which texts, and what is drawn of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.code_systems import ICD10CM, CodeSystem, from_mapping
from skmedcode.text._code_phrases import CodePhrases

NAMES = np.array(["a", "b", "c"], dtype=object)
TITLES = {"a": "Alpha", "b": " Beta ", "c": " "}
SYNONYMS = {"a": ["First", "", "Alpha"], "c": []}
GROUPS = {"a": ["Letters", "Vowels"], "b": ["Letters"], "c": ["Letters"]}


def said(phrases, rows):
    return [[phrases.texts[k] for k in own] for own in rows]


def test_texts_of_codes():
    phrases = CodePhrases.of_codes(NAMES, TITLES, SYNONYMS, GROUPS)
    assert said(phrases, phrases.names) == [["Alpha", "First"], ["Beta"], []]
    assert said(phrases, phrases.groups) == [["Letters", "Vowels"], ["Letters"], ["Letters"]]
    assert sorted(phrases.texts) == ["Alpha", "Beta", "First", "Letters", "Vowels"]
    assert phrases.has_name.tolist() == [True, True, False]


def test_synonyms_alone_will_do():
    phrases = CodePhrases.of_codes(NAMES, synonyms=SYNONYMS)
    assert said(phrases, phrases.names) == [["First", "Alpha"], [], []]


@pytest.mark.parametrize("titles", [{"a": float("nan")}, {"a": 3}])
def test_titles_are_str(titles):
    with pytest.raises(TypeError, match=r"1 of 3 codes, such as 'a'; leave out"):
        CodePhrases.of_codes(NAMES, titles)


def test_groups_are_lists():
    with pytest.raises(TypeError, match="group_titles must give a list of str"):
        CodePhrases.of_codes(NAMES, TITLES, groups={"a": "Letters"})


def test_groups_of_a_code_system_go_from_wide_to_narrow():
    system = from_mapping(
        {"x": "Wide", "x1": "Narrow", "x11": "Code"}, parents={"x11": "x1", "x1": "x"}
    )
    codes = np.array(["x11", "x", "?"], dtype=object)
    phrases = CodePhrases.of_codes(codes, system, groups=system)
    assert said(phrases, phrases.groups) == [["Wide", "Narrow"], [], []]
    codes = np.array(["E11.65"], dtype=object)
    phrases = CodePhrases.of_codes(codes, ICD10CM(), groups=ICD10CM())
    (titles,) = said(phrases, phrases.groups)
    assert [title.partition(" (")[0] for title in titles] == [
        "Endocrine, nutritional and metabolic diseases",
        "Diabetes mellitus",
        "Type 2 diabetes mellitus",
        "Type 2 diabetes mellitus with other specified complications",
    ]


def test_nodes_without_a_title_are_left_out():
    class Untitled(CodeSystem):
        def description(self, code):
            return {"a": "Alpha", "ab": "Both"}[code]

        def synonyms(self, code):
            return []

        def parent(self, code):
            return code[:-1] or None

        def group(self, code, level):
            return code

    codes = np.array(["abcd"], dtype=object)
    phrases = CodePhrases.of_codes(codes, {"abcd": "Word"}, groups=Untitled())
    assert said(phrases, phrases.groups) == [["Alpha", "Both"]]


@settings(deadline=None)
@given(st.sets(st.integers(0, 2)), st.integers(0, 50))
def test_draw(codes, seed):
    phrases = CodePhrases.of_codes(NAMES, TITLES, SYNONYMS, GROUPS)
    drawn = said(
        phrases, phrases.draw(np.array(sorted(codes), dtype=int), np.random.RandomState(seed))
    )
    expected = {"Alpha": "a", "First": "a", "Beta": "b"}
    assert sorted(expected[own[-1]] for own in drawn) == [NAMES[k] for k in sorted(codes - {2})]
    assert all(own[:-1] == GROUPS[expected[own[-1]]] for own in drawn)


def test_draw_takes_every_order_and_every_name():
    phrases = CodePhrases.of_codes(NAMES, TITLES, SYNONYMS)
    rng = np.random.RandomState(0)
    drawn = (said(phrases, phrases.draw(np.arange(3), rng)) for _ in range(60))
    drawn = {" ".join(name for (name,) in own) for own in drawn}
    assert drawn == {"Alpha Beta", "First Beta", "Beta Alpha", "Beta First"}


def test_only_what_is_known():
    phrases = CodePhrases.of_codes(NAMES, TITLES, SYNONYMS, GROUPS)
    phrases = phrases.only(
        np.array([text not in ("Beta", "Alpha", "Letters") for text in phrases.texts])
    )
    assert said(phrases, phrases.names) == [["First"], [], []]
    assert said(phrases, phrases.groups) == [["Vowels"], [], []]
    assert phrases.has_name.tolist() == [True, False, False]
