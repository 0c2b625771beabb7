"""Phrases and their reliability, recomputed by slow loops."""

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from skmedcode.ranking import _lexicon, _lexicon_pairs, _phrases
from skmedcode.ranking._lexicon import Lexicon, events
from skmedcode.ranking._lexicon_pairs import find_pairs, pair_features
from skmedcode.ranking._phrases import PhraseTable, phrase_places, stems_of
from skmedcode.ranking._stems import StemReader
from skmedcode.ranking._terms import TitleTerms
from skmedcode.ranking._trees import TreeShape

texts = st.lists(st.text(alphabet="abAB .\n1é", max_size=25), min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def small_trees(monkeypatch):
    monkeypatch.setattr(_lexicon, "SHAPE", TreeShape(n_trees=15, n_leaves=7, min_leaf=5, lr=0.3))


def slow_sentences(note, n_letters):
    sentences = re.split(r"[.;:!?](?=\s)|[.;:!?]$|\n", note)
    words = [re.findall(r"[^\W_]+", sentence.lower()) for sentence in sentences]
    return [[word[:n_letters] for word in sentence] for sentence in words]


def slow_phrases(note, n_letters):
    found = Counter()
    for words in slow_sentences(note, n_letters):
        for size in (1, 2, 3):
            for first in range(len(words) - size + 1):
                found[" ".join(words[first : first + size])] += 1
    return found


def names_of(keys, reader):
    names = list(reader._stems)
    return [" ".join(names[i] for i in stems if i >= 0) for stems in stems_of(keys).tolist()]


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(1, 4))
def test_phrases_are_those_of_a_loop(notes, n_letters):
    reader = StemReader(n_letters)
    stems = reader.read(notes)
    table = PhraseTable(min_df=1, max_share=1.0).fit(stems)
    counts = table.counts(stems).toarray()
    columns = names_of(table.keys_, reader)
    assert len(set(columns)) == len(columns)
    for row, note in enumerate(notes):
        own = {name: n for name, n in zip(columns, counts[row], strict=True) if n}
        assert own == slow_phrases(note, n_letters)


@settings(max_examples=40, deadline=None)
@given(texts, st.integers(1, 3), st.sampled_from([0.2, 0.5, 1.0]))
def test_rare_and_common_phrases_are_left_out(notes, min_df, share):
    reader = StemReader(9)
    stems = reader.read(notes)
    table = PhraseTable(min_df, share).fit(stems)
    df = Counter(name for note in notes for name in slow_phrases(note, 9))
    most = max(share * len(notes), min_df)
    assert set(names_of(table.keys_, reader)) == {n for n, c in df.items() if min_df <= c <= most}


@settings(max_examples=40, deadline=None)
@given(texts, st.data())
def test_some_notes_are_what_reading_them_gives(notes, data):
    rows = data.draw(st.lists(st.integers(0, len(notes) - 1), max_size=6))
    reader = StemReader(3)
    part = reader.read(notes).take(np.array(rows, dtype=int))
    alone = reader.read([notes[row] for row in rows])
    for name in ("ids", "words", "starts", "ends", "offsets"):
        np.testing.assert_array_equal(getattr(part, name), getattr(alone, name))
    for own, other in zip(phrase_places(part), phrase_places(alone), strict=True):
        np.testing.assert_array_equal(own, other)


def test_places_and_closing():
    reader = StemReader(4)
    note = "Renal cyst of 2.5 cm. İleus"
    stems = reader.read([note])
    words = [note[a:b] for a, b in zip(stems.starts, stems.ends, strict=True)]
    assert words == ["Renal", "cyst", "of", "2", "5", "cm", "İleus"]
    assert stems.sentence.tolist() == [0] * 6 + [1]
    new = reader.close().read(["renally cystic fever"])
    assert new.ids.tolist() == [0, 1, -1]
    assert new.words.tolist() == [-1, -1, -1]
    assert phrase_places(new)[2].tolist() == [0, 1, 0]  # none with the unknown word


def small_corpus(seed=0, n_notes=40):
    rng = np.random.RandomState(seed)
    words = np.array([f"w{i}" for i in range(30)])
    Y = (rng.uniform(size=(n_notes, 5)) < 0.25).astype(np.float32)
    notes = [" ".join([*rng.choice(words[5:], 8), *words[:5][row > 0]]) for row in Y]
    reader = StemReader(6)
    return reader, reader.read(notes), sparse.csr_array(Y), notes


def test_pairs_are_those_of_a_loop():
    reader, stems, Y, notes = small_corpus()
    table = PhraseTable().fit(stems)
    counts = table.counts(stems)
    has = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)
    pairs = find_pairs(has, Y)
    names, dense = names_of(table.keys_, reader), Y.toarray()
    expected = {}
    for phrase, name in enumerate(names):
        rows = [r for r, note in enumerate(notes) if slow_phrases(note, 6)[name]]
        for code in range(5):
            together, n_code = dense[rows, code].sum(), dense[:, code].sum()
            lift = together / len(rows) / (n_code / len(notes))
            if together / len(rows) >= 0.12 and lift > 1.5:
                expected[phrase, code] = (together, len(rows), n_code)
    found = zip(pairs.phrase.tolist(), pairs.code.tolist(), strict=True)
    numbers = zip(pairs.together, pairs.df, pairs.n_code, strict=True)
    assert dict(zip(found, numbers, strict=True)) == expected
    for phrase in range(len(names)):
        own = pairs.phrase[pairs.starts[phrase] : pairs.starts[phrase + 1]]
        assert (own == phrase).all()
    assert pairs.starts[-1] == len(pairs.phrase)
    half = pairs.take(pairs.code < 2)
    assert set(half.code) <= {0, 1}
    assert half.starts[-1] == len(half.code)


def test_features_of_a_pair():
    reader, stems, Y, _ = small_corpus()
    titles = [["w0 w1"], ["nothing else"], [], ["w3", "w9 w3 w2"], ["w4"]]
    terms = TitleTerms(titles, reader)
    table = PhraseTable().fit(stems)
    counts = table.counts(stems)
    has = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)
    pairs = find_pairs(has, Y)
    X = pair_features(pairs, np.arange(len(pairs.code)), table.keys_, terms)
    names, weights = names_of(table.keys_, reader), terms.stems.toarray()
    numbers = {name: i for i, name in enumerate(reader._stems)}
    for row, (phrase, code) in enumerate(zip(pairs.phrase, pairs.code, strict=True)):
        words = names[phrase].split()
        own = [w for owner, w in zip(terms.code, weights, strict=True) if owner == code]
        covered = max((sum(w[numbers[x]] for x in words) for w in own), default=0)
        share = np.mean([any(w[numbers[x]] > 0 for w in own) for x in words])
        df, both, n = pairs.df[row], pairs.together[row], pairs.n_code[row]
        expected = [df, both / df, np.log(both / df * 40 / n), both / n, n, len(words)]
        np.testing.assert_allclose(X[row], [*expected, covered, share], rtol=1e-5, atol=1e-6)


def test_events_and_table_are_those_of_a_loop():
    reader, stems, Y, _ = small_corpus()
    lexicon = Lexicon(engine="sklearn").fit(stems, Y)
    others = ["w0 w0 w0 w0 w1 w2 w5", "", "w3 w4 w3"]
    new = reader.close().read(others)
    table, names = lexicon.table(new), names_of(lexicon.phrases_.keys_, reader)
    n_events = len(events(lexicon.phrases_.counts(new), lexicon.pairs_)[0])
    seen = 0
    for row, note in enumerate(others):
        count = slow_phrases(note, 6)
        for code in range(5):
            trust, posterior = [], [0.0]
            for pair in np.flatnonzero(lexicon.pairs_.code == code):
                times = count[names[lexicon.pairs_.phrase[pair]]]
                if times:
                    trust.append(float(lexicon.reliability_[pair, min(times, 3) - 1]))
                    posterior.append(float(lexicon.pairs_.posterior[pair]))
            seen += len(trust)
            best = [*sorted(trust, reverse=True)[:3], 0, 0, 0][:3]
            expected = [*best, -np.log1p(-np.array(trust)).sum(), max(posterior)]
            values = table.at(np.array([row * 5 + code]))[0]
            np.testing.assert_allclose(values, expected, rtol=1e-4, atol=1e-6)
    assert seen == n_events > 5


def test_reliability_comes_from_other_notes():
    """Of codes drawn by lot, a phrase of two notes tells nothing, whatever it told in these two."""
    rng = np.random.RandomState(0)
    Y = sparse.csr_array((rng.uniform(size=(120, 10)) < 0.1).astype(np.float32))
    words = np.array([f"w{i}" for i in range(300)])
    reader = StemReader()
    stems = reader.read([" ".join(rng.choice(words, 20)) for _ in range(120)])
    lexicon = Lexicon(engine="sklearn").fit(stems, Y)
    assert lexicon.pairs_.posterior.mean() > 0.2
    assert lexicon.reliability_.mean() < 0.15


def test_true_phrases_are_trusted_and_chance_is_not():
    reader, stems, Y, _ = small_corpus(n_notes=200)
    lexicon = Lexicon(engine="sklearn").fit(stems, Y)
    names = names_of(lexicon.phrases_.keys_, reader)
    pairs = zip(lexicon.pairs_.phrase, lexicon.pairs_.code, strict=True)
    true = np.array([names[phrase] == f"w{code}" for phrase, code in pairs])
    assert true.sum() == 5
    trust = lexicon.reliability_[:, 0]
    assert trust[true].min() > 2 * trust[~true].mean()


def test_blocks_of_notes_are_no_matter(monkeypatch):
    _, stems, Y, _ = small_corpus()
    whole = Lexicon(engine="sklearn").fit(stems, Y)
    table = whole.table(stems)
    monkeypatch.setattr(_phrases, "BLOCK", 7)
    monkeypatch.setattr(_lexicon, "BLOCK", 3)
    parts = Lexicon(engine="sklearn").fit(stems, Y)
    np.testing.assert_array_equal(parts.phrases_.keys_, whole.phrases_.keys_)
    np.testing.assert_array_equal(parts.table(stems).keys, table.keys)
    np.testing.assert_array_equal(parts.table(stems).values, table.values)


def test_a_code_has_no_more_than_its_best_phrases(monkeypatch):
    _, stems, Y, _ = small_corpus()
    counts = PhraseTable().fit(stems).counts(stems)
    has = sparse.csr_array((np.ones_like(counts.data), counts.indices, counts.indptr), counts.shape)
    every = find_pairs(has, Y)
    monkeypatch.setattr(_lexicon_pairs, "MOST_PHRASES", 4)
    best = find_pairs(has, Y)
    assert np.bincount(best.code).max() == 4
    for code in range(5):
        scores = (every.together / (every.df + 1))[every.code == code]
        kept = (best.together / (best.df + 1))[best.code == code]
        np.testing.assert_array_equal(np.sort(kept), np.sort(scores)[-4:])


def test_a_lexicon_without_phrases():
    reader = StemReader()
    stems = reader.read(["one", "two", "three"])
    lexicon = Lexicon(engine="sklearn").fit(stems, sparse.csr_array(np.eye(3, dtype=np.float32)))
    table = lexicon.table(stems)
    assert table.keys.shape == (0,)
    assert table.at(np.arange(9)).tolist() == [[0.0] * 5] * 9


def test_the_same_seed_gives_the_same():
    _, stems, Y, _ = small_corpus()
    first, second = (Lexicon(engine="sklearn", seed=3).fit(stems, Y).table(stems) for _ in "ab")
    np.testing.assert_array_equal(first.values, second.values)


def test_a_reader_forgets_what_nobody_needs():
    reader = StemReader(4)
    stems = reader.read(["renal renally Smith cyst"])
    reader.close(stems=[0, 2], words=[1])
    assert list(reader._stems) == ["rena", "cyst"]
    assert list(reader._words) == ["renally"]
    again = reader.read(["Smith renal renally cysts"])
    assert again.ids.tolist() == [-1, 0, 0, 2]
    assert again.words.tolist() == [-1, -1, 1, -1]
    other = StemReader(4)
    other._tables = reader._tables
    np.testing.assert_array_equal(other.close().read(["Smith renal renally cysts"]).ids, again.ids)
    np.testing.assert_array_equal(other.read(["a renally Smith"]).words, [-1, 1, -1])
    assert stems.ids.tolist() == [0, 0, 1, 2]
