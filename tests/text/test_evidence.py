"""Gold evidence as words of a note."""

import numpy as np
import pandas as pd
import pytest

from skmedcode.text import NoteReader, NoteTokenizer, evidence_words

NOTES = ["acute renal failure, no pain", "old hip fracture", ""]
CODES = np.array(["N17", "R52", "S72"])


@pytest.fixture
def reader():
    reader = NoteReader()
    reader.fit_read(NOTES)
    return reader


def plain(found):
    return [[(column, places.tolist()) for column, places in own] for own in found]


def test_spans_become_words(reader):
    evidence = [
        [("R52", 24, 28, "pain"), ("N17", 6, 11), ("N17", 12, 19), ("unknown", 0, 5)],
        [("S72", 5, 16)],
        [],
    ]
    found = evidence_words(evidence, NOTES, reader, CODES)
    assert plain(found) == [[(0, [1, 2]), (1, [4])], [(2, [1, 2])], []]


def test_a_span_within_a_word_takes_the_word(reader):
    found = evidence_words([[("N17", 7, 8)], [], []], NOTES, reader, CODES)
    assert plain(found)[0] == [(0, [1])]


def test_spans_without_words_are_left_out(reader):
    evidence = [[("N17", 5, 6), ("R52", 19, 20)], [], []]
    assert plain(evidence_words(evidence, NOTES, reader, CODES)) == [[], [], []]


def test_spans_past_the_note_are_refused(reader):
    for evidence in ([[], [("S72", 4, 18)], []], [[], [], [("N17", 0, 1)]]):
        with pytest.raises(ValueError, match="evidence must lie within the note.* row [12]"):
            evidence_words(evidence, NOTES, reader, CODES)


def test_words_past_the_cut_have_no_place():
    reader = NoteReader(NoteTokenizer(max_length=2))
    reader.fit_read(NOTES)
    found = evidence_words([[("N17", 6, 19), ("R52", 24, 28)], [], []], NOTES, reader, CODES)
    assert plain(found)[0] == [(0, [1])]


def test_places_in_token_ids():
    ids = NoteTokenizer().fit_transform(NOTES)
    reader = NoteReader()
    reader.fit_read(ids)
    found = evidence_words([[("N17", 1, 3)], [("S72", 2, 3)], []], ids, reader, CODES)
    assert plain(found) == [[(0, [1, 2])], [(2, [2])], []]


@pytest.mark.parametrize("kind", [tuple, np.array, pd.Series], ids=["tuple", "array", "Series"])
def test_forms(reader, kind):
    rows = [[("N17", 6, 11)], [("S72", 4, 8)], None]
    if kind is np.array:
        evidence = np.empty(3, dtype=object)
        evidence[:] = rows
    else:
        evidence = kind(rows)
    assert len(plain(evidence_words(evidence, pd.Series(NOTES), reader, CODES))[0]) == 1


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ("N17", "got str"),
        (5, "got int"),
        ([[]], "one list a note: 3, got 1"),
        ([[], ["N17"], []], "row 1"),
        ([[("N17", 4)], [], []], "row 0"),
        ([[("N17", 4, 4)], [], []], "0 <= start < end"),
        ([[("N17", -1, 4)], [], []], "0 <= start < end"),
        ([[("N17", "a", "b")], [], []], "0 <= start < end"),
        ([[("N17", 0.5, 4.0)], [], []], "0 <= start < end"),
        ([[(["N17"], 0, 4)], [], []], "row 0"),
        ([[], float("nan"), []], "row 1"),
        ({0: [], 1: [], 2: []}, "got dict"),
        ([[("n17", 0, 4)], [], []], "none of its codes was found"),
    ],
)
def test_bad_evidence(reader, evidence, message):
    with pytest.raises((TypeError, ValueError), match=r"^evidence must.*" + message):
        evidence_words(evidence, NOTES, reader, CODES)
