"""Coders on a pretrained transformer: what each adds to the encoder they share."""

import json
import shutil
from fnmatch import fnmatch

import numpy as np
import pytest
import torch
from checkpoints import REASON, write_bert
from scipy import sparse
from torch import nn
from torch.nn import functional as F

from skmedcode import ClinicalBERTCoder, DLACCoder, PLMCACoder, PLMICDCoder, load, save
from skmedcode.coders._layer_rates import layer_rates
from skmedcode.coders._recipes import BIO_LM
from skmedcode.facts import FitFacts
from skmedcode.text import SubwordTokenizer
from skmedcode.utils.estimator_checks import toy_notes

CODERS = [ClinicalBERTCoder, DLACCoder, PLMCACoder, PLMICDCoder]
TITLES = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}
NOTES, Y = toy_notes()
QUICK = {"chunk_size": 12, "max_epochs": 2, "lr": 0.01, "random_state": 0, "device": "cpu"}
QUICK |= {"refit": False}


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return write_bert(tmp_path_factory.mktemp("bert"), num_hidden_layers=2)


def small(cls, bert, **parameters):
    return cls(**{"encoder": bert, **QUICK, **parameters})


@pytest.mark.parametrize("cls", CODERS)
def test_saved_with_its_checkpoint(cls, bert, tmp_path):
    coder = small(cls, bert).fit(NOTES, Y)
    expected = coder.predict_proba(NOTES)
    save(coder, tmp_path / "coder")
    again = load(tmp_path / "coder")
    np.testing.assert_allclose(again.predict_proba(NOTES), expected, rtol=0, atol=1e-6)
    for one in (coder, again):
        evidence = one.explain(NOTES[:2], codes=[0], top_k=3)
        for note, rows in zip(NOTES, evidence, strict=False):
            ((code, _, words),) = rows
            assert code == 0
            assert 0 < len(words) <= 3
            assert all(note[start:end] == word for start, end, word, _ in words)


@pytest.mark.parametrize("pooling", ["first", "last"])
def test_evidence_lies_in_the_chunk_that_is_read(bert, pooling):
    coder = small(ClinicalBERTCoder, bert, pooling=pooling).fit(NOTES, Y)
    note = " ".join(f"{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    ((_, _, words),) = coder.explain([note], codes=[1], top_k=26)[0]
    found = {word for _, _, word, _ in words}
    assert found
    assert found <= set("abcdefghij" if pooling == "first" else "qrstuvwxyz")  # 12 positions


@pytest.mark.parametrize(
    ("cls", "cache", "tolerance"),
    [*((cls, "float32", 1e-5) for cls in CODERS), (ClinicalBERTCoder, "float16", 0.02)],
)
def test_frozen(cls, bert, cache, tolerance):
    """The head alone learns, and states that are kept change nothing."""
    own = {"freeze_encoder": True, "dropout": 0.3, "refit": True}
    anew = small(cls, bert, cache=None, **own).fit(NOTES, Y)
    kept = small(cls, bert, cache=cache, **own).fit(NOTES, Y)
    expected = anew.predict_proba(NOTES)
    np.testing.assert_allclose(kept.predict_proba(NOTES), expected, rtol=0, atol=tolerance)
    start = kept._load_checkpoint(kept._reader, 0)[0].state_dict()
    for name, weight in kept.net_.module_.encoder.model.state_dict().items():
        assert torch.equal(weight, start[name]), name


def bert_base():
    """Facts of a coder on BERT base with ClinicalBERT's 28,996 word pieces, without weights."""
    transformers = pytest.importorskip("transformers", reason=REASON)
    config = json.loads(transformers.BertConfig(vocab_size=28996).to_json_string(use_diff=False))
    return FitFacts(
        n_tokens=28996,
        embedding_dim=768,
        code_names=np.arange(50),
        Y=sparse.csr_array((1, 50), dtype=np.float32),
        checkpoint={"config": config, "prefix": [2], "suffix": [3]},
    )


@pytest.mark.parametrize(
    ("cls", "head"),
    [
        (ClinicalBERTCoder, 768 * 769 + 769 * 50),  # BERT's pooler and a linear layer
        (DLACCoder, 768 * 769 + 768 * 50 + 769 * 50),
        (PLMICDCoder, 768 * 768 + 1537 * 50),
    ],
)
def test_sizes(cls, head):
    """What BERT base has without its pooler, and the head."""
    with torch.device("meta"):
        module = cls(encoder="bert", chunk_size=512)._make_module(bert_base())
    count = sum(weight.numel() for weight in module.parameters())
    assert count == 108_310_272 - 768 * 769 + head
    if cls is ClinicalBERTCoder:
        assert count == 108_310_272 + 769 * 50  # 108.3 million and 769 a code


@pytest.mark.parametrize("cls", CODERS)
def test_rates_fall_from_layer_to_layer(cls, bert):
    coder = small(cls, bert, layer_decay=0.5, encoder_lr=8e-5, max_epochs=1).fit(NOTES, Y)
    rates = {
        id(weight): group["lr"]
        for group in coder.net_.optimizer_.param_groups
        for weight in group["params"]
    }
    names = set()
    for name, weight in coder.net_.module_.named_parameters():
        expected = 0.01
        if name.startswith(("embedding", "encoder")):
            expected = 2e-5
        for layer, own in ((0, 4e-5), (1, 8e-5)):
            if f".layer.{layer}." in name:
                expected = own
        assert rates[id(weight)] == pytest.approx(expected), name
        names.add(expected)
    assert len(names) == 4


def test_what_follows_the_layers_learns_at_the_whole_rate():
    with pytest.warns(UserWarning, match="from scratch"):
        coder = PLMICDCoder(
            hidden_size=8, n_heads=2, n_layers=3, layer_decay=0.1, encoder_lr=1.0, max_epochs=1
        ).fit(NOTES, Y)
    rates = dict(layer_rates(coder.net_.module_, 1.0, 0.1))
    assert rates["encoder.model.layers.2.*"] == rates["encoder.model.norm.weight"] == 1.0
    assert rates["encoder.model.layers.0.*"] == pytest.approx(0.01)
    assert rates["encoder.*"] == rates["embedding.*"] == pytest.approx(0.001)
    assert layer_rates(coder.net_.module_, 0.5, 1) == (("embedding.*", 0.5), ("encoder.*", 0.5))


class Lists(nn.Module):
    """Layers in lists side by side, each with a longer list inside."""

    def __init__(self):
        super().__init__()
        self.before = nn.Linear(1, 1)
        parts = (nn.ModuleList(nn.Linear(1, 1) for _ in range(3)) for _ in range(2))
        self.attentions = nn.ModuleList(parts)
        self.norms = nn.ModuleList(nn.LayerNorm(1) for _ in range(2))
        self.after = nn.Linear(1, 1)


def test_lists_of_layers_side_by_side_and_lists_within_layers():
    module = nn.Module()
    module.encoder = nn.Module()
    module.encoder.model = Lists()
    rates = layer_rates(module, 1.0, 0.5)
    for name, _ in module.named_parameters():
        rate = next(rate for pattern, rate in rates if fnmatch(name, pattern))
        place = name.removeprefix("encoder.model.").split(".")
        own = {"0": 0.5, "1": 1.0}.get(place[1], {"before": 0.25, "after": 1.0}.get(place[0]))
        assert rate == own, name


def queries_by_hand(coder, titles):
    """Mean word vectors of titles as they start, less their mean, of length 3."""
    model = coder._load_checkpoint(coder._reader, 0)[0]
    table = model.get_input_embeddings().weight
    means = []
    for title in titles:
        ids = coder.tokenizer_.transform([title])[0]
        means.append(sum(table[int(i)] for i in ids) / len(ids))
    middle = sum(means) / len(means)
    return torch.stack([3 * (mean - middle) / (mean - middle).norm() for mean in means]).detach()


def test_titles_ask(bert):
    titles = {0: "kab kad", 2: "kak kam lob"}
    coder = small(DLACCoder, bert, code_descriptions=titles, freeze_titles=True).fit(NOTES, Y)
    queries = torch.from_numpy(coder.code_embeddings_)
    expected = queries_by_hand(coder, titles.values())
    torch.testing.assert_close(queries[[0, 2]], expected, rtol=0, atol=1e-5)
    learnt = small(DLACCoder, bert, code_descriptions=titles).fit(NOTES, Y).code_embeddings_
    assert (learnt != queries.numpy())[[0, 2]].any(axis=1).all()
    one = small(DLACCoder, bert, code_descriptions={1: "kab"}, freeze_titles=True).fit(NOTES, Y)
    assert np.linalg.norm(one.code_embeddings_[1]) == pytest.approx(3, abs=1e-4)


@pytest.mark.parametrize("cls", [DLACCoder, PLMICDCoder])
def test_titles_are_met_in_notes(cls, bert):
    """Before any step, a code's query is nearer to its own title than to the others'."""
    coder = small(cls, bert, code_descriptions=TITLES, lr=1e-9, encoder_lr=1e-9, max_epochs=1)
    coder.fit(NOTES, Y)
    own = coder.code_embeddings_
    if cls is DLACCoder:
        expected = queries_by_hand(coder, TITLES.values())
        assert (F.cosine_similarity(torch.from_numpy(own), expected) > 0.999).all()
        return
    decoder, encoder = coder.net_.module_.decoder, coder.net_.module_.encoder.eval()
    keys = []
    for title in TITLES.values():
        ids = torch.from_numpy(coder.tokenizer_.transform([title])).long()
        states, _ = encoder(coder.net_.module_.embedding(ids), ids > 0)
        keys.append(torch.tanh(decoder.projection @ states[0].mean(0)).detach())
    scores = torch.from_numpy(own) @ torch.stack(keys).T
    assert (scores.argmax(dim=1) == torch.arange(3)).all()


@pytest.mark.parametrize("pooling", ["first", "last", "mean", "max", "attention"])
def test_pooling(bert, pooling):
    """Chunks are read as said: words that no chunk reads change nothing."""
    coder = small(ClinicalBERTCoder, bert, pooling=pooling).fit(NOTES, Y)
    note = "a b c d e f g h i j " * 3
    changed = [note + "k", "k " + note[2:]]  # the last word, or the first
    plain, last, first = coder.predict_proba([note, *changed])
    assert (np.abs(plain - last) < 1e-6).all() == (pooling == "first")
    assert (np.abs(plain - first) < 1e-6).all() == (pooling == "last")


@pytest.mark.parametrize("cls", [ClinicalBERTCoder, DLACCoder])
def test_a_checkpoint_that_is_missing_is_named(cls, monkeypatch):
    hub = pytest.importorskip("huggingface_hub", reason=REASON)
    monkeypatch.setattr(hub.constants, "HF_HUB_OFFLINE", True)  # else it tries again for long
    published = cls(**cls.published_params())
    with pytest.raises(ValueError, match="emilyalsentzer/Bio_ClinicalBERT") as caught:
        published.fit(NOTES, Y)
    assert "hf download" in str(caught.value)


@pytest.mark.parametrize("cls", [PLMCACoder, PLMICDCoder])
def test_an_archive_that_is_missing_is_named(cls, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="github.com/facebookresearch/bio-lm"):
        cls(**cls.published_params()).fit(NOTES, Y)


def test_a_coder_of_the_archive_needs_it_no_more(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = write_bert(tmp_path / BIO_LM)
    coder = small(PLMICDCoder, str(folder.name)).fit(NOTES, Y)
    save(coder, tmp_path / "coder")
    shutil.rmtree(folder)
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(NOTES), coder.predict_proba(NOTES))
    loaded.partial_fit(NOTES, Y)


def test_published_forms():
    first = ClinicalBERTCoder.published_params()
    assert (first["pooling"], first["chunk_size"], first["warmup"]) == ("first", 512, 0.1)
    icd = PLMICDCoder.published_params()
    assert (icd["batch_size"], icd["accumulate"], icd["chunk_size"]) == (8, 8, 128)
    assert icd["tokenizer"].max_length == 3072
    assert isinstance(icd["tokenizer"], SubwordTokenizer)
    assert DLACCoder.published_params("full")["lr"] == 5e-5


@pytest.mark.parametrize(
    ("cls", "parameters", "message"),
    [
        (ClinicalBERTCoder, {"pooling": "sum"}, "pooling must be one of 'first', 'last', 'mean'"),
        (ClinicalBERTCoder, {"code_descriptions": TITLES}, "code_descriptions must be None"),
        (DLACCoder, {"freeze_titles": 1}, "freeze_titles must"),
        (PLMICDCoder, {"layer_decay": 0}, "layer_decay must"),
        (PLMICDCoder, {"layer_decay": 1.1}, "layer_decay must"),
        (PLMICDCoder, {"cache": "int8"}, "cache must be one of 'float32', 'float16', 'bfloat16'"),
    ],
)
def test_bad_parameters(cls, parameters, message):
    with pytest.raises((ValueError, TypeError), match=message):
        cls(**parameters).fit(NOTES, Y)


def test_plm_icd_is_laat_on_states(bert):
    """As published but for the marks: attention of each code over the states of all words."""
    coder = small(PLMICDCoder, bert, code_start="random").fit(NOTES, Y)
    module = coder.net_.module_.eval()
    ids = torch.from_numpy(coder.tokenizer_.transform(NOTES[:1])).long()
    with torch.no_grad():
        states, mask = module.encoder(module.embedding(ids), ids > 0)
        decoder, logits = module.decoder, []
        keys = torch.tanh(states[0] @ decoder.projection.T)
        for code in range(3):
            attention = nn.functional.softmax(keys @ decoder.queries[code], dim=0)
            context = attention @ states[0]
            logits.append(decoder.weight[code] @ context + decoder.bias[code])
    assert mask.all()
    np.testing.assert_allclose(
        coder.decision_function(NOTES[:1])[0], torch.stack(logits).numpy(), rtol=0, atol=1e-5
    )
