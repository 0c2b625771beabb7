"""Frames of codes and bins, by hand."""

import numpy as np
import pytest

from skmedcode.metrics._code_table import bin_frame, code_frame

CELLS = (np.array([1, 0]), np.array([2, 0]), np.array([4, 0]))  # hits, gold, predicted


def test_codes():
    frame = code_frame(CELLS, np.array([0.75, np.nan]), ["I10", "E11"], train_counts=[5, 0])
    assert frame.index.tolist() == ["I10", "E11"] and frame.index.name == "code"
    assert frame.loc["I10"].tolist() == [5, 2, 4, 1 / 4, 1 / 2, 2 / 6, 0.75]
    assert frame.loc["E11", ["n_train", "n_gold", "n_predicted"]].tolist() == [0, 0, 0]
    assert frame.loc["E11", ["precision", "recall", "f1", "auc"]].isna().all()


def test_codes_without_names_or_counts():
    frame = code_frame(CELLS, np.zeros(2), None)
    assert frame.index.tolist() == [0, 1] and "n_train" not in frame
    with pytest.raises(ValueError, match="code_names must be unique"):
        code_frame(CELLS, np.zeros(2), ["a", "a"])


def test_bins():
    frame = bin_frame({"0": {"n_codes": 3, "f1_micro": 0.5}, "1-9": {"n_codes": 1}})
    assert frame.index.tolist() == ["0", "1-9"] and frame.index.name == "training notes"
    assert frame["n_codes"].tolist() == [3, 1]
