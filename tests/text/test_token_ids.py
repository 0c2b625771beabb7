"""Token ids that know their words."""

import pickle

import numpy as np

from skmedcode.text import NoteReader, NoteTokenizer
from skmedcode.text._token_ids import TokenIds

NOTES = ["acute renal failure", "renal colic", "chronic pain"]


def test_words_go_with_rows():
    tokenizer = NoteTokenizer()
    ids = tokenizer.fit_transform(NOTES)
    for part in (ids, ids[1:], ids[[0, 2]], ids.copy(), tokenizer.transform(NOTES)):
        assert isinstance(part, TokenIds)
        assert part.vocabulary == tokenizer.vocabulary_
    assert repr(ids) == repr(np.asarray(ids))


def test_plain_arrays_have_no_words():
    ids = NoteTokenizer().fit_transform(NOTES)
    reader = NoteReader()
    reader.fit_read(np.asarray(ids))
    assert reader.vocabulary is None
    assert np.zeros((2, 2), dtype=int).view(TokenIds).vocabulary is None


def test_reader_takes_the_words():
    tokenizer = NoteTokenizer()
    ids = tokenizer.fit_transform(NOTES)
    reader = NoteReader()
    reader.fit_read(ids)
    assert reader.vocabulary == tokenizer.vocabulary_
    other = NoteReader(vocabulary=["a", "b", "c", "d", "e", "f", "g"])
    other.fit_read(ids)
    assert "a" in other.vocabulary  # what the user passes comes first


def test_pickle_keeps_the_numbers():
    ids = NoteTokenizer().fit_transform(NOTES)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(ids)), ids)
