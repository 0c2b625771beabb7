"""Code systems from a user's own tables."""

import copy
import pickle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skmedcode.code_systems import CodeSystem, from_mapping

TITLES = {"I": "Circulation", "I50": "Heart failure", "I50.9": "Heart failure, unspecified"}
PARENTS = {"I50.9": "I50", "I50": "I", "I": None}
SYNONYMS = {"I50": ["cardiac failure", "pump failure"]}
GROUPS = {"chapter": {"I": "9"}, "sort": {"I50": "common", "I50.9": "rare"}}


@pytest.fixture
def system():
    return from_mapping(TITLES, PARENTS, SYNONYMS, GROUPS)


def test_what_it_says(system):
    assert system.description("I50") == "Heart failure"
    assert system.synonyms("I50") == SYNONYMS["I50"] and system.synonyms("I") == []
    assert system.parent("I") is None and system.ancestors("I50.9") == ["I50", "I"]
    assert system.levels == ("chapter", "sort")
    assert [system.group(code, "chapter") for code in TITLES] == ["9"] * 3  # those above say it
    assert system.group("I50.9", "sort") == "rare"
    assert system.is_valid("I50") and system.normalize("I50") == "I50"
    assert repr(system) == "from_mapping(<3 codes>)"


def test_what_it_does_not_know(system):
    for ask in (system.description, system.synonyms, system.parent, system.ancestors):
        with pytest.raises(KeyError, match="E11"):
            ask("E11")
    with pytest.raises(KeyError, match="has no sort in the table, nor has a code above it"):
        system.group("I", "sort")
    with pytest.raises(ValueError, match="level must be one of 'chapter', 'sort'. Got 'block'"):
        system.group("I", "block")
    with pytest.raises(ValueError, match="level must be one of none"):
        from_mapping(TITLES).group("I", "block")


def test_is_an_unchanging_value(system):
    titles = dict(TITLES)
    other = from_mapping(titles, PARENTS, SYNONYMS, GROUPS)
    titles.clear()
    assert other == system == pickle.loads(pickle.dumps(system)) and len({system, other}) == 1
    assert copy.deepcopy(system) is system and system != from_mapping(TITLES)
    other.synonyms("I50").clear()
    assert other == system
    with pytest.raises(AttributeError):
        system.titles = {}


def test_series_will_do(system):
    parents = pd.Series(PARENTS)
    assert from_mapping(pd.Series(TITLES), parents, pd.Series(SYNONYMS), GROUPS) == system
    assert from_mapping(TITLES, {"I50": "I", "I": float("nan")}).ancestors("I50") == ["I"]
    gaps = {"x": pd.Series({"I": "heart", "I50": float("nan")})}
    assert from_mapping(TITLES, {"I50": "I"}, groups=gaps).group("I50", "x") == "heart"


@pytest.mark.parametrize(
    ("parents", "cycle"),
    [
        ({"I": "I"}, "'I' -> 'I'"),
        ({"I50.9": "I50", "I50": "I", "I": "I50"}, "'I50' -> 'I' -> 'I50'"),
        ({"I50": "I50.9", "I": None, "I50.9": "I50"}, "'I50' -> 'I50.9' -> 'I50'"),
    ],
)
def test_a_cycle_is_named(parents, cycle):
    with pytest.raises(ValueError, match=f"free of cycles, got {cycle}. Give"):
        from_mapping(TITLES, parents)


@given(st.dictionaries(st.integers(0, 7), st.integers(0, 7), min_size=1))
def test_cycles_are_found(parents):
    """Against a walk of as many steps as there are codes."""
    titles = dict.fromkeys(range(8), "t")

    def ends(code):
        for _ in range(9):
            code = parents.get(code)
        return code is None

    if all(map(ends, parents)):
        system = from_mapping(titles, parents)
        assert all(CodeSystem.ancestors(system, code) == system.ancestors(code) for code in titles)
    else:
        with pytest.raises(ValueError, match="free of cycles"):
            from_mapping(titles, parents)


def test_names_without_a_title_are_counted():
    with pytest.warns(UserWarning, match="parents names 2 of 3 codes that have no title, such as"):
        system = from_mapping({"I50.9": "t"}, {"I50.9": "I50", "I50": "I"})
    assert system.ancestors("I50.9") == ["I50", "I"] and system.is_valid("I")
    with pytest.raises(KeyError, match="'I' has no title"):
        system.description("I")
    with pytest.warns(UserWarning, match="synonyms names 1 of 2 codes that have no title"):
        from_mapping(TITLES, synonyms={"I": [], "E11": []})
    with pytest.warns(UserWarning, match=r"groups\['x'\] names 1 of 2 codes"):
        from_mapping(TITLES, groups={"x": {"I": 1, "E11": 1}})
    with pytest.raises(ValueError, match="synonyms names 1 of 1 .* that is all; got 'i50'. Are"):
        from_mapping(TITLES, synonyms={"i50": []})


@pytest.mark.parametrize(
    ("tables", "match"),
    [
        ({"descriptions": ["I"]}, "descriptions must be a mapping, got list"),
        ({"descriptions": {"I": None, "J": ""}}, "descriptions must give .*; got 2 .*'I'"),
        ({"parents": "I"}, "parents must be a mapping, got str"),
        ({"synonyms": {"I": "heart"}}, "synonyms must give a list of str for each code; not .*'I'"),
        ({"synonyms": {"I": [1]}}, "synonyms must give a list"),
        ({"groups": {"chapter": 3}}, r"groups\['chapter'\] must be a mapping, got int"),
    ],
)
def test_tables_that_are_none(tables, match):
    with pytest.raises(TypeError, match=match):
        from_mapping(**{"descriptions": TITLES} | tables)


def test_no_codes():
    with pytest.raises(ValueError, match="descriptions must have a title"):
        from_mapping({})
