"""The words that mark a code, against a slow loop."""

import math

import numpy as np
import pytest
from scipy import sparse

from skmedcode.text import NoteTokenizer, code_vectors, words_of_notes
from skmedcode.utils.estimator_checks import toy_notes


def slow_code_vector(words_of_note, has_code, vectors, top):
    n_notes = len(words_of_note)
    marks = {}
    for word in range(2, len(vectors)):
        both = sum(
            word in words and has for words, has in zip(words_of_note, has_code, strict=True)
        )
        if both < 2:
            continue
        n_word = sum(word in words for words in words_of_note)
        mark = both * math.log(both * n_notes / (sum(has_code) * n_word))
        if mark > 0:
            marks[word] = mark
    best = sorted(marks, key=lambda word: (-round(marks[word], 4), word))[:top]
    total = sum((marks[word] * vectors[word] for word in best), np.zeros(vectors.shape[1]))
    norm = np.linalg.norm(total)
    return total / norm if norm else total


@pytest.fixture(scope="module")
def example():
    notes, Y = toy_notes(n_notes=40)
    sequences = NoteTokenizer().fit_encode(notes)
    n_tokens = sequences.flat.max() + 1
    vectors = np.random.RandomState(0).standard_normal((n_tokens, 5)).astype(np.float32)
    return sequences, Y, vectors


@pytest.mark.parametrize("top", [1, 3, 1000])
def test_equals_a_slow_loop(example, top):
    sequences, Y, vectors = example
    words_of_note = [set(sequences[i].tolist()) for i in range(len(sequences))]
    found = code_vectors(
        words_of_notes(sequences, len(vectors)),
        sparse.csr_array(Y.astype(np.float32)),
        vectors,
        top=top,
    )
    for code, column in enumerate(Y.T):
        expected = slow_code_vector(words_of_note, column.tolist(), vectors, top)
        np.testing.assert_allclose(found[code], expected, atol=1e-4)


def test_more_codes_than_one_block(example, monkeypatch):
    sequences, Y, vectors = example
    Y = sparse.csr_array(np.hstack([Y, Y]).astype(np.float32))
    whole = code_vectors(words_of_notes(sequences, len(vectors)), Y, vectors)
    monkeypatch.setattr("skmedcode.text._code_words.CODES_AT_ONCE", 4)
    np.testing.assert_array_equal(
        code_vectors(words_of_notes(sequences, len(vectors)), Y, vectors), whole
    )
    np.testing.assert_array_equal(whole[:3], whole[3:])


def test_a_code_that_no_word_marks_is_zero(example):
    sequences, Y, vectors = example
    Y = np.column_stack([np.zeros(40), np.eye(40)[0], np.ones(40)]).astype(np.float32)
    assert not code_vectors(
        words_of_notes(sequences, len(vectors)), sparse.csr_array(Y), vectors
    ).any()


def test_codes_find_their_own_words(example):
    sequences, Y, _ = example
    tokenizer = NoteTokenizer().fit(toy_notes(n_notes=40)[0])
    one_hot = np.eye(len(tokenizer.vocabulary_) + 2, dtype=np.float32)
    found = code_vectors(
        words_of_notes(sequences, len(one_hot)),
        sparse.csr_array(Y.astype(np.float32)),
        one_hot,
        top=2,
    )
    for code, (first, second) in enumerate([("kab", "kad"), ("kaf", "kag"), ("kak", "kam")]):
        ids = {tokenizer.vocabulary_[first], tokenizer.vocabulary_[second]}
        assert set(np.flatnonzero(found[code])) == ids
