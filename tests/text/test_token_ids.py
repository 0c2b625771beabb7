"""Token ids that know their words."""

import pickle

import numpy as np
import pytest

from skmedcode.text import NoteReader, NoteTokenizer
from skmedcode.text._token_ids import TokenIds

NOTES = ["acute renal failure", "renal colic", "chronic pain"]


def test_words_go_with_rows():
    tokenizer = NoteTokenizer()
    ids = tokenizer.fit_transform(NOTES)
    for part in (ids, ids[1:], ids[[0, 2]], ids.copy(), tokenizer.transform(NOTES)):
        assert isinstance(part, TokenIds)
        assert part.tokenizer is tokenizer
    assert repr(ids) == repr(np.asarray(ids))


def test_plain_arrays_have_no_words():
    ids = NoteTokenizer().fit_transform(NOTES)
    reader = NoteReader()
    reader.fit_read(np.asarray(ids))
    assert reader.vocabulary is None
    assert np.zeros((2, 2), dtype=int).view(TokenIds).tokenizer is None


def test_reader_takes_the_words():
    tokenizer = NoteTokenizer()
    ids = tokenizer.fit_transform(NOTES)
    reader = NoteReader()
    reader.fit_read(ids)
    assert reader.vocabulary == tokenizer.vocabulary_
    other = NoteReader(vocabulary=["a", "b", "c", "d", "e", "f", "g"])
    other.fit_read(ids)
    assert "a" in other.vocabulary  # what the user passes comes first


def test_pickle_keeps_numbers_and_words():
    ids = NoteTokenizer().fit_transform(NOTES)
    again = pickle.loads(pickle.dumps(ids))
    np.testing.assert_array_equal(again, ids)
    assert again.tokenizer.vocabulary_ == ids.tokenizer.vocabulary_


def test_a_reader_of_ids_reads_notes_as_their_tokenizer_does():
    tokenizer = NoteTokenizer(lowercase=False, stop_words=["pain"])
    reader = NoteReader()
    reader.fit_read(tokenizer.fit_transform(["Acute pain", "Renal colic"]))
    sequences = reader.read(["Acute Renal pain acute"])
    expected = tokenizer.transform(["Acute Renal pain acute"])
    assert sequences.flat.tolist() == expected[0].tolist()


def test_ids_of_another_tokenizer_are_refused():
    reader = NoteReader()
    reader.fit_read(NoteTokenizer().fit_transform(NOTES))
    other = NoteTokenizer().fit_transform(NOTES[:2])
    with pytest.raises(ValueError, match="ids of the tokenizer that this coder was fitted with"):
        reader.read(other)
