"""Which texts become the slots of a memory."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skmedcode.text import slot_texts

CODES = np.array(["I10", "E11", "N17"])
TITLES = {"I10": "Hypertension", "E11": "Diabetes", "N17": "Kidney failure"}
SYNONYMS = {"E11": ["sugar", "type 2"]}


@pytest.fixture(autouse=True)
def warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_nothing_known_is_no_memory():
    assert slot_texts(CODES) is None


def test_a_text_or_several_a_code():
    known = {"I10": "high pressure", "E11": ["thirst", "hunger"], "N17": ("no urine",)}
    slots = slot_texts(CODES, known)
    assert slots.names == ["I10", ("E11", 0), ("E11", 1), "N17"]
    assert slots.keys == slots.values == ["high pressure", "thirst", "hunger", "no urine"]
    titled = slot_texts(CODES, pd.Series(known), TITLES)
    assert titled.keys == slots.keys
    assert titled.values == ["Hypertension", "Diabetes", "Diabetes", "Kidney failure"]


def test_titles_and_synonyms_stand_in():
    slots = slot_texts(CODES, None, TITLES, SYNONYMS)
    assert slots.names == CODES.tolist()
    assert slots.keys == ["Hypertension", "Diabetes sugar type 2", "Kidney failure"]
    assert slots.values == list(TITLES.values())
    mixed = slot_texts(CODES, {"I10": "high pressure", "E11": None}, TITLES, SYNONYMS)
    assert mixed.keys == ["high pressure", "Diabetes sugar type 2", "Kidney failure"]
    gaps = pd.Series({"I10": "high pressure", "E11": np.nan, "N17": " "})
    assert slot_texts(CODES, gaps, TITLES, SYNONYMS).keys == mixed.keys


def test_a_sequence_is_about_no_code():
    for texts in (["one", "two"], np.array(["one", "two"])):
        slots = slot_texts(CODES, texts, TITLES)
        assert (slots.names, slots.keys, slots.values) == ([0, 1], ["one", "two"], ["one", "two"])


def test_codes_that_are_not_known_and_codes_of_others_are_counted():
    with pytest.warns(UserWarning, match="Nothing is known of 2 of 3 codes, such as 'E11'"):
        slots = slot_texts(CODES, {"I10": "high pressure", "N17": " "})
    assert slots.names == ["I10"]
    with pytest.warns(UserWarning, match="names 2 codes that Y does not have, such as 'A00'"):
        slot_texts(CODES, TITLES | {"A00": "cholera", "B00": "herpes"})


@pytest.mark.parametrize(
    ("knowledge", "error", "message"),
    [
        ("high pressure", TypeError, "got one bare str"),
        (b"bytes", TypeError, "got bytes"),
        (7, TypeError, "got int"),
        ({"I10": 7}, TypeError, "got int"),
        ({"I10": ["a", 7]}, TypeError, "a int among the texts"),
        (["a", None], TypeError, "a NoneType among the texts"),
        ({"A00": "cholera"}, ValueError, "none of the 3 codes"),
        ({}, ValueError, "none of the 3 codes"),
        ({"I10": ""}, ValueError, "empty ones alone"),
        ([], ValueError, "at least one text"),
    ],
)
def test_mistakes_are_named(knowledge, error, message):
    with pytest.raises(error, match=message):
        slot_texts(CODES, knowledge)
