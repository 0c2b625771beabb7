"""Ragged token ids against lists of lists."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.utils._sequences import TokenSequences

ragged = st.lists(st.lists(st.integers(1, 20), max_size=7), min_size=1, max_size=8)


def build(notes):
    return TokenSequences.from_lengths([i for note in notes for i in note], list(map(len, notes)))


def lists(sequences):
    return [sequences[i].tolist() for i in range(len(sequences))]


@given(ragged)
def test_items(notes):
    sequences = build(notes)
    assert lists(sequences) == notes
    assert len(sequences) == len(notes)
    assert sequences.lengths.tolist() == list(map(len, notes))
    assert sequences.flat.dtype == np.int32
    assert sequences.offsets.dtype == np.int64


@settings(deadline=None)
@given(ragged, st.data())
def test_pad(notes, data):
    rows = data.draw(st.lists(st.integers(0, len(notes) - 1), min_size=1))
    ids, mask = build(notes).pad(rows)
    width = max([1, *(len(notes[row]) for row in rows)])
    assert ids.shape == mask.shape == (len(rows), width)
    assert ids.dtype == np.int32
    assert mask.dtype == bool
    for row, padded, real in zip(rows, ids.tolist(), mask.tolist(), strict=True):
        note = notes[row]
        assert padded == note + [0] * (width - len(note))
        assert real == [True] * len(note) + [False] * (width - len(note))


@given(ragged)
def test_round_trip(notes):
    ids, mask = build(notes).pad()
    again = TokenSequences.from_padded(ids)
    assert lists(again) == notes
    np.testing.assert_array_equal(mask, ids != 0)
    wider = np.pad(ids, ((0, 0), (0, 3)))
    assert lists(TokenSequences.from_padded(wider)) == notes


def test_pad_of_no_rows():
    ids, mask = build([[2, 3]]).pad(np.array([], dtype=int))
    assert ids.shape == mask.shape == (0, 1)


@given(ragged, st.lists(st.integers(1, 20), min_size=2, max_size=12))
def test_map(notes, table):
    mapped = build(notes).map(np.array(table))
    expected = [[table[i] if i < len(table) else 1 for i in note] for note in notes]
    assert lists(mapped) == expected
    assert mapped.flat.dtype == np.int32


@given(ragged)
def test_without_empty(notes):
    sequences = build(notes)
    filled = sequences.without_empty()
    assert lists(filled) == [note or [1] for note in notes]
    assert lists(sequences) == notes
    if all(notes):
        assert filled is sequences


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64])
def test_from_padded_of_other_types(dtype):
    sequences = TokenSequences.from_padded(np.array([[4, 5, 0], [0, 0, 0]], dtype=dtype))
    assert lists(sequences) == [[4, 5], []]
    assert sequences.flat.dtype == np.int32


def test_many_tokens_need_wide_offsets():
    lengths = np.array([2**31, 2**31], dtype=np.int64)
    assert TokenSequences.from_lengths([], lengths).offsets.tolist() == [0, 2**31, 2**32]


@given(ragged)
def test_values_follow_their_tokens(notes):
    plain = build(notes)
    values = np.arange(len(plain.flat), dtype=np.float32) + 2
    sequences = TokenSequences.from_lengths(plain.flat, plain.lengths, values)
    mapped = sequences.map(np.arange(30))
    filled = sequences.without_empty()
    assert plain.values_of(0) is None
    rows = list(range(len(notes)))[::-1]
    padded, ids = sequences.pad_values(rows), sequences.pad(rows)[0]
    assert padded.dtype == np.float32
    for i, note in enumerate(notes):
        own = values[plain.offsets[i] : plain.offsets[i + 1]].tolist()
        assert sequences.values_of(i).tolist() == mapped.values_of(i).tolist() == own
        assert filled.values_of(i).tolist() == (own or [1])
        row = padded[rows.index(i)]
        assert row.tolist() == own + [0] * (ids.shape[1] - len(note))


@given(ragged)
def test_what_is_beside_the_tokens_follows_them(notes):
    plain = build(notes)
    numbers = np.arange(len(plain.flat), dtype=np.int16) + 2
    sequences = plain.with_beside(other=numbers, twice=2.0 * numbers)
    rows = list(range(len(notes)))[::-1]
    for kind in (sequences, sequences.map(np.arange(30)), sequences.without_empty()):
        own, shared = kind.inputs(rows)
        assert set(own) == {"ids", "mask", "other", "twice"} and shared == {}
        assert own["other"].dtype == np.int16
        for row, i in enumerate(rows):
            mine = numbers[plain.offsets[i] : plain.offsets[i + 1]].tolist()
            padding = [0] * (own["ids"].shape[1] - len(mine))
            assert own["other"][row].tolist() == mine + padding
            assert own["twice"][row].tolist() == [2 * number for number in mine] + padding
    assert set(plain.inputs(rows)[0]) == {"ids", "mask"}


def test_frozen():
    with pytest.raises(AttributeError):
        build([[2]]).flat = None


@settings(deadline=None)
@given(ragged, st.data())
def test_joined(notes, data):
    row = st.integers(0, len(notes) - 1)
    parts = data.draw(st.lists(st.lists(row, min_size=1, max_size=4), min_size=1, max_size=5))
    joined = build(notes).joined([np.array(rows) for rows in parts])
    assert lists(joined) == [[i for row in rows for i in notes[row]] for rows in parts]
