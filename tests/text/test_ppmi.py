"""PPMI vectors against slow loops over the words of each note."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.text import _ppmi as module
from skmedcode.text._ppmi import _cooccurrences, _ppmi, corpus_vectors, unit_rows
from skmedcode.utils._sequences import TokenSequences


def sequences_of(notes):
    flat = [i for note in notes for i in note]
    return TokenSequences.from_lengths(flat, [len(note) for note in notes])


def counts_by_loop(notes, n_tokens, window):
    counts = np.zeros((n_tokens, n_tokens))
    for note in notes:
        for i, word in enumerate(note):
            for j, context in enumerate(note):
                if i != j and abs(i - j) <= window and word >= 2 and context >= 2:
                    counts[word, context] += 1 / abs(i - j)
    return counts


def ppmi_by_loop(counts, smoothing=0.75):
    words, contexts = counts.sum(axis=1), counts.sum(axis=1) ** smoothing
    ppmi = np.zeros_like(counts)
    for word, context in zip(*np.nonzero(counts), strict=True):
        joint = counts[word, context] / counts.sum()
        chance = words[word] / counts.sum() * contexts[context] / contexts.sum()
        ppmi[word, context] = max(0, np.log(joint / chance))
    return ppmi


def corpus(n_notes=80, n_tokens=30, seed=0):
    """Notes in which even words keep to even words, and odd to odd."""
    rng = np.random.RandomState(seed)
    notes = []
    for row in range(n_notes):
        words = np.arange(2 + row % 2, n_tokens, 2)
        notes.append(rng.choice(words, size=rng.randint(5, 30)).tolist())
    return notes


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 7), max_size=12), min_size=1, max_size=6), st.integers(1, 5)
)
def test_equal_to_loops(notes, window):
    counts = _cooccurrences(sequences_of(notes), 8, window)
    expected = counts_by_loop(notes, 8, window)
    np.testing.assert_allclose(counts.toarray(), expected, rtol=1e-6, atol=0)
    np.testing.assert_allclose(_ppmi(counts).toarray(), ppmi_by_loop(expected), rtol=0, atol=1e-5)


def test_vectors_are_those_of_the_exact_decomposition():
    notes = corpus()
    vectors = corpus_vectors(sequences_of(notes), 30, 6)
    left, values, _ = np.linalg.svd(ppmi_by_loop(counts_by_loop(notes, 30, 5)))
    exact = (left * np.sqrt(values))[:, :6]
    exact[2:] -= exact[2:].mean(axis=0)
    exact[2:] /= np.linalg.norm(exact[2:], axis=1, keepdims=True)
    exact[:2] = 0
    # Signs of directions are free, cosines are not.
    np.testing.assert_allclose(vectors @ vectors.T, exact @ exact.T, rtol=0, atol=1e-3)


def test_layout():
    vectors = corpus_vectors(sequences_of(corpus()), 40, 6)
    assert vectors.shape == (40, 6)
    assert vectors.dtype == np.float32
    assert not vectors[:2].any()  # padding and unknown
    assert not vectors[30:].any()  # in no note
    np.testing.assert_allclose(np.linalg.norm(vectors[2:30], axis=1), 1, rtol=1e-5)


def test_words_of_the_same_company_are_close():
    vectors = corpus_vectors(sequences_of(corpus()), 30, 6)
    cosines = vectors[2:] @ vectors[2:].T
    even = np.arange(28) % 2 == 0
    together = even[:, None] == even
    assert cosines[together].mean() > 0.5 > -0.5 > cosines[~together].mean()


def test_fewer_tokens_than_components():
    vectors = corpus_vectors(sequences_of(corpus(n_tokens=6)), 6, 50)
    assert vectors.shape == (6, 50)
    assert np.isfinite(vectors).all()
    assert not vectors[:, 5:].any()


@pytest.mark.parametrize("notes", [[[1, 1, 1]], [[2], [3]], [[]], [[2, 1, 1, 1, 1, 1, 3]]])
def test_no_neighbours(notes):
    assert not corpus_vectors(sequences_of(notes), 5, 4).any()


def test_deterministic():
    sequences = sequences_of(corpus())
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    first = corpus_vectors(sequences, 30, 6, random_state=3)
    np.testing.assert_array_equal(corpus_vectors(sequences, 30, 6, random_state=3), first)
    assert (np.random.get_state()[1] == state).all()  # noqa: NPY002


def test_window_does_not_cross_notes():
    together = corpus_vectors(sequences_of([[2, 3], [4, 5], [2, 3]]), 6, 3)
    cosines = together[2:] @ together[2:].T
    assert cosines[0, 2] < 0.5
    assert _cooccurrences(sequences_of([[2], [3]]), 4, 5).nnz == 0


@pytest.mark.parametrize("tokens", [1, 2, 3, 7, 50])
def test_pieces_add_up_to_the_whole(monkeypatch, tokens):
    notes = corpus(n_notes=20)
    whole = _cooccurrences(sequences_of(notes), 30, 5).toarray()
    monkeypatch.setattr(module, "TOKENS_AT_ONCE", tokens)
    np.testing.assert_allclose(_cooccurrences(sequences_of(notes), 30, 5).toarray(), whole, 1e-5)
    np.testing.assert_allclose(whole, counts_by_loop(notes, 30, 5), 1e-5)


@pytest.mark.parametrize("rows", [1, 4, 29, 30])
def test_blocks_of_rows_are_those_of_the_whole(monkeypatch, rows):
    sequences = sequences_of(corpus(n_notes=20))
    whole = _ppmi(_cooccurrences(sequences, 30, 5)).toarray()
    monkeypatch.setattr(module, "ROWS_AT_ONCE", rows)
    assert whole.any()
    np.testing.assert_array_equal(_ppmi(_cooccurrences(sequences, 30, 5)).toarray(), whole)


def test_ppmi_is_sparse():
    ppmi = _ppmi(_cooccurrences(sequences_of(corpus()), 30, 5))
    assert (ppmi.data > 0).all()
    assert ppmi.dtype == np.float32


def test_unit_rows():
    rows = np.array([[9.0, 9], [3, 4], [1, 0], [2, 5]])
    known = np.array([False, True, True, True])
    unit = unit_rows(rows, known)
    assert not unit[0].any()
    centred = rows[1:] - rows[1:].mean(axis=0)
    expected = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    np.testing.assert_allclose(unit[1:], expected, rtol=1e-6)
    assert rows[1, 0] == 3  # the input is left alone


def test_a_single_row_is_not_its_own_centre():
    np.testing.assert_allclose(unit_rows(np.array([[3.0, 4.0]])), [[0.6, 0.8]], rtol=1e-6)


def test_equal_rows_are_zero_not_nan():
    assert not unit_rows(np.ones((3, 2))).any()
    assert unit_rows(np.empty((0, 2))).shape == (0, 2)
