"""The default members read notes as their captions say."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import KFold

from skmedcode.datasets import load_codiesp
from skmedcode.ensemble._out_of_fold import out_of_fold
from skmedcode.ensemble._views import STEM_LENGTH, default_network, default_views, stem_pattern
from skmedcode.metrics import mean_average_precision
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()


@given(st.text(alphabet="abcé1 .,-_ß\n", max_size=60), st.integers(2, 9))
def test_stems_are_the_first_letters_of_every_word(text, length):
    words = re.findall(r"(?u)\b\w\w+\b", text)
    assert re.findall(stem_pattern(length), text) == [word[:length] for word in words]


def test_the_views_differ():
    words, stems = dict(default_views()).values()
    notes = ["hypertension hypertension renal", "hypertensive renal", "other renal"]
    matrix = stems[:-1].fit_transform(notes)
    assert set(matrix.data) == {1}
    assert set(stems[0].vocabulary_) == {"hyperte", "renal", "hyperte renal"}
    assert set(words[:-1].fit(notes)[0].vocabulary_) == {"renal"}
    assert STEM_LENGTH == 7


def test_each_view_learns_the_words_of_codes():
    for _, view in default_views():
        assert view.fit(NOTES, Y).score(NOTES, Y) > 0.9


def test_each_call_gives_new_members():
    assert default_views()[0][1] is not default_views()[0][1]
    assert default_network() is not default_network()
    assert np.isclose(default_network().validation_fraction, 0)


@pytest.mark.slow
@pytest.mark.shared_data
def test_two_views_are_better_than_one_on_real_cases(shared_data):
    """By folds inside the training cases; the development cases are not looked at."""
    train = load_codiesp(shared_data / "codiesp", subset="train", language="en", task="D")
    codes = np.asarray(train.target)
    codes = codes[:, codes.sum(axis=0) >= 10]
    splits = list(KFold(5, shuffle=True, random_state=0).split(codes))
    found = out_of_fold(default_views(), train.data, codes, splits)
    words, stems = (scores for scores, _ in found.values())
    some = codes.any(axis=1)
    alone, both = (
        mean_average_precision(codes[some], scores[some]) for scores in (words, (words + stems) / 2)
    )
    assert both > alone + 0.01 and both > 0.79
