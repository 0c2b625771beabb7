"""The picture of code embeddings: which codes, where, under which names."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn.decomposition import PCA

from skmedcode import CNNCoder, MTRAMCoder
from skmedcode.inspection import CodeEmbeddingDisplay
from skmedcode.inspection._plane import in_plane
from skmedcode.utils.estimator_checks import quick, toy_notes

pyplot = pytest.importorskip("matplotlib.pyplot")

NAMES = ["E11.2", "E11.9", "I10", "I50.1", "I50.9", "I50.3", "J18.9"]
VECTORS = np.random.RandomState(0).normal(size=(7, 9))


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    pyplot.close("all")


def drawn(display):
    """The points of each group by the legend."""
    handles, labels = display.ax_.get_legend_handles_labels()
    return {label: np.asarray(h.get_offsets()) for h, label in zip(handles, labels, strict=True)}


def centres(display):
    return {text.get_text(): np.asarray(text.xy) for text in display.ax_.texts}


def test_what_is_drawn():
    display = CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES, groups=["I50", "E11"])
    shown = [0, 1, 3, 4, 5]
    points = PCA(2, svd_solver="full").fit_transform(VECTORS[shown])
    assert display.code_names.tolist() == [NAMES[code] for code in shown]
    np.testing.assert_allclose(display.points, points)
    assert list(drawn(display)) == ["E11 (2)", "I50 (3)"]
    np.testing.assert_allclose(drawn(display)["I50 (3)"], points[2:])
    np.testing.assert_allclose(centres(display)["I50"], points[2:].mean(axis=0))


def test_the_largest_groups_by_default_and_groups_of_ones_own():
    names = [f"{letter}{number}" for letter in "ABCDEFGH" for number in range(2 + (letter > "B"))]
    vectors = np.random.RandomState(0).normal(size=(len(names), 4))
    display = CodeEmbeddingDisplay.from_embeddings(vectors, names, code_groups=lambda c: c[0])
    assert set(display.groups) == set("CDEFGH")
    of = {name: "odd" if place % 2 else "even" for place, name in enumerate(NAMES)}
    display = CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES, code_groups=of)
    assert sorted(drawn(display)) == ["even (4)", "odd (3)"]


def test_names_of_codes_and_titles_of_groups():
    display = CodeEmbeddingDisplay.from_embeddings(
        VECTORS, NAMES, label_codes=True, group_titles={"E11": "Diabetes"}
    )
    assert set(NAMES) <= set(centres(display))
    assert {"E11 Diabetes (2)", "I50 (3)"} <= set(drawn(display))


@pytest.mark.parametrize("label_codes", [False, True])
def test_labels_do_not_cover_each_other(label_codes):
    """Ten codes on two spots."""
    vectors = np.repeat(np.eye(2), 5, axis=0) + 1e-3 * np.arange(10)[:, None]
    names = [f"A{code % 5}.{code}" for code in range(10)]
    display = CodeEmbeddingDisplay.from_embeddings(vectors, names, label_codes=label_codes)
    display.figure_.draw_without_rendering()
    boxes = [(text.get_bbox_patch() or text).get_window_extent() for text in display.ax_.texts]
    assert len(boxes) == (15 if label_codes else 5)
    for place, first in enumerate(boxes):
        for second in boxes[:place]:
            wide = min(first.x1, second.x1) - max(first.x0, second.x0)
            high = min(first.y1, second.y1) - max(first.y0, second.y0)
            assert wide <= 0 or high <= 1, "a pixel at most"


def test_groups_differ_in_more_than_colour():
    display = CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES)
    shapes = [cloud.get_paths()[0].vertices.tobytes() for cloud in display.ax_.collections]
    assert len(set(shapes)) == len(shapes) == 4


def test_axes_of_ones_own():
    figure, ax = pyplot.subplots()
    display = CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES, ax=ax)
    assert display.ax_ is ax and display.figure_ is figure
    assert display.plot() is display and display.ax_ is not ax


def test_axes_in_a_part_of_a_figure():
    part = pyplot.figure().subfigures(1, 2)[0]
    display = CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES, ax=part.subplots())
    assert display.figure_ is part


def test_from_an_estimator():
    notes, Y = toy_notes()
    groups = {"a": "first", "b": "second", "c": "first"}
    coder = MTRAMCoder(code_names=list("abc"), code_groups=groups, hidden_size=4, embedding_dim=6)
    coder = quick(coder).fit(notes, Y)
    display = CodeEmbeddingDisplay.from_estimator(coder)
    assert sorted(drawn(display)) == ["first (2)", "second (1)"]
    np.testing.assert_allclose(display.points, in_plane(coder.code_embeddings_.astype(float)))
    other = CodeEmbeddingDisplay.from_estimator(coder, code_groups=lambda code: "all")
    assert list(drawn(other)) == ["all (3)"]
    with pytest.raises(TypeError, match="estimator must be fitted .* CNNCoder has none"):
        CodeEmbeddingDisplay.from_estimator(CNNCoder())


def test_the_groups_are_those_of_the_fit():
    """A loaded coder has lost a function."""
    notes, Y = toy_notes()
    coder = MTRAMCoder(code_names=list("abc"), code_groups={"a": 1, "b": 2, "c": 1}, hidden_size=4)
    coder = quick(coder).fit(notes, Y).set_params(code_groups="category")
    display = CodeEmbeddingDisplay.from_estimator(coder)
    assert sorted(drawn(display)) == ["1 (2)", "2 (1)"]


def test_equal_vectors_have_a_plane():
    points = in_plane(np.ones((5, 4)), "tsne", random_state=0)
    assert points.shape == (5, 2) and np.isfinite(points).all()


@pytest.mark.parametrize("method", ["pca", "tsne"])
@pytest.mark.parametrize("shape", [(2, 1), (2, 5), (3, 2), (9, 1), (9, 7)])
def test_any_shape_has_a_plane(method, shape):
    vectors = np.random.RandomState(0).normal(size=shape)
    points = in_plane(vectors, method, random_state=0)
    assert points.shape == (shape[0], 2) and np.isfinite(points).all()


def test_t_sne_is_seeded():
    first, second = (
        CodeEmbeddingDisplay.from_embeddings(VECTORS, NAMES, method="tsne", random_state=0).points
        for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"embeddings": VECTORS[0]}, "embeddings must be finite numbers"),
        ({"embeddings": VECTORS[:1], "code_names": NAMES[:1]}, "n_codes at least 2"),
        ({"embeddings": np.full((7, 2), np.nan)}, "embeddings must be finite numbers"),
        ({"code_names": NAMES[1:]}, "code_names must name each column"),
        ({"groups": ["Z99"]}, "groups must be names .* got 'Z99'"),
        ({"groups": []}, "groups must be names"),
        ({"groups": ["J18"]}, "groups must hold at least 2 codes"),
        ({"method": "umap"}, "method must be one of"),
    ],
)
def test_bad_input(change, match):
    arguments = {"embeddings": VECTORS, "code_names": NAMES} | change
    with pytest.raises(ValueError, match=match):
        CodeEmbeddingDisplay.from_embeddings(**arguments)


def test_matplotlib_is_asked_for_by_the_name_of_its_extra():
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import numpy as np\n"
        "from skmedcode.inspection import CodeEmbeddingDisplay\n"
        "try: CodeEmbeddingDisplay.from_embeddings(np.eye(2), ['a', 'b'])\n"
        "except ImportError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "CodeEmbeddingDisplay needs the package 'matplotlib'" in run.stdout
    assert "pip install skmedcode[plot]" in run.stdout
