"""Titles and synonyms, aligned by name."""

import numpy as np
import pytest

from skmedcode.text import NoteReader, synonym_texts, title_ids, title_texts

NOTES = ["acute renal failure", "renal colic and acute pain", "chronic pain"]
CODES = np.array(["N17", "R52", "Z99"])


@pytest.fixture
def reader():
    reader = NoteReader()
    reader.fit_read(NOTES)
    return reader


def known(reader, text):
    return [reader.vocabulary[word] for word in text.split() if word in reader.vocabulary]


def test_titles_by_name(reader):
    titles = {
        "Z99": "dependence",
        "R52": "Pain, chronic (pain)",
        "N17": "acute renal injury",
        7: "x",
    }
    ids = title_ids(titles, CODES, reader)
    assert [row.tolist() for row in ids] == [
        known(reader, "acute renal"),
        known(reader, "pain chronic pain"),
        [],
    ]
    assert all(row.dtype.kind == "i" for row in ids)


def test_titles_do_not_depend_on_their_order(reader):
    titles = {"N17": "acute renal failure", "R52": "pain", "Z99": "chronic"}
    forward = title_ids(titles, CODES, reader)
    backward = title_ids(dict(reversed(titles.items())), CODES[::-1], reader)[::-1]
    for one, other in zip(forward, backward, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("nothing", ["absent", "", None])
def test_missing_titles_are_empty(reader, nothing):
    titles = {"R52": "pain"} if nothing == "absent" else {"R52": "pain", "N17": nothing}
    ids = title_ids(titles, CODES, reader)
    assert [len(row) for row in ids] == [0, 1, 0]


def test_integer_codes(reader):
    ids = title_ids({0: "pain", 1: "renal"}, np.arange(2), reader)
    assert [row.tolist() for row in ids] == [known(reader, "pain"), known(reader, "renal")]


class System:
    """As a code system: knows one code, raises KeyError for the others."""

    def description(self, code):
        return {"R52": "Pain, unspecified"}[code]


def test_object_with_descriptions(reader):
    ids = title_ids(System(), CODES, reader)
    assert [row.tolist() for row in ids] == [[], known(reader, "pain"), []]


@pytest.mark.parametrize("titles", [{}, {"n17": "pain"}, {"N17": ""}])
def test_no_title_found(reader, titles):
    with pytest.raises(ValueError, match=r"code_descriptions must describe .* none of the 3 codes"):
        title_ids(titles, CODES, reader)


@pytest.mark.parametrize(
    "titles", [["pain", "renal", "acute"], "pain", 5], ids=["list", "str", "int"]
)
def test_titles_of_a_wrong_kind(reader, titles):
    with pytest.raises((TypeError, ValueError), match="code_descriptions"):
        title_ids(titles, CODES, reader)


def test_title_that_is_no_text(reader):
    with pytest.raises((TypeError, ValueError), match="code_descriptions"):
        title_ids({"N17": float("nan"), "R52": "pain"}, CODES, reader)


def test_titles_need_words():
    reader_of_ids = NoteReader()
    reader_of_ids.fit_read(np.array([[2, 3], [4, 0]]))
    with pytest.raises(ValueError, match="code_synonyms needs to know the words"):
        title_ids({"N17": "pain"}, CODES, reader_of_ids, "code_synonyms")


def test_title_texts_are_aligned():
    assert title_texts({"R52": "pain", "X": "else"}, CODES) == ["", "pain", ""]


class Synonyms:
    """As a code system: knows one code, raises KeyError for the others."""

    def synonyms(self, code):
        return {"R52": ("ache", "pains")}[code]


@pytest.mark.parametrize("synonyms", [{"R52": ["ache", "pains"], "N17": None}, Synonyms()])
def test_synonyms_by_name(synonyms):
    assert synonym_texts(synonyms, CODES) == [[], ["ache", "pains"], []]


@pytest.mark.parametrize("synonyms", [["ache"], {"R52": "ache"}, {"R52": [1]}, 5], ids=str)
def test_synonyms_of_a_wrong_kind(synonyms):
    with pytest.raises(TypeError, match="code_synonyms must"):
        synonym_texts(synonyms, CODES)


def test_codes_whose_titles_are_no_text_are_named():
    titles = {"a": "heart", "b": float("nan"), "c": 3}
    with pytest.raises(TypeError, match="not so for 2 of 3 codes, such as 'b'; leave out"):
        title_texts(titles, np.array(["a", "b", "c"]))
