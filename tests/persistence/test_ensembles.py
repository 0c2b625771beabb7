"""An ensemble comes back whole from its folder, or not at all with the reason; no pickle."""

import hashlib
import json
import sys

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder, load, save
from skmedcode.ensemble import EnsembleCoder, HybridCoder, L1LogisticRegression
from skmedcode.persistence import SavedPart
from skmedcode.persistence._part_reader import PartReader
from skmedcode.persistence._part_writer import PartWriter
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes()
DEEP = AttentionCoder(embedding_dim=8, max_epochs=2, lr=0.02, validation_fraction=0.0)
LINEAR = make_pipeline(CountVectorizer(), L1LogisticRegression(C=3.0))


def same(loaded, fitted):
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), fitted.predict_proba(NOTES))
    assert loaded.threshold_ == fitted.threshold_
    assert loaded.predict_codes(NOTES) == fitted.predict_codes(NOTES)
    assert loaded.explain(NOTES[:3]) == fitted.explain(NOTES[:3])
    assert loaded.classes_.dtype == fitted.classes_.dtype
    assert sparse.issparse(loaded.predict(NOTES)) == sparse.issparse(fitted.predict(NOTES))


@pytest.fixture(scope="module")
def hybrid():
    return HybridCoder(deep=DEEP, cv=2, random_state=0).fit(NOTES, Y)


@pytest.fixture
def folder(hybrid, tmp_path):
    save(hybrid, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "coder",
    [
        HybridCoder(deep=DEEP, cv=2, random_state=0, code_names=["A", "B", "C"]),
        HybridCoder(deep=[], cv=2),
        HybridCoder(linear=[("a", LINEAR)], deep=[("b", DEEP), ("c", clone(DEEP))], threshold=0.4),
        EnsembleCoder(coder=DEEP, n_seeds=2, random_state=0),
        EnsembleCoder(coder=HybridCoder(linear=LINEAR, deep=DEEP, cv=2), n_seeds=2),
    ],
    ids=["named", "linear", "lists", "seeds", "nested"],
)
@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array])
def test_everything_public_survives(coder, make, tmp_path, recwarn):
    fitted = clone(coder).fit(NOTES, make(Y))
    recwarn.clear()
    save(fitted, tmp_path)
    loaded = load(tmp_path, device="cpu")
    same(loaded, fitted)
    assert repr(loaded) == repr(fitted) and not recwarn
    again = loaded.fit(NOTES, Y)  # it can be fitted anew
    assert again.predict_proba(NOTES).shape == Y.shape


@pytest.mark.parametrize(
    "vectorizer",
    [
        TfidfVectorizer(use_idf=False, norm=None),
        TfidfVectorizer(sublinear_tf=True, stop_words=["kab"], dtype=np.float32),
        CountVectorizer(binary=True, vocabulary=["kab", "kaf", "kak"]),
        CountVectorizer(analyzer="char_wb", ngram_range=(2, 3), min_df=2),
    ],
)
def test_vectorizers(vectorizer, tmp_path):
    linear = FrozenEstimator(make_pipeline(vectorizer, L1LogisticRegression()).fit(NOTES, Y))
    fitted = HybridCoder(linear=LINEAR, deep=[("f", linear)], threshold=0.5)
    fitted.fit(NOTES, Y)
    with pytest.warns(UserWarning, match="deep"):  # a frozen member is no plain parameter
        save(fitted, tmp_path)
    same(load(tmp_path, device="cpu"), fitted)


def test_no_note_and_no_pickle_are_written(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".safetensors"}
    text = "".join(path.read_text() for path in files if path.suffix == ".json")
    assert not any(note in text for note in NOTES if len(note.split()) > 3)


def test_what_is_no_plain_value_is_left_out_with_a_warning(tmp_path):
    fitted = HybridCoder(linear=LINEAR, deep=[], cv=KFold(2)).fit(NOTES, Y)
    with pytest.warns(UserWarning, match="no plain values: cv"):
        save(fitted, tmp_path)
    assert load(tmp_path, device="cpu").cv == 5


def test_a_function_is_refused_by_name(tmp_path):
    linear = make_pipeline(CountVectorizer(tokenizer=str.split), L1LogisticRegression())
    fitted = HybridCoder(linear=[("own", linear)], deep=[], threshold=0.5).fit(NOTES, Y)
    with pytest.raises(ValueError, match=r"own.*countvectorizer.*its tokenizer is no plain value"):
        save(fitted, tmp_path)


def forest():
    linear = make_pipeline(CountVectorizer(), OneVsRestClassifier(BernoulliNB()))
    return HybridCoder(linear=[("bayes", linear)], deep=[], threshold=0.5).fit(NOTES, Y)


def test_other_members_need_skops(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "skops", None)
    monkeypatch.setitem(sys.modules, "skops.io", None)
    with pytest.raises(ImportError, match="bayes.*OneVsRestClassifier"):
        save(forest(), tmp_path)


@pytest.mark.filterwarnings("ignore:Not saved")
def test_other_members_by_skops(tmp_path):
    pytest.importorskip("skops.io")
    fitted = forest()
    save(fitted, tmp_path)
    same(load(tmp_path, device="cpu"), fitted)
    place = tmp_path / "members" / "0.skops"
    place.write_bytes(place.read_bytes()[:-1])
    with pytest.raises(ValueError, match="damaged"):
        load(tmp_path, device="cpu")


def test_skops_does_not_bring_code(tmp_path, monkeypatch):
    """A type outside of scikit-learn is refused when it is written and when it is read."""
    io = pytest.importorskip("skops.io")
    from skmedcode.persistence import _foreign

    odd = make_pipeline(CountVectorizer(), OddModel()).fit(NOTES, Y)
    fitted = HybridCoder(linear=[("odd", odd)], deep=[], threshold=0.5).fit(NOTES, Y)
    with pytest.raises(ValueError, match=r"odd.*OddModel"):
        save(fitted, tmp_path)
    with pytest.raises(ValueError, match="not trusted"):
        _foreign.read_foreign(io.dumps(OddModel()), "members/0.skops")


class OddModel(BernoulliNB):
    def fit(self, X, Y):
        self.width_ = Y.shape[1]
        return self

    def predict_proba(self, X):
        return np.full((X.shape[0], self.width_), 0.5)


def edited(folder, change):
    path = folder / "coder.json"
    description = json.loads(path.read_text())
    change(description["ensemble"])
    path.write_text(json.dumps(description))
    return folder


def test_a_part_outside_of_the_folder_is_refused(folder):
    for place in ("../other", "/etc", "members/../..", "members/0/../../x"):
        reader = PartReader(folder, {}, {}, "cpu")
        with pytest.raises(ValueError, match="outside"):
            reader.value({"saved": place})


def test_unknown_classes_and_attributes_are_refused(folder):
    def other_class(described):
        described["estimator"] = {"module": "os", "name": "system"}

    with pytest.raises(ValueError, match="not imported"):
        load(edited(folder, other_class), device="cpu")


def test_unknown_attributes_are_refused(folder):
    def other_attribute(described):
        described["learnt"]["predict"] = {"plain": 3}

    with pytest.raises(ValueError, match="unknown 'predict'"):
        load(edited(folder, other_attribute), device="cpu")


def test_no_class_of_others_can_be_made(folder):
    def bayes(described):
        described["parameters"]["cv"] = {
            "unfitted": {"module": "sklearn.naive_bayes", "name": "BernoulliNB"},
            "parameters": {},
        }

    with pytest.raises(ValueError, match="not imported"):
        load(edited(folder, bayes), device="cpu")


def test_a_missing_member_is_told(folder):
    for path in (folder / "members" / "0").iterdir():
        path.unlink()
    (folder / "members" / "0").rmdir()
    with pytest.raises(FileNotFoundError, match="members/0 is missing"):
        load(folder, device="cpu")


class Part(SavedPart):
    _saved_attributes = ("words", "matrix", "inner")

    def __init__(self, words, matrix, inner=None):
        self.words, self.matrix, self.inner = words, matrix, inner


def test_parts_that_are_no_estimators(tmp_path):
    matrix = sparse.csr_array(np.eye(3, dtype=np.float32))
    part = Part({"a": 1, "b": [2, 3]}, matrix, Part(("x", None), np.arange(4)))
    writer = PartWriter(tmp_path)
    described = json.loads(json.dumps(writer.describe(part, "part")))
    made = PartReader(tmp_path, writer.tensors, {}, "cpu").value(described)
    assert made.words == part.words and made.inner.words == ("x", None)
    assert (made.matrix != matrix).nnz == 0 and made.matrix.dtype == np.float32
    np.testing.assert_array_equal(made.inner.matrix, np.arange(4))


def test_the_checksum_is_that_of_the_weights(folder):
    description = json.loads((folder / "coder.json").read_text())
    content = (folder / "weights.safetensors").read_bytes()
    assert description["sha256"] == hashlib.sha256(content).hexdigest()
