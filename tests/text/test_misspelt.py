"""Misspelt words and the known words that were meant."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.text._misspelt import MeantWords, one_slip_apart, shared_pairs

WORDS = ["pneumonia", "anaemia", "diabetes", "diabetic", "hip", "kidney", "cd20", "hypertension"]
VOCABULARY = {word: 2 + i for i, word in enumerate(WORDS)}
MEANT = MeantWords(VOCABULARY)


def edits(word):
    """Every word that is one edit away, by brute force."""
    letters = "abcz"
    result = {word[:i] + word[i + 1 :] for i in range(len(word))}
    for letter in letters:
        result |= {word[:i] + letter + word[i:] for i in range(len(word) + 1)}
        result |= {word[:i] + letter + word[i + 1 :] for i in range(len(word))}
    swaps = range(len(word) - 1)
    return result | {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in swaps}


@settings(max_examples=500, deadline=None)
@given(st.text("abz", max_size=6), st.text("abz", max_size=6))
def test_one_slip_is_that_of_brute_force(one, other):
    if one != other:
        assert one_slip_apart(one, other) == (other in edits(one))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pneumonia", "pneumonia"),
        ("pnuemonia", "pneumonia"),
        ("neumonia", None),  # the first letter stays
        ("pneumonias", "pneumonia"),
        ("pneumomia", "pneumonia"),
        ("diabites", "diabetes"),
        ("kidny", "kidney"),
        ("kindye", None),  # two swaps
        ("hop", None),  # too short: one letter off is another word
        ("hip", "hip"),
        ("cd21", None),
        ("insulin", None),
        ("日本語", None),
        ("", None),
    ],
)
def test_id(word, meant):
    assert MEANT.id(word) == VOCABULARY.get(meant, 1)


def test_numbers_are_not_misspelt():
    assert [MEANT.id(word) for word in ("kidney2", "1diabetes")] == [1, 1]
    assert MeantWords({"100mg": 2}).id("200mg") == 1
    assert MeantWords({"abcd1": 2}).id("abcdx") == 1


words = st.text("abc", min_size=4, max_size=7)


@settings(max_examples=300, deadline=None)
@given(st.sets(words, max_size=12), words)
def test_id_is_that_of_a_slow_search(known, word):
    vocabulary = {w: 2 + i for i, w in enumerate(sorted(known))}
    expected = vocabulary.get(word, 1)
    if word not in known and len(word) >= 5:
        near = [w for w in known if len(w) >= 5 and w[0] == word[0] and w in edits(word)]
        if near:
            expected = vocabulary[sorted(near, key=lambda w: (-shared_pairs(w, word), w))[0]]
    assert MeantWords(vocabulary).id(word) == expected


def test_the_closer_of_two_words():
    assert MEANT.id("diabetc") == VOCABULARY["diabetic"]
    assert shared_pairs("renal", "renal") == 1
    assert shared_pairs("ab", "cd") == 0
    assert shared_pairs("ab", "ac") == pytest.approx(1 / 3)  # of ^a, ab, b$ and ^a, ac, c$


def test_any_ids():
    meant = MeantWords({"kidney": 40, "pneumonia": 7})
    assert [meant.id("kidneys"), meant.id("pneumonja")] == [40, 7]


def test_words_that_were_asked_for_are_not_kept():
    MEANT.id("smithsonpatient"), MEANT.id("kidneyz")
    assert b"smithsonpatient" not in pickle.dumps(MEANT)
    assert b"kidneyz" not in pickle.dumps(MEANT)


def test_prefixes_that_deny_are_kept_apart():
    meant = MeantWords({"symptomatic": 2, "febrile": 3, "atypical": 4})
    assert [meant.id(w) for w in ("asymptomatic", "afebrile", "typical")] == [1, 1, 1]


def test_no_word_is_that_long():
    meant = MeantWords({"a" * 50: 2, "pneumonia": 3})
    assert meant.id("a" * 49) == 1
    assert meant.id("p" * 100_000) == 1
