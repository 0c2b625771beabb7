"""Reading notes, phrases and ids as segments of spelled words."""

import pickle

import numpy as np
import pytest

from skmedcode.text import ALPHABET, NoteTokenizer, SegmentReader, spell
from skmedcode.text import evidence_words as evidence_of


def reader(**own):
    own = {"segmenter": "line", "max_segments": 9, "max_words": 4, "max_chars": 12} | own
    tokenizer, vocabulary = own.pop("tokenizer", None), own.pop("vocabulary", None)
    return SegmentReader(tokenizer, vocabulary, alphabet=ALPHABET, **own)


def spelled(sequences):
    """Each note as segments of words, by their characters."""
    notes = []
    for i in range(len(sequences)):
        note = {}
        for word, k in zip(sequences[i], sequences.segment_of(i), strict=True):
            row = sequences.spelling[word]
            text = "".join(ALPHABET[n - 2] if n > 1 else "?" for n in row[row != 0])
            note.setdefault(int(k), []).append(text)
        assert list(note) == list(range(len(note)))
        notes.append(list(note.values()))
    return notes


def test_notes_are_read_by_segments_and_long_ones_go_on():
    sequences = reader().fit_read(["Acute renal failure\n\nfever", "a b c d e f\ng", ""])
    assert spelled(sequences) == [
        [["acute", "renal", "failure"], ["fever"]],
        [["a", "b", "c", "d"], ["e", "f"], ["g"]],
        [["?"]],
    ]


def test_new_words_are_spelled_and_never_guessed():
    fitted = reader()
    fitted.fit_read(["renal failure"])
    assert spelled(fitted.read(["renla colics"])) == [[["renla", "colics"]]]
    assert set(fitted.vocabulary) == {"renal", "failure"}
    assert spelled(pickle.loads(pickle.dumps(fitted)).read(["colic"])) == [[["colic"]]]


def test_phrases_are_the_lines_of_a_note_whatever_is_in_them():
    phrases = [["renal failure", "", "chest\npain"], []]
    fitted = reader(segmenter="sentence")
    assert spelled(fitted.fit_read(phrases)) == [[["renal", "failure"], ["chest", "pain"]], [["?"]]]
    words = list(fitted.words(phrases))
    joined = "\n".join(phrases[0])
    assert [joined[a:b] for a, b, _ in words[0]] == ["renal", "failure", "chest", "pain"]
    assert words[1] == [(0, 0, "")]
    assert spelled(fitted.read(["Renal failure. Chest"])) == [[["renal", "failure"], ["chest"]]]


def test_places_are_aligned_with_ids_after_a_cut():
    note = "a b c d e\nf g h"
    fitted = reader(max_segments=2)
    with pytest.warns(UserWarning, match="1 of 2 notes have more than max_segments=2"):
        sequences = fitted.fit_read([note, "x"])
    (first, _) = fitted.words([note, "x"])
    assert [word for _, _, word in first] == list("abcde")
    assert sequences.lengths.tolist() == [5, 1]
    found = evidence_of([[("A", 8, 9)], []], [note, "x"], fitted, np.array(["A"]))
    assert found[0][0][1].tolist() == [4]


def test_ids_read_as_notes_without_marks():
    notes = ["renal failure acute chest pain", "fever"]
    ids = NoteTokenizer().fit_transform(notes)
    expected = [[["renal", "failure", "acute", "chest"], ["pain"]], [["fever"]]]
    assert spelled(reader().fit_read(ids)) == expected
    words = ids.tokenizer.vocabulary_
    fitted = reader(vocabulary=words)
    assert spelled(fitted.fit_read(np.asarray(ids))) == expected
    assert spelled(fitted.read(np.array([[99, words["fever"]]]))) == [[["?", "fever"]]]
    assert spelled(fitted.read(["fever.\nnew"])) == [[["fever"], ["new"]]]
    with pytest.raises(ValueError, match="know the words behind the token ids"):
        reader().fit_read(np.asarray(ids))
    with pytest.warns(UserWarning, match="1 of 2 notes"):
        cut = reader(max_segments=1)
        sequences = cut.fit_read(ids)
    assert [len(own) for own in cut.words(ids)] == sequences.lengths.tolist() == [4, 1]


def test_words_between_segments_are_left_out():
    fitted = reader(segmenter=lambda note: [(0, 1), (4, 5)])
    assert spelled(fitted.fit_read(["a b c"])) == [[["a"], ["c"]]]


def test_titles_are_characters():
    fitted = reader()
    fitted.fit_read(["renal"])
    with pytest.warns(UserWarning, match="1 of 3 codes have no title"):
        titles = fitted.encode_all(["Renal colic", "5", "a b c d e"])
    rows = spell(["renal", "colic"], ALPHABET, 5)
    assert titles[0].tolist() == [*rows[0], 0, *rows[1]]
    assert titles[1].tolist() == []
    assert titles[2].tolist() == [2, 0, 3, 0, 4, 0, 5]  # a segment of max_words
