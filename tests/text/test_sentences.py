"""The sentence of each word."""

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from skmedcode.text import NoteTokenizer, TableReader, make_tokenizer
from skmedcode.text._sentences import number_sentences, sentence_numbers

NOTE = "Creatinine 3.5 mg today. Seen by Dr. Smith? Yes!\n\n... Plan:\n- stop NSAID; fluids\n- home"
WORDS = {
    "Creatinine": 0,
    "mg": 0,
    "today": 0,
    "Seen": 1,
    "by": 1,
    "Dr": 1,
    "Smith": 1,
    "Yes": 2,
    "Plan": 3,
    "stop": 4,
    "NSAID": 4,
    "fluids": 4,
    "home": 5,
}


def places(note, words):
    spans, at = [], 0
    for word in words:
        start = note.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    return np.array(spans).reshape(-1, 2)


def test_sentences_are_told_from_the_text_between_words():
    numbers = sentence_numbers(NOTE, places(NOTE, WORDS))
    assert dict(zip(WORDS, numbers.tolist(), strict=True)) == WORDS
    assert numbers.dtype == np.int32


def test_sentences_without_a_word_are_not_counted():
    note = "Pain. 1 2 3. Fever."
    assert sentence_numbers(note, places(note, ["Pain", "Fever"])).tolist() == [0, 1]
    assert sentence_numbers("  1. 2.\n\nFever", np.array([[8, 13]])).tolist() == [0]
    assert sentence_numbers("", np.empty((0, 2), dtype=int)).tolist() == []


@pytest.mark.parametrize(
    "tokenizer", [NoteTokenizer(), NoteTokenizer(max_length=9), CountVectorizer()]
)
def test_numbers_are_aligned_with_ids(tokenizer):
    tokenizer, _ = make_tokenizer(tokenizer)
    notes = ["", NOTE, "Ünwell İll. Better", "1 2"]
    sequences = tokenizer.fit_encode(notes)
    numbers = number_sentences(notes, tokenizer)
    assert len(numbers) == len(sequences.flat)
    starts = sequences.offsets[:-1][sequences.lengths > 0]
    assert (numbers[starts] == 0).all()
    steps = np.delete(np.diff(numbers), starts[1:] - 1)
    assert set(steps.tolist()) <= {0, 1}
    assert number_sentences([], tokenizer).tolist() == []


def test_concepts_belong_to_the_last_sentence():
    tokenizer = NoteTokenizer(concepts={"pain": "ache", "fever": "pyrexia"})
    note = "Pain at night. No fever. Home."
    sequences = tokenizer.fit_encode([note])
    numbers = number_sentences([note], tokenizer)
    assert len(numbers) == len(sequences.flat) == 8
    assert numbers.tolist() == [0, 0, 0, 1, 1, 2, 2, 2]


def test_sentences_reach_an_encoder_through_a_table():
    table = pd.DataFrame({"note": ["Pain. Fever"] * 4 + ["Cough"] * 4, "age": [50, 60] * 4})
    reader = TableReader(None, sentences=True, note_column="note")
    own, _ = reader.fit_read(table).inputs([0, 4])
    assert own["sentences"].tolist() == [[0, 1], [0, 0]] and own["patient"].shape[0] == 2
