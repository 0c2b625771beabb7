"""The layout of segments, taken apart again."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.utils._segmented import SegmentedSequences, rectangles

SPELLING = np.array([[0, 0, 0], [1, 0, 0], [5, 6, 0], [7, 0, 0], [8, 9, 5]], dtype=np.int32)


def segmented(notes):
    """Sequences of notes, each a list of segments, each a list of ids."""
    flat = [word for note in notes for segment in note for word in segment]
    numbers = [k for note in notes for k, segment in enumerate(note) for _ in segment]
    plain = SegmentedSequences.from_lengths(flat, [sum(map(len, note)) for note in notes])
    segment = np.array(numbers, dtype=np.int32)
    return SegmentedSequences(plain.flat, plain.offsets, spelling=SPELLING, segment=segment)


def read_back(own, shared):
    """Each note as segments of the characters of their words."""
    words = [part[i] for part in shared["words"] for i in range(len(part))]
    segments = [part[i] for part in shared["segments"] for i in range(len(part))]
    ids = own["ids"].ravel()
    found = []
    for order in own["order"]:
        rows = [segments[row - 1] for row in order if row]
        kept = [[words[ids[p - 1] - 1] for p in row if p] for row in rows]
        found.append([[tuple(word[word != 0]) for word in segment] for segment in kept])
    return found


SEGMENTS = st.lists(st.integers(1, 4), min_size=1, max_size=5)
NOTES = st.lists(st.lists(SEGMENTS, min_size=1, max_size=40), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(NOTES, st.randoms())
def test_the_layout_holds_the_notes(notes, random):
    rows = random.choices(range(len(notes)), k=len(notes))
    own, shared = segmented(notes).inputs(rows)
    spelled = {i: tuple(row[row != 0]) for i, row in enumerate(SPELLING)}
    expected = [[[spelled[word] for word in segment] for segment in notes[row]] for row in rows]
    assert read_back(own, shared) == expected
    n_distinct = len({word for row in rows for segment in notes[row] for word in segment})
    assert sum(len(part) for part in shared["words"]) == n_distinct  # each word once
    for row, place, mask in zip(rows, own["place"], own["mask"], strict=True):
        numbers = [k for k, segment in enumerate(notes[row], 1) for _ in segment]
        assert place[mask].tolist() == numbers
        assert not place[~mask].any()


def test_which_names_the_words():
    sequences = segmented([[[4, 2], [3]]])
    for shared in (sequences.inputs([0])[1], sequences.about(np.array([0, 2, 3, 4]))):
        words = np.concatenate([np.pad(p, ((0, 0), (0, 3 - p.shape[1]))) for p in shared["words"]])
        np.testing.assert_array_equal(words, SPELLING[shared["which"][0]])


def test_rows_of_similar_length_share_a_rectangle():
    matrix = np.tril(np.ones((200, 200), dtype=int))
    parts, place = rectangles(matrix[::-1])
    assert [part.shape for part in parts] == [(50, 50), (50, 100), (50, 150), (50, 200)]
    np.testing.assert_array_equal(place, np.arange(200, 0, -1))


@settings(max_examples=30, deadline=None)
@given(NOTES, st.data())
def test_joined_notes_are_notes_of_all_segments(notes, data):
    row = st.integers(0, len(notes) - 1)
    parts = data.draw(st.lists(st.lists(row, min_size=1, max_size=3), min_size=1, max_size=4))
    joined = segmented(notes).joined([np.array(rows) for rows in parts])
    expected = segmented([[segment for row in rows for segment in notes[row]] for rows in parts])
    for name in ("flat", "offsets", "segment", "spelling"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(expected, name))
