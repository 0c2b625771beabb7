"""Segments of notes: where they begin and end, and that nothing but white space is between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.text._segments import (
    check_segmenter,
    diagnosis_spans,
    line_spans,
    segment_spans,
    sentence_spans,
)

PIECES = ["a", "B", "3", "3.5", ".", "!", "?", " ", "\n", "\n\n", "Dr.", "1. ", "- ", "No. 5", ":"]
PIECES += ["e.g.", "É", "\r\n", "\t", "Diagnosis:", "\nDischarge Diagnosis:\n"]
NOTES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


@settings(max_examples=200, deadline=None)
@given(NOTES)
def test_only_white_space_is_between_segments(note):
    for segmenter in (line_spans, sentence_spans):
        spans, place = segmenter(note), 0
        for start, end in spans:
            assert note[place:start].strip() == ""
            assert note[start:end] == note[start:end].strip() != ""
            place = end
        assert note[place:].strip() == ""


@settings(max_examples=200, deadline=None)
@given(NOTES)
def test_diagnoses_are_places_in_the_note(note):
    place = 0
    for start, end in diagnosis_spans(note):
        assert place <= start < end <= len(note)
        assert "\n" not in note[start:end]
        place = end


def texts(segmenter, note):
    return [note[a:b] for a, b in segmenter(note)]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("No fever. Sent home.", ["No fever.", "Sent home."]),
        ("Creatinine 3.5 mg. 2 units.", ["Creatinine 3.5 mg.", "2 units."]),
        ("Seen by Dr. Grey at 5 p.m. Then home", ["Seen by Dr. Grey at 5 p.m. Then home"]),
        ("Aspirin, i.e. ASA. Why? It hurts!", ["Aspirin, i.e. ASA.", "Why?", "It hurts!"]),
        ("Bed no. 5 is free. Pain: no. He left.", ["Bed no. 5 is free.", "Pain: no.", "He left."]),
        ("1. Sepsis\n2. Renal failure", ["1. Sepsis", "2. Renal failure"]),
        ("1) Sepsis\n- fever\n* cough", ["1) Sepsis", "- fever", "* cough"]),
        ("A long line that\nis wrapped. Next", ["A long line that\nis wrapped.", "Next"]),
        ("First part\n\nsecond part", ["First part", "second part"]),
        ("History:\npneumonia", ["History:", "pneumonia"]),
        ("He left\nAllergies: none", ["He left", "Allergies: none"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("Dolor. Él mejoró. ¿Fiebre? No.", ["Dolor.", "Él mejoró.", "¿Fiebre?", "No."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(note, expected):
    assert texts(sentence_spans, note) == expected


def test_lines():
    assert texts(line_spans, " one \r\n\n two\nthree") == ["one", "two", "three"]


SUMMARY = """Name: X
Chief Complaint:
fever
Discharge Diagnosis:
Primary: sepsis
Secondary diagnoses:
1. acute renal failure
2. hypertension

Discharge Condition:
stable
"""


def test_the_diagnosis_section():
    expected = ["sepsis", "1. acute renal failure", "2. hypertension"]
    assert texts(diagnosis_spans, SUMMARY) == expected
    assert texts(diagnosis_spans, "no headings\nhere") == ["no headings", "here"]


def test_a_function_may_cut():
    assert segment_spans("abcd", lambda note: [(0, 2), (3, 4)]) == [(0, 2), (3, 4)]


@pytest.mark.parametrize(
    "wrong",
    [["secret"], "secret", 3, None, [(0.0, 2)], [(0, 1, 2)], [(2, 1)], [(0, 99)], [(2, 4), (1, 3)]],
)
def test_a_wrong_cut_names_the_row_and_shows_no_text(wrong):
    with pytest.raises(ValueError, match="row 7") as caught:
        segment_spans("secret", lambda note: wrong, row=7)
    assert "secret" not in str(caught.value)


def fails(note):
    raise RuntimeError(f"cannot cut {note}")


def fails_late(note):
    yield 0, 1
    raise RuntimeError(f"cannot cut {note}")


@pytest.mark.parametrize("segmenter", [fails, fails_late, int])
def test_errors_of_a_function_show_no_text(segmenter):
    with pytest.raises(ValueError, match="segmenter must read .* for the note in row 7") as caught:
        segment_spans("secret", segmenter, row=7)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_other_segmenters_are_refused():
    with pytest.raises(ValueError, match="segmenter must be one of"):
        check_segmenter("paragraph")
