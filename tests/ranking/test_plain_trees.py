"""Trees as arrays give the model's own numbers, also after saving; damage is refused."""

import json
import pickle

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from skmedcode.persistence._part_reader import PartReader
from skmedcode.persistence._part_writer import PartWriter
from skmedcode.ranking._plain_trees import PlainTrees, TextTrees

RNG = np.random.default_rng(0)
X = RNG.normal(size=(400, 4)).astype(np.float32)
X[::7, 1] = np.nan
Y = (X[:, 0] + np.nan_to_num(X[:, 1]) ** 2 > 0.5).astype(np.int8)


@pytest.fixture(scope="module")
def model():
    shape = {"max_iter": 15, "max_leaf_nodes": 6, "learning_rate": 0.2}
    return HistGradientBoostingClassifier(early_stopping=False, random_state=0, **shape).fit(X, Y)


def slow(trees, row):
    """One row down every tree by hand."""
    total, begin = trees.start, 0
    for end in trees.ends:
        tree = {name: field[begin:end] for name, field in trees.nodes.items()}
        node = 0
        while not tree["is_leaf"][node]:
            value = row[tree["feature_idx"][node]]
            left = value <= tree["num_threshold"][node]
            if np.isnan(value):
                left = tree["missing_go_to_left"][node]
            node = tree["left"][node] if left else tree["right"][node]
        total, begin = total + tree["value"][node], end
    return total


def test_the_model_and_a_slow_walk_agree(model):
    trees = PlainTrees.of(model)
    np.testing.assert_array_equal(trees.logits(X), model.decision_function(X))
    np.testing.assert_allclose(trees.logits(X)[:20], [slow(trees, row) for row in X[:20]])


def test_pickle(model):
    trees = PlainTrees.of(model)
    trees.logits(X)
    copy = pickle.loads(pickle.dumps(trees))
    np.testing.assert_array_equal(copy.logits(X), trees.logits(X))


def saved(trees, folder):
    writer = PartWriter(folder)
    return json.loads(json.dumps(writer.describe(trees, "trees"))), writer.tensors


def test_saving(model, tmp_path):
    trees = PlainTrees.of(model)
    described, tensors = saved(trees, tmp_path)
    made = PartReader(tmp_path, tensors, {}, "cpu").value(described)
    np.testing.assert_array_equal(made.logits(X), trees.logits(X))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("field", ["left", "right", "feature_idx"])
@pytest.mark.parametrize("value", [0, 10**6])
def test_damaged_trees_are_refused(model, tmp_path, field, value):
    trees = PlainTrees.of(model)
    if field == "feature_idx" and value == 0:
        value = -1
    trees.nodes[field] = trees.nodes[field].copy()
    trees.nodes[field][0] = value
    described, tensors = saved(trees, tmp_path)
    with pytest.raises(ValueError, match="damaged"):
        PartReader(tmp_path, tensors, {}, "cpu").value(described)


def test_other_columns_are_refused(model):
    with pytest.raises(ValueError, match="4 columns"):
        PlainTrees.of(model).logits(X[:, :3])


def test_categories_are_refused():
    codes = RNG.integers(0, 6, size=(400, 1)).astype(float)
    model = HistGradientBoostingClassifier(categorical_features=[0], max_iter=3)
    with pytest.raises(ValueError, match="categories"):
        PlainTrees.of(model.fit(codes, np.isin(codes[:, 0], [1, 4])))


def test_lightgbm(tmp_path):
    lightgbm = pytest.importorskip("lightgbm")
    model = lightgbm.LGBMClassifier(n_estimators=10, verbosity=-1, n_jobs=1).fit(X, Y)
    trees = TextTrees.of(model)
    expected = model.predict(X, raw_score=True)
    np.testing.assert_allclose(trees.logits(X), expected, atol=1e-12)
    described, tensors = saved(trees, tmp_path)
    made = PartReader(tmp_path, tensors, {}, "cpu").value(described)
    np.testing.assert_allclose(made.logits(X), expected, atol=1e-12)
    assert pickle.loads(pickle.dumps(trees)).text == trees.text
