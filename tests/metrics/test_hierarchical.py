"""Hierarchical scores against sets of nodes."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.exceptions import UndefinedMetricWarning

from skmedcode.metrics import (
    f1_micro,
    hierarchical_f1,
    hierarchical_precision,
    hierarchical_recall,
)

CODES = ["I50.1", "I50.9", "I50", "I10", "E11.9", "E11.21"]
PARENTS = {"I50.1": "I50", "I50.9": "I50", "I50": "heart", "I10": "heart",
           "E11.9": "E11", "E11.21": "E11.2", "E11.2": "E11"}  # fmt: skip


def tables():
    shape = st.tuples(st.integers(1, 6), st.integers(1, len(CODES)))
    pair = shape.map(lambda shape: hnp.arrays(bool, (2, *shape)))
    return pair.flatmap(lambda arrays: arrays)


def extended(row):
    nodes = set()
    for code in np.array(CODES)[: len(row)][row]:
        while code is not None:
            nodes.add(code)
            code = PARENTS.get(code)
    return nodes


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
@settings(max_examples=100, deadline=None)
@given(tables())
def test_equal_to_sets(pair):
    gold, given_codes = pair
    sets = [(extended(a), extended(b)) for a, b in zip(gold, given_codes, strict=True)]
    hits = sum(len(a & b) for a, b in sets)
    n_gold, n_given = sum(len(a) for a, _ in sets), sum(len(b) for _, b in sets)
    options = {"hierarchy": PARENTS, "code_names": CODES[: gold.shape[1]]}
    forms = [(gold, given_codes), (sp.csr_array(gold), sp.csr_matrix(given_codes.astype(int)))]
    for form in forms:
        assert hierarchical_precision(*form, **options) == (hits / n_given if n_given else 0)
        assert hierarchical_recall(*form, **options) == (hits / n_gold if n_gold else 0)
        total = n_gold + n_given
        assert hierarchical_f1(*form, **options) == (2 * hits / total if total else 0)


def test_without_families_it_is_micro_f1():
    rng = np.random.default_rng(0)
    gold, given_codes = rng.random((2, 20, 4)) < 0.4
    flat = dict.fromkeys("abcd")
    value = hierarchical_f1(gold, given_codes, hierarchy=flat, code_names=list("abcd"))
    assert value == f1_micro(gold, given_codes)


def test_names_come_from_the_frame():
    frame = pd.DataFrame([[1, 0]], columns=["I50.1", "I50.9"])
    assert hierarchical_f1(frame, [[0, 1]]) == 0.5
    assert hierarchical_f1(frame, [[0, 1]], code_names=["a", "b"]) == 0.5
    with pytest.raises(ValueError, match=r"code_names must name the columns.*coder\.classes_"):
        hierarchical_f1([[1, 0]], [[0, 1]])
    with pytest.raises(ValueError, match="Y has 2, got 3 names"):
        hierarchical_f1([[1, 0]], [[0, 1]], code_names=["a", "b", "c"])


def test_nothing_to_count():
    with pytest.warns(UndefinedMetricWarning, match="a code in y_pred"):
        assert hierarchical_precision([[1]], [[0]], code_names=["a"]) == 0
    with pytest.warns(UndefinedMetricWarning, match="a code in y_true"):
        assert hierarchical_recall([[0]], [[1]], code_names=["a"]) == 0
    with pytest.warns(UndefinedMetricWarning, match="y_true or y_pred"):
        assert hierarchical_f1([[0]], [[0]], code_names=["a"]) == 0
