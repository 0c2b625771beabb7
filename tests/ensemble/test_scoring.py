"""What follows from scores, checked against its plain meaning."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import NotFittedError
from sklearn.metrics import f1_score
from sklearn.utils import get_tags

from skmedcode.ensemble import _scoring
from skmedcode.ensemble._scoring import ScoreCoder, row_blocks

SCORES = np.random.default_rng(0).normal(size=(7, 4)).astype(np.float32)
NOTES = [str(i) for i in range(7)]
Y = (SCORES > 0.3).astype(int)


class Table(ScoreCoder):
    """Note "3" has the scores of row 3."""

    def fit(self, X, Y):
        return self._keep_codes(np.array(["a", "b", "c", "d"]), 0.6, sparse.issparse(Y))

    def decision_function(self, X):
        return SCORES[[int(note) for note in X]].copy()

    def _evidence(self, X, chosen, top_k):
        return [[{"m": [(0, 1, X[i], top_k)]} for _ in c] for i, c in enumerate(chosen)]


@pytest.fixture(params=[2, 100], ids=["blocks", "whole"])
def coder(request, monkeypatch):
    monkeypatch.setattr(_scoring, "BLOCK", request.param)
    return Table().fit(NOTES, Y)


def test_outputs_agree(coder):
    chances = 1 / (1 + np.exp(-SCORES))
    np.testing.assert_allclose(coder.predict_proba(NOTES), chances, atol=1e-6)
    predicted = coder.predict(NOTES)
    assert (predicted == (chances >= 0.6)).all() and predicted.dtype.kind == "i"
    assert coder.score(NOTES, Y) == f1_score(Y, predicted, average="micro")


def test_names_come_most_probable_first(coder):
    for row, names in zip(SCORES, coder.predict_codes(NOTES), strict=True):
        order = [code for _, code in sorted(zip(-row, "abcd", strict=True))]
        chances = dict(zip("abcd", 1 / (1 + np.exp(-row)), strict=True))
        assert names == [code for code in order if chances[code] >= 0.6]
    assert coder.predict_codes(NOTES, top_k=3)[2] == ["abcd"[j] for j in np.argsort(-SCORES[2])[:3]]


def test_explain_goes_with_predict_codes(coder):
    explained = coder.explain(NOTES, top_k=5)
    assert [[code for code, *_ in row] for row in explained] == coder.predict_codes(NOTES)
    for note, row in zip(NOTES, explained, strict=True):
        for code, chance, evidence in row:
            assert np.isclose(chance, 1 / (1 + np.exp(-SCORES[int(note), "abcd".index(code)])))
            assert evidence == {"m": [(0, 1, note, 5)]}
    asked = coder.explain(NOTES, codes=["d", "a"])
    assert all({code for code, *_ in row} == {"a", "d"} for row in asked)
    assert all(row[0][1] >= row[1][1] for row in asked)


def test_a_series_is_read_by_place(coder):
    series = pd.Series(NOTES, index=range(10, 17))
    np.testing.assert_array_equal(coder.predict(series), coder.predict(NOTES))


def test_sparse_after_sparse():
    assert sparse.issparse(Table().fit(NOTES, sparse.csr_array(Y)).predict(NOTES))


def test_the_order_of_the_codes_matters(coder):
    with pytest.raises(ValueError, match="in that order"):
        coder.score(NOTES, pd.DataFrame(Y, columns=list("dcba")))


@pytest.mark.parametrize("codes", ["a", ["a", "z"], 3])
def test_unknown_codes_are_refused(coder, codes):
    with pytest.raises(ValueError, match="codes must be a sequence of code names"):
        coder.explain(NOTES, codes=codes)


@pytest.mark.parametrize("top_k", [0, 1.5, True])
def test_top_k_is_checked(coder, top_k):
    for method in (coder.predict_codes, coder.explain):
        with pytest.raises((TypeError, ValueError), match="top_k"):
            method(NOTES, top_k=top_k)


def test_before_fit():
    for method in ("predict", "predict_codes", "explain"):
        with pytest.raises(NotFittedError):
            getattr(Table(), method)(NOTES)


def test_blocks_cover_the_rows_once():
    rows = np.concatenate([np.arange(10)[part] for part in row_blocks(10, 3)])
    assert rows.tolist() == list(range(10))


def test_tags():
    tags = get_tags(Table())
    assert tags.classifier_tags.multi_label and not tags.target_tags.one_d_labels
