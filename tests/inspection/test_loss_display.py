"""The picture of losses: what is drawn, from what, in which order."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from skmedcode import CAMLCoder
from skmedcode.inspection import CodeLossDisplay
from skmedcode.inspection._code_losses import code_losses, running_mean
from skmedcode.utils.estimator_checks import quick, toy_notes

pyplot = pytest.importorskip("matplotlib.pyplot")

RNG = np.random.RandomState(0)
Y = (RNG.uniform(size=(20, 6)) < 0.4).astype(int)
Y[:, 2] = 0  # left out
COUNTS = np.array([4, 90, 7, 11, 4, 35])
ORDER = [1, 5, 3, 0, 4]
CHANCES = {"one": RNG.uniform(size=Y.shape), "other": RNG.uniform(size=Y.shape)}


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    pyplot.close("all")


@pytest.mark.parametrize("normalize", ["entropy", "largest", None])
def test_what_is_drawn(normalize):
    display = CodeLossDisplay.from_predictions(Y, CHANCES, COUNTS, normalize=normalize)
    assert display.train_counts.tolist() == COUNTS[ORDER].tolist()
    for name, cloud, line in zip(
        CHANCES, display.ax_.collections, display.ax_.get_lines(), strict=False
    ):
        truth = sparse.csr_array(Y[:, ORDER])
        expected = code_losses(truth, CHANCES[name][:, ORDER], normalize)
        np.testing.assert_allclose(cloud.get_offsets()[:, 1], expected)
        np.testing.assert_allclose(line.get_ydata(), running_mean(expected, 5))
        assert line.get_label() == name
    legend = [text.get_text() for text in display.ax_.get_legend().get_texts()]
    assert legend == ["one", "other"]
    shown = [text.get_text() for text in display.ax_.get_xticklabels()]
    assert shown == [str(count) for count in COUNTS[ORDER]]


def test_coders_differ_in_more_than_colour():
    display = CodeLossDisplay.from_predictions(Y, CHANCES, COUNTS)
    first, second = display.ax_.get_lines()[:2]
    assert first.get_linestyle() != second.get_linestyle()
    clouds = display.ax_.collections
    shapes = [cloud.get_paths()[0].vertices.shape for cloud in clouds]
    assert shapes[0] != shapes[1]


def test_axes_of_ones_own_and_another_window():
    figure, ax = pyplot.subplots()
    display = CodeLossDisplay.from_predictions(Y, CHANCES, COUNTS, ax=ax, window=1)
    assert display.ax_ is ax and display.figure_ is figure
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), display.losses["one"])
    again = display.plot()
    assert again is display and display.ax_ is not ax


def test_from_estimators():
    notes, codes = toy_notes()
    coders = {
        name: quick(CAMLCoder(embedding_dim=6, loss=name)).fit(notes, codes)
        for name in ("bce", "focal")
    }
    counts = codes.sum(axis=0)
    found = CodeLossDisplay.from_estimators(coders, notes, codes, counts)
    chances = {name: coder.predict_proba(notes) for name, coder in coders.items()}
    expected = CodeLossDisplay.from_predictions(codes, chances, counts)
    for name in coders:
        np.testing.assert_array_equal(found.losses[name], expected.losses[name])
    columns = list(range(codes.shape[1]))
    CodeLossDisplay.from_estimators(coders, notes, pd.DataFrame(codes, columns=columns), counts)
    other = pd.DataFrame(codes, columns=columns)[columns[::-1]]
    with pytest.raises(ValueError, match=r"Y must have the codes in the order of the coder 'bce'"):
        CodeLossDisplay.from_estimators(coders, notes, other, counts)


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"y_probs": [CHANCES["one"]]}, TypeError, "y_probs must be a mapping"),
        ({"y_probs": {}}, TypeError, "y_probs must be a mapping"),
        ({"y_probs": {"one": 3 * CHANCES["one"]}}, ValueError, "y_prob must be probabilities"),
        ({"train_counts": COUNTS[1:]}, ValueError, "train_counts must be 6 whole numbers"),
        ({"train_counts": COUNTS + 0.5}, ValueError, "train_counts must be 6 whole numbers"),
        (
            {
                "y_true": pd.DataFrame(Y, columns=list("abcdef")),
                "train_counts": pd.Series(COUNTS, index=list("fedcba")),
            },
            ValueError,
            "same order; got other names",
        ),
        ({"y_true": np.zeros_like(Y)}, ValueError, "y_true must have a code in some note"),
        ({"normalize": "most"}, ValueError, "normalize must be one of"),
        ({"window": 0}, ValueError, "window must be"),
    ],
)
def test_bad_input(change, error, match):
    arguments = {"y_true": Y, "y_probs": CHANCES, "train_counts": COUNTS} | change
    with pytest.raises(error, match=match):
        CodeLossDisplay.from_predictions(**arguments)
