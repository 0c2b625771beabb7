"""From counts, the same values as from the rows themselves."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from skmedcode import metrics
from skmedcode.metrics._hierarchy import node_table
from skmedcode.model_selection._resampled_metrics import needs_threshold, on_resamples

NAMES = [name for name in metrics.get_scorer_names() if "_at_" not in name]
NAMES += ["precision_at_1", "recall_at_1", "ndcg_at_1"]


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 5)))
    truth = draw(hnp.arrays(bool, shape)).astype(np.int64)
    scores = draw(hnp.arrays(np.float64, shape, elements=st.integers(-2, 2).map(float)))
    return truth, scores, draw(hnp.arrays(int, (3, shape[0]), elements=st.integers(0, 3)))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
@pytest.mark.parametrize(
    "name",
    NAMES,
)
@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_counts_equal_rows(name, table):
    truth, scores, counts = table
    counts[:, 0] += 1  # no resample is empty
    codes = ["I50.1", "I50.9", "I50", "I10", "E11.9"][: truth.shape[1]]
    nodes, options = None, {}
    if name.startswith("hierarchical"):
        nodes, options = node_table(codes, "category"), {"code_names": codes}
    truth_csr, predicted = sp.csr_array(truth), sp.csr_array((scores >= 0).astype(int))
    found = on_resamples(name, truth_csr, scores, 0.0, nodes)(counts.astype(float))
    if needs_threshold(name):
        again = on_resamples(name, truth_csr, predicted, None, nodes)(counts.astype(float))
        np.testing.assert_array_equal(found, again)
    stem, at, k = name.rpartition("_at_")
    for value, count in zip(found, counts, strict=True):
        rows = np.repeat(np.arange(len(truth)), count)
        if at:
            expected = getattr(metrics, f"{stem}_at_k")(truth[rows], scores[rows], int(k))
        else:
            second = scores[rows] >= 0.0 if needs_threshold(name) else scores[rows]
            expected = getattr(metrics, name)(truth[rows], second, **options)
        assert value == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_only_metrics_of_predictions_need_a_threshold():
    named = [name for name in metrics.get_scorer_names() if needs_threshold(name)]
    assert named == ["f1_macro", "f1_macro_caml", "f1_micro", "hierarchical_f1",
                     "hierarchical_precision", "hierarchical_recall"]  # fmt: skip
    assert not needs_threshold(metrics.f1_micro)
