"""Answers in all forms become one table."""

import numpy as np
import pytest
from sklearn.datasets import make_multilabel_classification
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from skmedcode.utils._responses import as_table

X, Y = make_multilabel_classification(n_samples=30, n_classes=3, random_state=0)
Y[:, 1] = 0  # training has no such code


@pytest.mark.filterwarnings("ignore:Label")
@pytest.mark.parametrize(
    "model", [RandomForestClassifier(3, random_state=0), OneVsRestClassifier(LogisticRegression())]
)
def test_several_codes(model):
    model.fit(X, Y)
    table = as_table(model.predict_proba(X), model.classes_, 3)
    assert table.shape == Y.shape and not table[:, 1].any()
    if isinstance(model, RandomForestClassifier):
        for code in (0, 2):
            np.testing.assert_array_equal(table[:, code], model.predict_proba(X)[code][:, 1])


def test_one_code():
    model = LogisticRegression().fit(X, Y[:, 0])
    chances = as_table(model.predict_proba(X), model.classes_, 1)
    np.testing.assert_array_equal(chances, model.predict_proba(X)[:, 1:])
    logits = as_table(model.decision_function(X), model.classes_, 1)
    np.testing.assert_array_equal(logits[:, 0], model.decision_function(X))


def test_two_codes_are_no_binary_classifier():
    model = DummyClassifier(strategy="constant", constant=[1, 0]).fit(X, Y[:, [0, 2]])
    table = as_table(model.predict_proba(X), model.classes_, 2)
    np.testing.assert_array_equal(table, np.tile([1.0, 0.0], (30, 1)))
    pair = np.array([[0.25, 0.5]])
    np.testing.assert_array_equal(as_table(pair, np.arange(2), 2), pair)


@pytest.mark.parametrize("has", [0, 1])
def test_one_code_that_all_notes_have_or_none(has):
    model = RandomForestClassifier(3, random_state=0).fit(X, np.full(len(X), has))
    table = as_table(model.predict_proba(X), model.classes_, 1, lambda: model.predict(X))
    np.testing.assert_array_equal(table, np.full((len(X), 1), float(has)))
    sure = np.ones((2, 1))  # a coder with one code, whose name is 0
    np.testing.assert_array_equal(as_table(sure, np.array([0]), 1, lambda: sure), sure)
