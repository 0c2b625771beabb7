"""A saved coder comes back whole, or not at all with the reason."""

import json
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
import safetensors.torch
import torch
from scipy import sparse
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from tests_helpers import GATED, TITLES, small_coders

from skmedcode import CAMLCoder, CNNCoder, GatedCNNCoder, NoteTokenizer, load, save
from skmedcode.code_systems import ICD9CM, ICD10CM, ICD10PCS, from_mapping
from skmedcode.persistence._folder import replacing
from skmedcode.persistence._values import from_json, to_json
from skmedcode.text import WordVectors
from skmedcode.utils.estimator_checks import quick, toy_notes

NOTES, Y = toy_notes()
OWN = from_mapping({0: "a", 1: "b"}, {1: 0}, {0: ["c", "d"]}, {"sort": {0: "x"}})


@pytest.fixture
def coder():
    return quick(GatedCNNCoder(code_descriptions=TITLES, **GATED)).fit(NOTES, Y)


@pytest.fixture
def folder(coder, tmp_path):
    save(coder, tmp_path / "coder")
    return tmp_path / "coder"


@pytest.mark.parametrize("made", small_coders(), ids=lambda made: type(made).__name__)
def test_everything_public_survives(made, tmp_path):
    fitted = quick(made).fit(NOTES, Y)
    save(fitted, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), fitted.predict_proba(NOTES))
    assert loaded.explain(NOTES[:2]) == fitted.explain(NOTES[:2])
    assert loaded.predict_codes(NOTES) == fitted.predict_codes(NOTES)
    assert repr(loaded) == repr(fitted)
    for name in ("vocabulary_", "threshold_", "n_iter_", "history_"):
        assert getattr(loaded, name) == getattr(fitted, name), name
    assert loaded.classes_.dtype == fitted.classes_.dtype


def test_only_the_two_files_are_written(folder):
    assert sorted(p.name for p in folder.iterdir()) == ["coder.json", "weights.safetensors"]
    assert [p.name for p in folder.parent.iterdir()] == ["coder"]
    assert not any(note in (folder / "coder.json").read_text() for note in NOTES if " " in note)


def test_a_new_process_loads_it(folder, coder):
    code = (
        "import sys, skmedcode; "
        f"coder = skmedcode.load({str(folder)!r}, device='cpu'); "
        "print(coder.predict_proba(['kab kaf'])[0].tolist())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    np.testing.assert_allclose(
        json.loads(run.stdout), coder.predict_proba(["kab kaf"])[0], rtol=0, atol=1e-6
    )


@pytest.mark.parametrize(
    "tokenizer",
    [
        NoteTokenizer(stop_words=["kab"], max_length=9),
        FrozenEstimator(NoteTokenizer(min_df=2).fit(NOTES)),
        CountVectorizer(min_df=2),
        CountVectorizer(vocabulary=["kab", "kaf"]),
        FrozenEstimator(TfidfVectorizer().fit(NOTES)),
    ],
    ids=repr,
)
def test_every_tokenizer_survives(tokenizer, tmp_path):
    fitted = quick(CNNCoder(num_filters=6, tokenizer=tokenizer)).fit(NOTES, Y)
    save(fitted, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), fitted.predict_proba(NOTES))
    assert loaded.explain(NOTES[:1]) == fitted.explain(NOTES[:1])
    assert type(loaded.tokenizer) is type(fitted.tokenizer)


def test_ids_names_and_sparse_output_survive(tmp_path):
    ids = np.asarray(NoteTokenizer().fit_transform(NOTES))
    names = ["I10", "E11.9", "N17.9"]
    fitted = quick(CAMLCoder(num_filters=6, code_names=names)).fit(ids, sparse.csr_matrix(Y))
    save(fitted, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    assert sparse.issparse(loaded.predict(ids))
    assert loaded.classes_.tolist() == names
    assert loaded.vocabulary_ is None
    unseen = np.full((1, 3), ids.max() + 7)
    np.testing.assert_array_equal(loaded.predict_proba(unseen), fitted.predict_proba(unseen))


@pytest.mark.parametrize(
    "vectors",
    [
        WordVectors(n_components=5, window=2, random_state=0),
        WordVectors(n_components=5, random_state=0).fit([*NOTES, "kab kob"]),
    ],
    ids=["unfitted", "fitted"],
)
def test_word_vectors_survive(vectors, tmp_path):
    fitted = quick(CNNCoder(num_filters=6, embeddings=vectors)).fit(NOTES, Y)
    save(fitted, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), fitted.predict_proba(NOTES))
    again = loaded.set_params(random_state=0).fit(NOTES, Y)
    fitted.set_params(random_state=0).fit(NOTES, Y)
    np.testing.assert_array_equal(again.predict_proba(NOTES), fitted.predict_proba(NOTES))


@pytest.mark.parametrize(
    "system", [ICD9CM("diagnosis"), ICD10CM(), ICD10PCS(), OWN], ids=lambda made: repr(made)[:9]
)
def test_code_systems_survive(system):
    tensors = {}
    described = json.loads(json.dumps(to_json(system, tensors, "titles")))
    assert from_json(described, tensors) == system and not tensors


def test_a_code_system_of_the_first_version_is_read():
    assert from_json({"code_system": "ICD10CM"}, {}) == ICD10CM()


def test_another_class_is_no_code_system():
    with pytest.raises(KeyError):
        from_json({"code_system": "infer", "given": {"mapping": []}}, {})


def test_what_is_no_plain_value_is_left_out_with_a_warning(tmp_path):
    fitted = quick(
        CNNCoder(num_filters=6, optimizer=torch.optim.RMSprop, embeddings={"kab": [1.0, 2.0]})
    ).fit(NOTES, Y)
    with pytest.warns(UserWarning, match="Not saved.*: optimizer"):
        save(fitted, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    assert loaded.optimizer == "adamw"
    assert loaded.embeddings == {"kab": [1.0, 2.0]}


def test_a_tokenizer_with_a_function_is_refused(tmp_path):
    fitted = quick(CNNCoder(num_filters=6, tokenizer=CountVectorizer(tokenizer=str.split)))
    with pytest.warns(UserWarning, match="token_pattern"):
        fitted.fit(NOTES, Y)
    with (
        pytest.warns(UserWarning, match="Not saved"),
        pytest.raises(ValueError, match="plain values.*tokenizer.tokenizer"),
    ):
        save(fitted, tmp_path / "coder")
    assert list(tmp_path.iterdir()) == []


def test_not_fitted(tmp_path):
    with pytest.raises(NotFittedError):
        save(CNNCoder(), tmp_path / "coder")


def test_saving_again_replaces(coder, folder):
    save(coder.partial_fit(NOTES, Y), folder)
    np.testing.assert_array_equal(load(folder).predict_proba(NOTES), coder.predict_proba(NOTES))
    assert [p.name for p in folder.parent.iterdir()] == ["coder"]


def test_other_peoples_folders_and_files_are_safe(coder, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="no saved coder"):
        save(coder, tmp_path)
    with pytest.raises(FileExistsError, match="is a file"):
        save(coder, tmp_path / "thesis.txt")
    save(coder, tmp_path / "coder")
    (tmp_path / "coder" / "notes.md").write_text("which data this was fitted on")
    with pytest.raises(FileExistsError, match=r"more than a saved coder \(notes.md\)"):
        save(coder, tmp_path / "coder")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_an_interrupted_save_leaves_the_old_coder(coder, folder, monkeypatch):
    expected = load(folder).predict_proba(NOTES)

    def full_disk(*args, **kwargs):
        raise OSError("no space left on device")

    coder.partial_fit(NOTES, Y)
    for target in ("safetensors.torch.save", "os.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(target, full_disk)
            with pytest.raises(OSError, match="no space"):
                save(coder, folder)
        np.testing.assert_array_equal(load(folder).predict_proba(NOTES), expected)
        assert [p.name for p in folder.parent.iterdir()] == ["coder"]


def test_a_failing_second_rename_puts_the_old_folder_back(tmp_path, monkeypatch):
    place = tmp_path / "coder"
    place.mkdir()
    (place / "coder.json").write_text("old")
    rename, calls = os.replace, []

    def second_fails(source, target):
        calls.append(target)
        if len(calls) == 2:
            raise OSError("interrupted")
        rename(source, target)

    monkeypatch.setattr("os.replace", second_fails)
    with pytest.raises(OSError, match="interrupted"), replacing(place) as new:
        (new / "coder.json").write_text("new")
    assert (place / "coder.json").read_text() == "old"


def test_missing_parts(folder, tmp_path):
    with pytest.raises(FileNotFoundError, match="coder.json is missing"):
        load(tmp_path / "nowhere")
    (folder / "weights.safetensors").unlink()
    with pytest.raises(FileNotFoundError, match="weights.safetensors is missing"):
        load(folder)


def test_damaged_weights(folder):
    path = folder / "weights.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match="damaged or belongs to another coder"):
        load(folder)


def rewrite(folder, **changes):
    path = folder / "coder.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_damaged_description(folder):
    path = folder / "coder.json"
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
    with pytest.raises(ValueError, match="is damaged"):
        load(folder)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"format": 99}, "format 99"),
        ({"class": {"module": "os", "name": "system"}}, "not imported"),
        ({"class": {}}, "does not describe a coder"),
        ({"parameters": {"num_heads": 3}}, "does not describe a coder.*num_heads"),
        ({"n_tokens": 7}, "embedding.weight has shape"),
        ({"titles": False}, "does not fit the network.*not known.*titles"),
    ],
)
def test_mismatched_parts(folder, changes, match):
    rewrite(folder, **changes)
    with pytest.raises(ValueError, match=match):
        load(folder)


def test_mismatched_tensors(folder):
    path = folder / "weights.safetensors"
    tensors = safetensors.torch.load(path.read_bytes())
    del tensors["module.decoder.bias"]
    weights = safetensors.torch.save(tensors)
    path.write_bytes(weights)
    import hashlib

    rewrite(folder, sha256=hashlib.sha256(weights).hexdigest())
    with pytest.raises(ValueError, match=r"missing \['decoder.bias'\]"):
        load(folder)


def test_a_pickle_holds_the_weights_once(coder):
    size = sum(p.numel() * p.element_size() for p in coder.net_.module_.parameters())
    optimizer_too = 3 * size  # Adam keeps two moments
    assert len(pickle.dumps(coder)) < optimizer_too + 60_000
