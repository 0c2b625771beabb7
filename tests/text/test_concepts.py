"""Concepts behind the words of notes."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from skmedcode.text import NoteReader, NoteTokenizer, WordVectors, start_vectors
from skmedcode.text._concepts import concept_name, concept_token
from skmedcode.text._phrase_concepts import PhraseConcepts

PHRASES = {"heart failure": "heart failure", "CHF": "heart failure", "hip": "joint"}
NOTES = ["old heart failure", "CHF, then heart failure", "broken hip", ""]


def named(note):
    """Names without places, some twice."""
    return [word for word in note.lower().split() if word.startswith("h")]


def fitted(concepts=PHRASES, notes=NOTES, **own):
    return NoteTokenizer(concepts=concepts, **own).fit(notes)


def read(tokenizer, note):
    """What a note's ids stand for."""
    words = {number: word for word, number in tokenizer.vocabulary_.items()}
    return [words.get(number, "?") for number in tokenizer.encode([note])[0].tolist()]


def test_concepts_follow_the_words():
    tokenizer = fitted()
    plain = NoteTokenizer().fit(NOTES)
    assert read(tokenizer, NOTES[1]) == ["chf", "then", "heart", "failure", "[heart failure]"]
    assert list(tokenizer.vocabulary_) == [*plain.vocabulary_, "[heart failure]", "[joint]"]
    both = [tokenizer.encode(NOTES), NoteTokenizer(concepts=PHRASES).fit_encode(NOTES)]
    for own in both:
        for i, ids in enumerate(map(plain.encode(NOTES).__getitem__, range(len(NOTES)))):
            np.testing.assert_array_equal(own[i][: len(ids)], ids)
    np.testing.assert_array_equal(both[0].flat, both[1].flat)
    assert both[0].lengths.tolist() == [4, 5, 3, 0]


@settings(deadline=None)
@given(st.lists(st.text("hipa [] CHF,\nİ", max_size=20), min_size=1), st.integers(1, 3))
def test_places_are_aligned_with_ids(notes, min_df):
    tokenizer = NoteTokenizer(concepts=named, min_df=min_df, token_pattern=r"\S+")
    try:
        tokenizer.fit(notes)
    except ValueError:  # no word at all
        return
    sequences = tokenizer.encode(notes)
    np.testing.assert_array_equal(
        sequences.flat, NoteTokenizer(**vars_of(tokenizer)).fit_encode(notes).flat
    )
    for note, ids in zip(notes, map(sequences.__getitem__, range(len(notes))), strict=True):
        places = tokenizer.places(note)
        assert len(places) == len(ids) == len(tokenizer.offsets(note))
        for (start, end, word), number in zip(places, ids.tolist(), strict=True):
            if number == tokenizer.vocabulary_.get(concept_token(word)):
                assert start == end == len(note)  # it came without a place
            else:
                assert word == note[start:end]


def vars_of(tokenizer):
    return tokenizer.get_params(deep=False)


def test_each_counts_once_a_note_and_stands_where_it_is_first():
    tokenizer = fitted()
    assert tokenizer.places(NOTES[1])[-1] == (0, 3, "heart failure")
    assert fitted(concepts=named).places("hip hip")[-1] == (7, 7, "hip")
    assert read(fitted(concepts=named), "hip hip") == ["hip", "hip", "[hip]"]


def test_frequency_and_length():
    notes = ["heart failure"] * 2 + ["hip here"]
    assert "[joint]" not in fitted(notes=notes, min_df=2).vocabulary_
    assert read(fitted(notes=notes, min_df=2), "hip") == ["?"]  # the word; no concept
    few = fitted(notes=notes, max_features=1).vocabulary_
    assert list(few) == ["failure", "[heart failure]", "[joint]"]
    cut = fitted(notes=notes, max_length=1)
    assert (
        read(cut, "here heart failure") == ["?", "[heart failure]"]
        and "here" not in cut.vocabulary_
    )


def test_unknown_concepts_are_left_out_and_never_guessed():
    tokenizer = fitted(concepts=lambda note: [note.strip(".")], notes=["arthritis", "hip"])
    assert read(tokenizer, "arthritiss") == ["arthritis"]
    assert read(tokenizer, "arthritis.") == ["arthritis", "[arthritis]"]


def test_a_word_in_the_marks_is_no_concept():
    tokenizer = fitted(notes=["a hip", "[joint]"], token_pattern=r"\S+")
    assert list(tokenizer.vocabulary_) == ["a", "hip", "[joint]"]
    assert read(tokenizer, "[joint] hip") == ["?", "hip", "[joint]"]


def test_a_fixed_vocabulary_names_its_concepts():
    tokenizer = fitted(vocabulary=["hip", "[joint]"])
    assert read(tokenizer, "hip heart failure") == ["hip", "?", "?", "[joint]"]
    with pytest.raises(ValueError, match="vocabulary must hold words and the concepts"):
        fitted(vocabulary=["hip"])
    with pytest.raises(ValueError, match="vocabulary must hold words and the concepts"):
        fitted(vocabulary=["[joint]"])


def test_titles_have_no_concepts():
    tokenizer = fitted()
    ids = tokenizer.encode_strictly(["heart failure", "[joint]"])
    assert ids[0].tolist() == [tokenizer.vocabulary_[word] for word in ("heart", "failure")]
    assert ids[1].tolist() == [1]


def test_readers_name_concepts():
    reader = NoteReader(NoteTokenizer(concepts=PHRASES))
    sequences = reader.fit_read(NOTES)
    words = list(reader.words(NOTES))
    assert [len(own) for own in words] == sequences.lengths.tolist()
    assert words[2][-1] == (7, 10, "joint") and words[3] == [(0, 0, "")]
    by_ids = list(reader.words(reader.tokenizer.transform(NOTES)))
    assert [word for *_, word in by_ids[0]] == ["old", "heart", "failure", "heart failure"]


def test_copies_find_the_same():
    tokenizer = fitted()
    for other in (copy.deepcopy(tokenizer), pickle.loads(pickle.dumps(tokenizer))):
        assert read(other, NOTES[1]) == read(tokenizer, NOTES[1])
    assert clone(tokenizer).concepts == PHRASES
    assert pickle.loads(pickle.dumps(fitted(concepts=named))).concepts is named
    tokenizer.set_params(concepts={"old": "joint"})
    assert read(tokenizer, "old hip") == ["old", "hip", "[joint]"]


def failing(note):
    raise KeyError(note)


def late(note):
    yield "a"
    raise KeyError(note)


@pytest.mark.parametrize(
    ("concepts", "error", "message"),
    [
        (
            failing,
            ValueError,
            "concepts must read every note; it failed for the note in row 0: KeyE",
        ),
        (late, ValueError, "concepts must read every note; it failed for the note in row 0: KeyE"),
        (lambda note: note, TypeError, "must give, for a note, a list of names.* it gave one str"),
        (lambda note: None, TypeError, r"it gave one NoneType. A note without any has \[\]"),
        (lambda note: [3], TypeError, "row 0 it gave a int, or an empty name"),
        (lambda note: [("secret", 0)], TypeError, "row 0 it gave a tuple"),
        (lambda note: [" "], TypeError, "an empty name"),
        (lambda note: [("secret", 0, 99)], ValueError, "row 0 it gave a place outside"),
        (lambda note: [("secret", 3, 2)], ValueError, "row 0 it gave a place outside"),
        (3, TypeError, "concepts must be None, a function .* got int"),
        ({"--": "x"}, ValueError, "or one that is empty"),
        ({"chf": " "}, ValueError, "concepts must map .* or one that is empty"),
        ({"x": 3}, ValueError, "got str to int"),
    ],
)
def test_errors_show_no_text(concepts, error, message):
    with pytest.raises(error, match=message) as caught:
        NoteTokenizer(concepts=concepts).fit(["secret"])
    assert "secret" not in str(caught.value) and caught.value.__context__ is None


def test_phrases_against_a_slow_search():
    phrases = {"a b c": "1", "a b": "2", "b": "3", "c a": "4"}

    @given(st.lists(st.sampled_from("abcx"), max_size=8))
    def check(words):
        note, expected, place = " - ".join(words), [], 0
        while place < len(words):
            for size in (3, 2, 1, 0):
                name = phrases.get(" ".join(words[place : place + size]))
                if name is not None and place + size <= len(words):
                    expected.append((name, 4 * place, 4 * (place + size) - 3))
                    break
            place += max(size, 1)
        assert PhraseConcepts(phrases)(note.upper()) == expected

    check()


def test_concepts_start_at_the_words_of_their_names():
    phrases = {"renal failure": "Renal failure", "hip": "C0019552"}
    rng = np.random.RandomState(0)
    notes = [
        " ".join(rng.choice(["renal failure", "hip", "old", "now", "pain"], 6)) for _ in "a" * 40
    ]
    tokenizer = NoteTokenizer(concepts=phrases)
    reader = NoteReader(tokenizer)
    sequences = reader.fit_read(notes)
    rows = {word: reader.vocabulary[word] for word in reader.vocabulary}

    def check(vectors):
        mean = vectors[rows["renal"]] + vectors[rows["failure"]]
        np.testing.assert_allclose(
            vectors[rows["[Renal failure]"]], mean / np.linalg.norm(mean), atol=1e-5
        )

    corpus = start_vectors("corpus", reader, sequences, 4, 0)
    check(corpus)
    assert np.linalg.norm(corpus[rows["[C0019552]"]]) == pytest.approx(1, abs=1e-5)
    given = dict(zip(["renal", "failure", "hip", "C0019552", "old"], rng.randn(5, 3), strict=True))
    by_word = start_vectors(given, reader, sequences, 4, 0)
    check(by_word)
    own = by_word[rows["[C0019552]"]]  # a vector that was given by the concept's name
    centred = given["C0019552"] - np.mean(list(given.values()), axis=0)
    np.testing.assert_allclose(own, centred / np.linalg.norm(centred), atol=1e-5)
    check(start_vectors(WordVectors(n_components=4).fit(notes), reader, sequences, 4, 0))


def test_concept_names():
    assert concept_name(concept_token("heart failure")) == "heart failure"
    assert [concept_name(word) for word in ("heart", "[]", "[", "x]")] == [None] * 4
