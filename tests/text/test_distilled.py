"""Vectors of words that a transformer reads one at a time."""

import importlib
import subprocess
import sys

import numpy as np
import pytest
import torch

from skmedcode.text import WordVectors
from skmedcode.text._distilled import distilled_vectors

WORDS = ["renal", "failure", "pain", "hip", "acute", "kidneys", "a", "xyzzy"]
NOTES = ["acute renal failure", "hip pain", "kidneys"]
REASON = "needs the extra 'transformers'"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """A tiny BERT with random weights and a tokenizer of whole words and letters."""
    transformers = pytest.importorskip("transformers", reason=REASON)
    folder = tmp_path_factory.mktemp("checkpoint")
    letters = "abcdefghijklmnopqrstuvwxyz"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "renal", "pain", *letters]
    pieces += [f"##{letter}" for letter in letters]
    (folder / "vocab.txt").write_text("\n".join(pieces))
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=24, max_position_embeddings=70,
    )  # fmt: skip
    transformers.BertModel(config).save_pretrained(folder)
    return folder


def states_by_hand(words, folder):
    transformers = importlib.import_module("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    rows = []
    for word in words:
        with torch.no_grad():
            rows.append(
                model(**tokenizer([word], return_tensors="pt")).last_hidden_state[0].mean(0)
            )
    return torch.stack(rows).double().numpy()


def test_equal_to_one_word_at_a_time(checkpoint):
    states = states_by_hand(WORDS, checkpoint)
    vectors = distilled_vectors(WORDS, checkpoint, 16)
    centred = states - states.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    assert vectors.shape == (8, 16)
    # All components are kept, so only the axes are turned: cosines stay.
    np.testing.assert_allclose(vectors @ vectors.T, centred @ centred.T, atol=1e-4)


def test_components(checkpoint):
    few = distilled_vectors(WORDS, str(checkpoint), 3)
    assert few.shape == (8, 3)
    assert few.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(few, axis=1), 1, rtol=1e-5)
    many = distilled_vectors(WORDS, checkpoint, 40)
    assert many.shape == (8, 40)
    assert not many[:, 8:].any()


def test_random_generators_are_left_alone(checkpoint):
    torch_state, numpy_state = torch.get_rng_state(), np.random.get_state()[1].copy()  # noqa: NPY002
    first = distilled_vectors(WORDS, checkpoint, 3, random_state=1)
    assert torch.equal(torch.get_rng_state(), torch_state)
    assert (np.random.get_state()[1] == numpy_state).all()  # noqa: NPY002
    np.testing.assert_array_equal(distilled_vectors(WORDS, checkpoint, 3, random_state=1), first)


def test_estimator(checkpoint):
    vectors = WordVectors(
        method="distilled", checkpoint=checkpoint, n_components=4, spelling=0.0
    ).fit(NOTES)
    words = list(vectors.vocabulary_)
    assert not vectors.vectors_[:2].any()
    np.testing.assert_allclose(
        vectors.vectors_[[vectors.vocabulary_[word] for word in words]] @ vectors.vector("renal"),
        distilled_vectors(words, checkpoint, 4) @ distilled_vectors(words, checkpoint, 4)[
            words.index("renal")
        ],
        atol=1e-5,
    )  # fmt: skip


@pytest.mark.parametrize("folder", [None, "no/such/folder", 5])
def test_bad_checkpoint(folder):
    with pytest.raises(ValueError, match=r"checkpoint must be a folder .* got .* Download one"):
        WordVectors(method="distilled", checkpoint=folder).fit(NOTES)


def test_without_transformers_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ImportError, match=r"pip install skmedcode\[transformers\]"):
        distilled_vectors(WORDS, tmp_path, 3)


def test_transformers_is_not_imported_before_it_is_needed():
    code = "import sys, skmedcode.text; print('transformers' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
