"""NoteTokenizer against slow Python loops, parameter by parameter."""

import pickle
import re
from collections import Counter
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from skmedcode.text import NoteTokenizer, check_vocabulary

NOTES = ["Acute renal failure", "No renal stones, 3 cysts", "renal colic; ACUTE pain"]
WORDS = ["ache", "bone", "cyst", "drip", "Ache", "7", "x_1", "é"]

some_notes = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1)
# Characters whose lower case is longer, depends on the context, or is no letter at all.
odd_text = st.text(alphabet=st.sampled_from("aAbİıßΣσéÉ19_ .,-'\u0307\n")) | st.text()


def by_loop(notes, tokenizer, min_documents):
    """The vocabulary and the padded ids, word by word."""
    rows = []
    for note in notes:
        text = note.lower() if tokenizer.lowercase else note
        words = [match.group() for match in re.finditer(tokenizer.token_pattern, text)]
        words = [word for word in words if word not in (tokenizer.stop_words or ())]
        rows.append(words if tokenizer.max_length is None else words[: tokenizer.max_length])
    count = Counter(word for row in rows for word in row)
    words = [word for word in count if sum(word in row for row in rows) >= min_documents]
    words.sort(key=lambda word: (-count[word], word))
    words = sorted(words[: tokenizer.max_features])
    vocabulary = {word: place for place, word in enumerate(words, start=2)}
    width = max([1, *map(len, rows)])
    ids = [[vocabulary.get(word, 1) for word in row] + [0] * (width - len(row)) for row in rows]
    return vocabulary, np.array(ids)


def many(n_notes, n_with_word):
    """Notes of which the first few hold "rare" and all hold "common"."""
    return ["common rare" if row < n_with_word else "common" for row in range(n_notes)]


@settings(max_examples=200, deadline=None)
@given(
    some_notes,
    st.booleans(),
    st.integers(1, 3) | st.floats(0, 1),
    st.none() | st.integers(1, 4),
    st.none() | st.sets(st.sampled_from(["ache", "cyst", "Ache"])),
    st.none() | st.integers(1, 5),
)
def test_equal_to_loop(notes, lowercase, min_df, max_features, stop_words, max_length):
    tokenizer = NoteTokenizer(
        lowercase=lowercase,
        min_df=min_df,
        max_features=max_features,
        stop_words=stop_words,
        max_length=max_length,
    )
    min_documents = min_df if isinstance(min_df, int) else min_df * len(notes)
    vocabulary, ids = by_loop(notes, tokenizer, min_documents)
    if not vocabulary:
        with pytest.raises(ValueError, match="no word that token_pattern finds and min_df keeps"):
            tokenizer.fit(notes)
        return
    together = clone(tokenizer).fit_transform(notes)
    tokenizer.fit(notes)
    assert tokenizer.vocabulary_ == vocabulary
    np.testing.assert_array_equal(together, ids)
    np.testing.assert_array_equal(tokenizer.transform(notes), ids)
    for note, row in zip(notes, ids, strict=True):
        assert len(tokenizer.offsets(note)) == (row != 0).sum()


def test_layout():
    ids = NoteTokenizer().fit_transform(NOTES)
    assert ids.dtype == np.int32
    assert ids.flags.c_contiguous
    assert ids.shape == (3, 4)
    assert ids[0].tolist() == [2, 8, 5, 0]


def test_words_and_ids():
    tokenizer = NoteTokenizer().fit(NOTES)
    words = ["acute", "colic", "cysts", "failure", "no", "pain", "renal", "stones"]
    words.sort()
    assert tokenizer.vocabulary_ == {word: i for i, word in enumerate(words, start=2)}
    assert all(type(i) is int for i in tokenizer.vocabulary_.values())


def test_ids_do_not_depend_on_the_order_of_notes():
    forward, backward = NoteTokenizer().fit(NOTES), NoteTokenizer().fit(NOTES[::-1])
    assert forward.vocabulary_ == backward.vocabulary_
    assert list(forward.vocabulary_) == list(backward.vocabulary_)


def test_unknown_words_and_empty_notes():
    tokenizer = NoteTokenizer().fit(NOTES)
    assert tokenizer.transform(["renal xyzzy"]).tolist() == [[tokenizer.vocabulary_["renal"], 1]]
    assert tokenizer.transform(["xyzzy", ""]).tolist() == [[1], [0]]
    assert tokenizer.transform(["", "12 3.5"]).tolist() == [[0], [0]]


def test_transform_is_stateless():
    tokenizer = NoteTokenizer().fit(NOTES)
    alone = tokenizer.transform(NOTES[:1])
    together = tokenizer.transform(NOTES)
    assert alone.shape == (1, 3)
    np.testing.assert_array_equal(together[0, :3], alone[0])
    assert set(tokenizer.vocabulary_) == set(NoteTokenizer().fit(NOTES).vocabulary_)


def test_default_pattern_leaves_out_bare_numbers():
    found = NoteTokenizer().fit(["5 mg 5mg b12 _ 1_2 x2 3,5 naïve"])
    assert set(found.vocabulary_) == {"mg", "5mg", "b12", "_", "1_2", "x2", "naïve"}


def test_lowercase():
    assert set(NoteTokenizer(lowercase=False).fit(["No no NO"]).vocabulary_) == {"No", "no", "NO"}
    assert set(NoteTokenizer().fit(["No no NO"]).vocabulary_) == {"no"}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\w\w\w+", ["icd", "code"]),
        (r"(\w+)-code", ["icd"]),
        (r"(?:icd|code)", ["icd", "code"]),
    ],
)
def test_token_pattern(pattern, words):
    note = "an icd-code"
    tokenizer = NoteTokenizer(token_pattern=pattern).fit([note])
    assert sorted(tokenizer.vocabulary_) == sorted(words)
    assert [note[a:b] for a, b in tokenizer.offsets(note)] == words


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a)(b)", "at most one group, got 2"),
        ("(", "must be a regular expression"),
        (None, "must be a regular expression"),
        (5, "must be a regular expression"),
    ],
)
def test_bad_token_pattern(pattern, message):
    with pytest.raises(ValueError, match=f"token_pattern .*{message}"):
        NoteTokenizer(token_pattern=pattern).fit(NOTES)


@pytest.mark.parametrize(
    ("n_notes", "needed"), [(2, 1), (999, 1), (1_000, 2), (9_999, 2), (10_000, 3), (12_000, 3)]
)
def test_min_df_auto(n_notes, needed):
    assert "rare" in NoteTokenizer().fit(many(n_notes, needed)).vocabulary_
    if needed > 1:
        assert "rare" not in NoteTokenizer().fit(many(n_notes, needed - 1)).vocabulary_


@pytest.mark.parametrize(
    ("min_df", "n_with_word", "kept"),
    [(3, 3, True), (3, 2, False), (0.3, 3, True), (0.31, 3, False), (0.0, 1, True), (1, 1, True)],
)
def test_min_df(min_df, n_with_word, kept):
    tokenizer = NoteTokenizer(min_df=min_df).fit(many(10, n_with_word))
    assert ("rare" in tokenizer.vocabulary_) is kept
    vectorizer = CountVectorizer(min_df=min_df).fit(many(10, n_with_word))
    assert ("rare" in vectorizer.vocabulary_) is kept


def test_min_df_counts_notes_not_words():
    tokenizer = NoteTokenizer(min_df=2).fit(["twice twice both", "both"])
    assert set(tokenizer.vocabulary_) == {"both"}
    assert NoteTokenizer(min_df=np.int64(2)).fit(["a b", "b"]).vocabulary_ == {"b": 2}


def test_max_features_takes_the_frequent_and_then_the_alphabet():
    notes = ["b b a a c", "d c"]
    assert set(NoteTokenizer(max_features=1).fit(notes).vocabulary_) == {"a"}
    assert set(NoteTokenizer(max_features=2).fit(notes).vocabulary_) == {"a", "b"}
    assert NoteTokenizer(max_features=3).fit(notes).vocabulary_ == {"a": 2, "b": 3, "c": 4}
    assert len(NoteTokenizer(max_features=9).fit(notes).vocabulary_) == 4


def test_stop_words_leave_the_sequence():
    tokenizer = NoteTokenizer(stop_words=["renal"]).fit(NOTES)
    assert "renal" not in tokenizer.vocabulary_
    assert (tokenizer.transform(NOTES) != 0).sum(axis=1).tolist() == [2, 3, 3]
    english = NoteTokenizer(stop_words="english").fit(["the pain of the knee"])
    assert set(english.vocabulary_) == {"pain", "knee"}
    assert not set(english.vocabulary_) & ENGLISH_STOP_WORDS


def test_stop_words_do_not_use_up_max_length():
    tokenizer = NoteTokenizer(stop_words=["the"], max_length=2).fit(["the the a b c"])
    assert set(tokenizer.vocabulary_) == {"a", "b"}
    assert tokenizer.offsets("the the a b c").tolist() == [[8, 9], [10, 11]]


def test_max_length():
    note = " ".join(["word"] * 5_000)
    assert NoteTokenizer().fit_transform([note]).shape == (1, 4_000)
    assert NoteTokenizer(max_length=None).fit_transform([note]).shape == (1, 5_000)
    assert NoteTokenizer(max_length=3).fit_transform([note, "word"]).tolist() == [
        [2, 2, 2],
        [2, 0, 0],
    ]


@pytest.mark.parametrize(
    "vocabulary",
    [
        ["renal", "acute"],
        ("renal", "acute"),
        {"renal": 2, "acute": 3},
        MappingProxyType({"renal": np.int64(2), "acute": 3}),
        np.array(["renal", "acute"]),
        pd.Series(["renal", "acute"]),
    ],
    ids=["list", "tuple", "dict", "mapping", "array", "series"],
)
def test_vocabulary_forms(vocabulary):
    tokenizer = NoteTokenizer(vocabulary=vocabulary).fit(NOTES)
    assert tokenizer.vocabulary_ == {"renal": 2, "acute": 3}
    assert all(type(word) is str and type(i) is int for word, i in tokenizer.vocabulary_.items())
    assert tokenizer.transform(NOTES)[0].tolist() == [3, 2, 1, 0]
    np.testing.assert_array_equal(tokenizer.fit_transform(NOTES), tokenizer.transform(NOTES))


def test_vocabulary_with_gaps_and_unmet_words():
    tokenizer = NoteTokenizer(vocabulary={"renal": 40, "xyzzy": 7}).fit(["", "renal"])
    assert tokenizer.transform(["renal acute xyzzy"]).tolist() == [[40, 1, 7]]


def test_vocabulary_as_set_is_sorted():
    """A set has another order in each process; CountVectorizer sorts it too."""
    words = {"renal", "acute", "colic", "pain", "cysts"}
    assert list(check_vocabulary(words)) == sorted(words)
    assert check_vocabulary(words) == {w: i for i, w in enumerate(sorted(words), start=2)}


@pytest.mark.parametrize(
    ("vocabulary", "error", "message"),
    [
        ("renal", TypeError, "one string"),
        (b"renal", TypeError, "one string"),
        ([], ValueError, "at least one word"),
        ({}, ValueError, "at least one word"),
        ({"renal": 0}, ValueError, "0 is padding"),
        ({"renal": 1}, ValueError, "1 is unknown"),
        ({"renal": -3}, ValueError, "2 or more"),
        ({"renal": 2, "acute": 2}, ValueError, "its own"),
        ({"renal": 2.0}, ValueError, "integer"),
        ({"renal": "2"}, ValueError, "integer"),
        ({"renal": True, "acute": 2}, ValueError, "integer"),
        (["renal", "acute", "renal"], ValueError, "vocabulary"),
    ],
)
def test_bad_vocabulary(vocabulary, error, message):
    with pytest.raises(error, match=message):
        NoteTokenizer(vocabulary=vocabulary).fit(NOTES)
    with pytest.raises(error, match="vocabulary must"):
        check_vocabulary(vocabulary)


@pytest.mark.parametrize(
    ("parameter", "value", "error"),
    [
        ("min_df", 0, ValueError),
        ("min_df", -1, ValueError),
        ("min_df", 1.5, ValueError),
        ("min_df", -0.1, ValueError),
        ("min_df", "often", ValueError),
        ("min_df", None, TypeError),
        ("min_df", True, TypeError),
        ("min_df", float("nan"), TypeError),
        ("max_features", 0, ValueError),
        ("max_features", 2.0, TypeError),
        ("max_length", 0, ValueError),
        ("max_length", -1, ValueError),
        ("max_length", 10.0, TypeError),
        ("stop_words", "german", ValueError),
    ],
)
def test_bad_parameters(parameter, value, error):
    tokenizer = NoteTokenizer(**{parameter: value})  # the constructor only stores
    with pytest.raises(error, match=parameter):
        tokenizer.fit(NOTES)
    with pytest.raises(error, match=parameter):
        tokenizer.fit_transform(NOTES)


@pytest.mark.parametrize(
    ("notes", "error", "message"),
    [
        ("SECRET", TypeError, "bare str"),
        (b"SECRET", TypeError, "bare bytes"),
        (["SECRET", None], TypeError, "None in row 1"),
        (["SECRET", float("nan")], TypeError, "NaN in row 1"),
        (["SECRET", "SECRET", b"SECRET"], TypeError, "bytes in row 2"),
        (["SECRET", 5], TypeError, "int in row 1"),
        ([None, "SECRET"], TypeError, "None in row 0"),
        (["SECRET", ["SECRET"]], TypeError, "list in row 1"),
        ([["SECRET", "SECRET"]], ValueError, "list of lists of words"),
        ([], ValueError, "at least one note"),
        (pd.Series([], dtype=str), ValueError, "at least one note"),
        (pd.Series(["SECRET", None]), TypeError, "NaN in row 1"),
        (pd.Series(["SECRET", None], dtype=object), TypeError, "None in row 1"),
        (pd.DataFrame({"text": ["SECRET"]}), ValueError, "Pass the column"),
        (np.array([["SECRET"]]), ValueError, "1-D notes"),
        ({"SECRET": "SECRET"}, TypeError, "dict"),
        ((note for note in ["SECRET"]), TypeError, "generator"),
        (None, TypeError, "NoneType"),
        (np.array([[2, 3]]), TypeError, "1-D notes"),
    ],
)
def test_bad_notes(notes, error, message):
    tokenizer = NoteTokenizer().fit(NOTES)
    for read in (tokenizer.transform, NoteTokenizer().fit, NoteTokenizer().fit_transform):
        with pytest.raises(error, match=message) as caught:
            read(notes)
        assert "SECRET" not in str(caught.value)


def test_notes_without_words():
    with pytest.raises(ValueError, match="The 2 notes hold no word") as caught:
        NoteTokenizer().fit(["12 34", "56"])
    assert "34" not in str(caught.value)


def test_not_fitted():
    with pytest.raises(NotFittedError):
        NoteTokenizer().transform(NOTES)


def test_a_failed_fit_leaves_nothing():
    tokenizer = NoteTokenizer()
    with pytest.raises(ValueError, match="no word"):
        tokenizer.fit([""])
    assert not hasattr(tokenizer, "vocabulary_")


@pytest.mark.parametrize(
    "container",
    [tuple, np.array, pd.Series, lambda notes: np.array(notes, dtype=object)],
    ids=["tuple", "array", "series", "objects"],
)
def test_containers_of_notes(container):
    expected = NoteTokenizer().fit_transform(NOTES)
    np.testing.assert_array_equal(NoteTokenizer().fit_transform(container(NOTES)), expected)
    np.testing.assert_array_equal(
        NoteTokenizer().fit(NOTES).transform(container(NOTES)),
        expected,
    )


def test_series_with_another_index():
    notes = pd.Series(NOTES, index=[7, 3, 7])
    np.testing.assert_array_equal(
        NoteTokenizer().fit_transform(notes), NoteTokenizer().fit_transform(NOTES)
    )


def test_very_long_note():
    words = [f"w{i % 977}" for i in range(200_000)]
    tokenizer = NoteTokenizer(max_length=None)
    ids = tokenizer.fit_transform([" ".join(words), "w3"])
    assert ids.shape == (2, 200_000)
    names = {i: word for word, i in tokenizer.vocabulary_.items()}
    assert [names[i] for i in ids[0].tolist()] == words
    assert (ids[1, 1:] == 0).all()
    assert len(tokenizer.offsets(" ".join(words))) == 200_000


@settings(max_examples=300, deadline=None)
@given(odd_text, st.booleans())
def test_offsets_point_at_the_words(note, lowercase):
    tokenizer = NoteTokenizer(lowercase=lowercase, vocabulary=["a"]).fit([note])
    text = note.lower() if lowercase else note
    words = re.findall(tokenizer.token_pattern, text)
    spans = tokenizer.offsets(note)
    assert spans.shape == (len(words), 2)
    assert len(words) == (tokenizer.transform([note]) != 0).sum()
    end_before = 0
    for word, (start, end) in zip(words, spans.tolist(), strict=True):
        assert end_before <= start < end <= len(note)
        end_before = end
        if lowercase:
            # The form of a final sigma depends on what stands around it, and the lower case of "İ"
            # is an "i" and a mark that belongs to no word.
            here = note[start:end].lower().replace("ς", "σ")
            assert word.replace("ς", "σ") in here
            assert len(here) == len(word) or "İ" in note[start:end]
        else:
            assert note[start:end] == word


def test_offsets_behind_a_letter_that_grows():
    note = "İİ renal İ colic"
    tokenizer = NoteTokenizer().fit([note])
    spans = [note[a:b] for a, b in tokenizer.offsets(note)]
    assert spans == ["İ", "İ", "renal", "İ", "colic"]


def test_offsets_of_a_group():
    note = "code: J18 code: İ99"
    tokenizer = NoteTokenizer(token_pattern=r"code: (\w+)", lowercase=False).fit([note])
    assert [note[a:b] for a, b in tokenizer.offsets(note)] == ["J18", "İ99"]


def test_offsets_of_nothing():
    tokenizer = NoteTokenizer().fit(NOTES)
    assert tokenizer.offsets("").shape == (0, 2)
    assert tokenizer.offsets("12").shape == (0, 2)
    with pytest.raises(TypeError, match="None in row 0"):
        tokenizer.offsets(None)


def test_a_scikit_learn_transformer():
    tokenizer = NoteTokenizer(min_df=2, max_features=5)
    params = tokenizer.get_params()
    assert params == {
        "lowercase": True,
        "token_pattern": r"\d*[^\W\d]\w*",
        "min_df": 2,
        "max_features": 5,
        "vocabulary": None,
        "stop_words": None,
        "max_length": 4000,
        "handle_unknown": "closest",
        "concepts": None,
    }
    assert clone(tokenizer).get_params() == params
    assert repr(tokenizer) == "NoteTokenizer(max_features=5, min_df=2)"
    assert tokenizer.set_params(min_df=1).fit(NOTES) is tokenizer
    assert not hasattr(clone(tokenizer), "vocabulary_")
    with pytest.raises(TypeError):
        NoteTokenizer(True)


def test_pickle():
    tokenizer = NoteTokenizer().fit(NOTES)
    again = pickle.loads(pickle.dumps(tokenizer))
    np.testing.assert_array_equal(again.transform(NOTES), tokenizer.transform(NOTES))


def test_encode_is_transform_without_padding():
    tokenizer = NoteTokenizer().fit(NOTES)
    sequences, ids = tokenizer.encode(NOTES), tokenizer.transform(NOTES)
    assert len(sequences) == len(NOTES)
    for i, row in enumerate(ids):
        np.testing.assert_array_equal(sequences[i], row[row != 0])


def test_misspelt_words_read_as_known_ones():
    notes = ["renal failure", "acute pneumonia"]
    tokenizer = NoteTokenizer().fit(notes)
    known = tokenizer.transform(["renal failure pneumonia", "acute"])
    np.testing.assert_array_equal(
        tokenizer.transform(["renl failrue pnuemonia", "akute"])[1], known[1]
    )
    assert tokenizer.transform(["renl failrue pnuemonia"]).tolist() == [[1, *known[0, 1:]]]
    strict = clone(tokenizer).set_params(handle_unknown="unknown").fit(notes)
    assert strict.transform(["renal failrue"]).tolist() == [[known[0, 0], 1]]


def test_words_that_min_df_drops_read_as_kept_ones():
    notes = ["pneumonia here", "pneumonia there", "pnuemonia"]
    tokenizer = NoteTokenizer(min_df=2)
    ids = tokenizer.fit_transform(notes)
    assert list(tokenizer.vocabulary_) == ["pneumonia"]
    np.testing.assert_array_equal(ids, tokenizer.transform(notes))
    assert ids[2, 0] == ids[0, 0]


def test_offsets_of_misspelt_words():
    tokenizer = NoteTokenizer().fit(["renal failure"])
    assert tokenizer.offsets("old failrue").tolist() == [[0, 3], [4, 11]]


def test_bad_handle_unknown():
    with pytest.raises(ValueError, match="handle_unknown must be"):
        NoteTokenizer(handle_unknown="guess").fit(["renal"])


def test_pickle_holds_no_index():
    tokenizer = NoteTokenizer().fit(["renal failure"])
    tokenizer.transform(["failrue smithson"])
    data = pickle.dumps(tokenizer)
    assert b"smithson" not in data
    assert b"failre" not in data
    np.testing.assert_array_equal(
        pickle.loads(data).transform(["failrue"]), tokenizer.transform(["failrue"])
    )


def test_a_wider_copy_knows_further_words():
    tokenizer = NoteTokenizer().fit(["renal colic", "colic"])
    wider = tokenizer.with_words(["Renal stone", "acute colic"])
    assert wider.vocabulary_ == {"colic": 2, "renal": 3, "acute": 4, "stone": 5}
    assert tokenizer.vocabulary_ == {"colic": 2, "renal": 3}
    assert wider.encode(["stone renal stoen"]).flat.tolist() == [5, 3, 5]
