"""The tokenizer of a checkpoint behind the interface of NoteTokenizer."""

import pickle

import numpy as np
import pytest
from checkpoints import REASON, minilm, write_bert
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone

from skmedcode.text import SubwordTokenizer
from skmedcode.text._subword_spans import word_spans

NOTES = ["acute renal failure, pt. denies pain", "", "pain [SEP] [PAD] 2.5mg"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_bert(tmp_path_factory.mktemp("checkpoint") / "bert", words=["renal", "pain"])


@pytest.fixture(scope="module")
def tokenizer(folder):
    return SubwordTokenizer(checkpoint=folder).fit(NOTES)


def test_ids_are_those_of_the_checkpoint_renumbered(folder, tokenizer):
    transformers = pytest.importorskip("transformers", reason=REASON)
    own = transformers.AutoTokenizer.from_pretrained(folder)
    ids = tokenizer.transform(["acute renal pain"])
    expected = own("acute renal pain", add_special_tokens=False)["input_ids"]
    assert tokenizer.checkpoint_ids_[ids[0]].tolist() == expected
    assert ids.dtype == np.int32
    assert ids.min() >= 2
    marked = [*tokenizer.prefix_, *ids[0], *tokenizer.suffix_]
    assert tokenizer.checkpoint_ids_[marked].tolist() == own("acute renal pain")["input_ids"]


def test_padding_comes_first_wherever_the_checkpoint_has_it():
    transformers = pytest.importorskip("transformers", reason=REASON)
    tokenizers = pytest.importorskip("tokenizers", reason=REASON)
    words = {"a": 0, "b": 1, "<unk>": 2, "c": 3, "<pad>": 4}
    model = tokenizers.models.WordLevel(words, unk_token="<unk>")
    backend = tokenizers.Tokenizer(model)
    backend.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    own = transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="<pad>", unk_token="<unk>"
    )
    tokenizer = SubwordTokenizer(checkpoint=own)
    assert tokenizer.fit_transform(["a b c d", "c"]).tolist() == [[2, 3, 4, 1], [4, 0, 0, 0]]
    assert tokenizer.checkpoint_ids_.tolist() == [4, 2, 0, 1, 3]
    assert tokenizer.vocabulary_ == {"a": 2, "b": 3, "c": 4}
    assert tokenizer.prefix_ == tokenizer.suffix_ == []


def test_marks_in_a_note_are_text(tokenizer):
    ids = tokenizer.encode(["[SEP] [PAD] [CLS]"])[0]
    assert not {0, *tokenizer.prefix_, *tokenizer.suffix_} & set(ids.tolist())


def test_interface_of_note_tokenizer(tokenizer):
    ids = tokenizer.transform(NOTES)
    assert (ids[1] == 0).all()
    assert ids.tokenizer is tokenizer
    sequences = tokenizer.encode(NOTES)
    assert sequences.lengths.tolist() == (ids != 0).sum(axis=1).tolist()
    np.testing.assert_array_equal(clone(tokenizer).fit_transform(NOTES), ids)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(tokenizer)).transform(NOTES), ids)
    words = {number: piece for piece, number in tokenizer.vocabulary_.items()}
    assert words[ids[0, -1]] == "pain"
    assert min(words) == 2
    assert list(words) == sorted(words)


def test_max_length_cuts_sub_words_and_their_offsets(tokenizer):
    short = clone(tokenizer).set_params(max_length=4).fit(NOTES)
    np.testing.assert_array_equal(short.encode(NOTES)[0], tokenizer.encode(NOTES)[0][:4])
    assert len(short.offsets(NOTES[0])) == 4


def test_truncation_that_a_checkpoint_stores_is_left_out(folder, tmp_path):
    transformers = pytest.importorskip("transformers", reason=REASON)
    own = transformers.AutoTokenizer.from_pretrained(folder)
    own.backend_tokenizer.enable_truncation(3)
    own.backend_tokenizer.enable_padding()
    tokenizer = SubwordTokenizer(checkpoint=own).fit(NOTES)
    assert tokenizer.encode(["pain " * 50, "pain"]).lengths.tolist() == [50, 1]


def test_a_lone_surrogate_keeps_the_places(tokenizer):
    note = "pain \ud800 renal"
    spans = tokenizer.offsets(note)
    assert [note[a:b] for a, b in spans][-1] == "renal"
    assert len(spans) == len(tokenizer.encode([note])[0])


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=8)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(WORD, max_size=12))
def test_no_word_is_lost(tokenizer, words):
    """Every letter and digit of a note is in the span of some sub-word, aligned with its id."""
    note = " ".join(words)
    spans = tokenizer.offsets(note)
    assert len(spans) == len(tokenizer.encode([note])[0])
    covered = np.zeros(len(note), dtype=bool)
    for start, end in spans:
        covered[start:end] = True
    plain = [i for i, char in enumerate(note) if char.isascii() and char.isalnum()]
    assert covered[plain].all()


def test_pieces_of_a_word_have_its_span():
    text = "hypo-thyroid 2.5mg  x"
    pieces = [(0, 2), (2, 4), (4, 5), (5, 12), (13, 14), (14, 15), (15, 18), (18, 21), (20, 21)]
    words = [text[a:b] for a, b in word_spans(text, pieces)]
    assert words == ["hypo", "hypo", "-", "thyroid", "2", ".", "5mg", "x", "x"]
    assert word_spans("", []).shape == (0, 2)
    assert word_spans("a \n b", [(0, 1), (1, 4), (4, 5)]).tolist() == [[0, 1], [1, 4], [4, 5]]


@pytest.mark.parametrize(
    ("text", "pieces", "expected"),
    [
        ("cafe\u0301ine x", [(0, 4), (5, 8), (9, 10)], ["cafe\u0301ine", "x"]),  # accents stripped
        ("e\u0301t", [(0, 1), (1, 2), (2, 3)], ["e\u0301t"]),
        ("\u0939\u093f\u0928", [(0, 1), (1, 2), (2, 3)], ["\u0939\u093f\u0928"]),
        ("hypo\u00adthyroid", [(0, 4), (5, 12)], ["hypo\u00adthyroid"]),
        ("a  b", [(0, 1), (1, 1), (3, 4)], ["a", "", "b"]),  # a piece of spaces
        ("ab", [(0, 1), (1, 1), (1, 2)], ["a", "", "b"]),
        ("a-b", [(0, 1), (2, 3)], ["a", "b"]),
    ],
)
def test_marks_on_letters_are_of_their_word(text, pieces, expected):
    found = [text[a:b] for a, b in word_spans(text, pieces)]
    assert list(dict.fromkeys(found)) == expected


@pytest.mark.parametrize("checkpoint", ["no/folder/here", "./nothing", None, 3])
def test_no_checkpoint(checkpoint):
    pytest.importorskip("transformers", reason=REASON)
    with pytest.raises(ValueError, match="checkpoint must be a folder") as caught:
        SubwordTokenizer(checkpoint=checkpoint).fit(["Mrs Confidential"])
    assert "Confidential" not in str(caught.value)


def test_a_folder_without_a_tokenizer(tmp_path):
    pytest.importorskip("transformers", reason=REASON)
    with pytest.raises(ValueError, match="is none from which AutoTokenizer can be loaded"):
        SubwordTokenizer(checkpoint=tmp_path).fit(["a"])


def test_a_name_that_is_not_cached(monkeypatch):
    pytest.importorskip("transformers", reason=REASON)
    constants = pytest.importorskip("huggingface_hub").constants
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ValueError, match="not in the cache, .* run: hf download nobody/nothing"):
        SubwordTokenizer(checkpoint="nobody/nothing").fit(["a"])


def test_bad_parameters(folder):
    with pytest.raises(ValueError, match="max_length"):
        SubwordTokenizer(checkpoint=folder, max_length=0).fit(["a"])
    with pytest.raises(AttributeError):
        _ = SubwordTokenizer(checkpoint=folder).vocabulary_


def test_a_real_tokenizer():
    tokenizer = SubwordTokenizer(checkpoint=minilm())
    ids = tokenizer.fit_transform(["Hypothyroidism. " * 200])
    assert ids.shape == (1, 1400)  # its file asks for 128
    note = "Pt. with hypothyroidism, on 2.5mg."
    words = [note[a:b] for a, b in tokenizer.offsets(note)]
    assert words[:4] == ["Pt", ".", "with", "hypothyroidism"]
    assert len(tokenizer.checkpoint_ids_) == 30522
