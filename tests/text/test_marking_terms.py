"""The terms that mark a code, against a slow loop."""

import math

from scipy import sparse

from skmedcode.text import NoteTokenizer, marking_terms, words_of_notes
from skmedcode.utils.estimator_checks import toy_notes


def test_terms_by_a_slow_loop():
    notes, Y = toy_notes(n_notes=40)
    sequences = NoteTokenizer().fit_encode(notes)
    n_tokens = sequences.flat.max() + 1
    has = [set(sequences[i].tolist()) for i in range(40)]
    found = marking_terms(words_of_notes(sequences, n_tokens), sparse.csr_array(Y), top=4)
    for code in range(3):
        own = [words for words, row in zip(has, Y, strict=True) if row[code]]
        scores = {}
        for word in range(2, n_tokens):
            share = sum(word in words for words in own) / len(own)
            rarity = math.log(41 / (1 + sum(word in words for words in has)))
            scores[word] = share * rarity
        best = sorted(scores, key=lambda word: (-round(scores[word], 5), word))[:4]
        assert found[code].tolist() == best
        assert set(best) & set(found[code])


def test_a_code_without_notes_has_no_terms():
    notes, Y = toy_notes(n_notes=20)
    Y[:, 1] = 0
    sequences = NoteTokenizer().fit_encode(notes)
    words = words_of_notes(sequences, sequences.flat.max() + 1)
    lengths = [len(ids) for ids in marking_terms(words, sparse.csr_array(Y))]
    assert lengths == [5, 0, 5]
