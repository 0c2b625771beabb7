"""Known words by their spelling."""

import pickle

import numpy as np
import pytest

from skmedcode.text import ClosestWords
from skmedcode.text import _closest_words as module

WORDS = ["pneumonia", "anaemia", "diabetes", "diabetic", "hip", "kidney", "cd20", "hypertension"]
VOCABULARY = {word: 2 + i for i, word in enumerate(WORDS)}


@pytest.fixture(scope="module")
def closest():
    return ClosestWords(VOCABULARY)


def test_batches_do_not_matter(closest, monkeypatch):
    words = ["anemia", "diabetis", "kidneys", "xyzzy", "hip", "hypertensoin"] * 3
    vectors = closest.vectors(words, np.eye(10, dtype=np.float32))
    monkeypatch.setattr(module, "WORDS_AT_ONCE", 4)
    np.testing.assert_allclose(
        closest.vectors(words, np.eye(10, dtype=np.float32)), vectors, atol=1e-6
    )


def test_search(closest):
    places, cosines = closest.search(["diabete"], n=3)
    assert [closest.words[place] for place in places[0][:2]] == ["diabetes", "diabetic"]
    assert (np.diff(cosines[0]) <= 0).all()
    assert places.shape == (1, 3)
    assert closest.search(["diabete"], n=99)[0].shape == (1, len(WORDS))
    assert closest.search(["kidney"], n=1)[1] == pytest.approx(1)


def test_no_words(closest):
    assert closest.vectors([], np.ones((10, 3))).shape == (0, 3)


def test_vectors(closest):
    rows = np.random.RandomState(0).standard_normal((10, 4)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = closest.vectors(["pneumonias", "diabet", "日本"], rows)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0], atol=1e-6)
    assert vectors[0] @ rows[VOCABULARY["pneumonia"]] > 0.99
    between = rows[[VOCABULARY["diabetes"], VOCABULARY["diabetic"]]]
    assert (between @ vectors[1] > 0.3).all()
    assert vectors.dtype == np.float32


def test_blend_is_that_of_a_slow_loop(closest):
    rows = np.random.RandomState(0).standard_normal((12, 4)).astype(np.float32)
    likeness = np.zeros((8, 8))
    for i, word in enumerate(closest.words):
        places, cosines = closest.search([word], n=8)
        likeness[i, places[0]] = cosines[0]
    expected = np.zeros((8, 4))
    for i in range(8):
        others = [j for j in range(8) if j != i]
        expected[i] = rows[2 + i] + 0.5 * sum(likeness[i, j] ** 4 * rows[2 + j] for j in others)
    expected -= expected.mean(axis=0)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    blended = closest.blend(rows, 0.5)
    np.testing.assert_allclose(blended[2:10], expected, atol=1e-5)
    assert not blended[[0, 1, 10, 11]].any()


def test_blend_takes_the_ten_closest():
    words = [f"patient{letter}" for letter in "abcdefghijklmnopqrst"]
    closest = ClosestWords({word: i for i, word in enumerate(words)})
    places, _ = closest.search([words[5]], n=11)
    blended = closest.blend(np.eye(20, dtype=np.float32), 1.0)
    others = set(places[0].tolist()) - {5}
    assert len(others) == 10
    assert set(np.argsort(-blended[5])[:11].tolist()) == others | {5}


def test_any_rows():
    closest = ClosestWords({"kidney": 40, "pneumonia": 7})
    assert closest.vectors(["kidneys"], np.eye(41))[0, 40] == pytest.approx(1)


def test_words_that_were_asked_for_are_not_kept(closest):
    closest.search(["smithsonpatient", "kidneyz"])
    assert b"smithsonpatient" not in pickle.dumps(closest)


def test_pickle(closest):
    again = pickle.loads(pickle.dumps(closest))
    np.testing.assert_array_equal(again.search(["anaemja"])[0], closest.search(["anaemja"])[0])
