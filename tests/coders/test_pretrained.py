"""Coders on a checkpoint: whatever notes, tokenizers, folders and mistakes users come with."""

import json
import shutil
import warnings

import numpy as np
import pytest
import torch
from checkpoints import REASON, minilm, write_bert
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skmedcode import CNNCoder, PLMCACoder, load, save
from skmedcode.coders._checkpoint import load_checkpoint, most_positions
from skmedcode.text import NoteTokenizer, SubwordTokenizer
from skmedcode.utils.estimator_checks import CHECKS, WORDS, check_grid_search, quick, toy_notes

transformers = pytest.importorskip("transformers", reason=REASON)
SECRET = "Mrs Confidential"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny BERT that knows the words of the toy notes."""
    return write_bert(tmp_path_factory.mktemp("checkpoint") / "bert", words=WORDS.tolist())


def small(folder, **parameters):
    own = {"encoder": folder, "chunk_size": 16, "stride": 4, "lr": 0.01, "encoder_lr": 0.01}
    return quick(PLMCACoder(), **own | parameters)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_contract(folder, check):
    grid = {"chunk_size": [8, 16], "lr": [1e-3, 1e-2]}
    extra = {"search": grid} if check is check_grid_search else {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        check(small(folder), **extra)


def test_words_are_neither_learnt_nor_counted(folder, monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("the checkpoint brings its own word vectors")

    monkeypatch.setattr("skmedcode.learning.start_vectors", fail)
    monkeypatch.setattr("skmedcode.learning.words_of_notes", fail)
    small(folder).fit(*toy_notes())


def test_the_network_starts_at_the_checkpoint(folder):
    """Its states are those of transformers, a chunk at a time."""
    notes, Y = toy_notes()
    coder = small(folder, max_epochs=1, lr=1e-12, encoder_lr=1e-12, refit=False, weight_decay=0)
    module = coder.fit(notes, Y).net_.module_.eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    note = max(notes, key=len)
    ids = torch.from_numpy(np.asarray(coder.tokenizer_.transform([note])))
    pieces = tokenizer(note, add_special_tokens=False)["input_ids"]
    total, times = torch.zeros(len(pieces), 16), torch.zeros(len(pieces), 1)
    with torch.no_grad():
        hidden, _ = module.encode(module.embed(ids), ids != 0)
        for start in range(0, max(len(pieces) - 4, 1), 10):
            own = pieces[start : start + 14]
            marked = [tokenizer.cls_token_id, *own, tokenizer.sep_token_id]
            states = model(torch.tensor([marked])).last_hidden_state[0, 1:-1]
            total[start : start + 14] += states
            times[start : start + 14] += 1
    assert len(pieces) > 30
    torch.testing.assert_close(hidden[0], total / times, rtol=0, atol=1e-5)


def test_saved_coders_need_no_checkpoint(tmp_path):
    folder = write_bert(tmp_path / "bert", words=WORDS.tolist())
    notes, Y = toy_notes()
    coder = small(folder).fit(notes, Y)
    expected, evidence = coder.predict_proba(notes), coder.explain(notes[:2])
    save(coder, tmp_path / "coder")
    shutil.rmtree(folder)
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(notes), expected)
    assert loaded.explain(notes[:2]) == evidence
    assert loaded.vocabulary_ == coder.vocabulary_
    assert loaded.partial_fit(notes, Y).n_iter_ == coder.n_iter_ + 1
    save(loaded, tmp_path / "again")
    again = load(tmp_path / "again", device="cpu")
    np.testing.assert_array_equal(again.predict_proba(notes), loaded.predict_proba(notes))
    described = json.loads((tmp_path / "coder" / "coder.json").read_text())
    assert described["checkpoint"]["config"]["model_type"] == "bert"
    assert "_name_or_path" not in described["checkpoint"]["config"]
    with pytest.raises(ValueError, match="must be a folder with a checkpoint; there is no"):
        loaded.fit(notes, Y)


def test_a_configuration_or_a_model_with_a_tokenizer(folder, tmp_path):
    notes, Y = toy_notes()
    tokenizer = SubwordTokenizer(checkpoint=folder)
    model = transformers.AutoModel.from_pretrained(folder)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    by_model = small(model, tokenizer=tokenizer).fit(notes, Y)
    by_folder = small(folder).fit(notes, Y)
    np.testing.assert_array_equal(by_model.predict_proba(notes), by_folder.predict_proba(notes))
    for name, tensor in model.state_dict().items():
        assert torch.equal(before[name], tensor), "the user's model was trained in place"
    config = transformers.AutoConfig.from_pretrained(folder)
    by_config = small(config, tokenizer=tokenizer).fit(notes, Y)
    assert not np.allclose(by_config.predict_proba(notes), by_folder.predict_proba(notes))
    with pytest.warns(UserWarning, match="Not saved, because they are no plain values: encoder"):
        save(by_model, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(notes), by_model.predict_proba(notes))
    with_head = transformers.AutoModelForMaskedLM.from_pretrained(folder)
    by_head = small(with_head, tokenizer=tokenizer).fit(notes, Y)
    np.testing.assert_allclose(
        by_head.predict_proba(notes), by_folder.predict_proba(notes), atol=1e-5
    )


def test_token_ids_of_a_pipeline(folder):
    notes, Y = toy_notes()
    pipeline = make_pipeline(SubwordTokenizer(checkpoint=folder), small(folder)).fit(notes, Y)
    expected = small(folder).fit(notes, Y).predict_proba(notes)
    np.testing.assert_allclose(pipeline.predict_proba(notes), expected, atol=1e-5)


def test_half_precision_training(folder):
    notes, Y = toy_notes()
    coder = small(folder, amp=True).fit(notes, Y)
    np.testing.assert_allclose(
        coder.predict_proba(notes), small(folder).fit(notes, Y).predict_proba(notes), atol=0.1
    )


def test_other_coders_read_sub_words_too(folder, tmp_path):
    notes, Y = toy_notes()
    own = transformers.AutoTokenizer.from_pretrained(folder)
    coder = quick(CNNCoder(tokenizer=SubwordTokenizer(checkpoint=own), num_filters=8))
    expected = coder.fit(notes, Y).predict_proba(notes)
    save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(notes), expected)
    assert loaded.tokenizer_.checkpoint is None
    frozen = FrozenEstimator(SubwordTokenizer(checkpoint=folder).fit(notes))
    again = clone(coder).set_params(tokenizer=frozen).fit(notes, Y)
    np.testing.assert_array_equal(again.predict_proba(notes), expected)


def test_scratch_on_sub_words(folder):
    notes, Y = toy_notes()
    tokenizer = SubwordTokenizer(checkpoint=folder)
    coder = small(None, tokenizer=tokenizer, hidden_size=8, n_heads=2, n_layers=1)
    with pytest.warns(UserWarning, match="from scratch"):
        coder.fit(notes, Y)
    assert coder.predict_proba(notes).shape == Y.shape


def test_search_over_encoders(folder, tmp_path):
    other = write_bert(tmp_path / "other", words=WORDS.tolist(), hidden_size=8)
    grid = {"encoder": [folder, other], "stride": [0, 2]}
    search = GridSearchCV(small(folder), grid, cv=2, error_score="raise").fit(*toy_notes())
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


def test_learning_rates(folder):
    notes, Y = toy_notes()
    before = transformers.AutoModel.from_pretrained(folder).encoder.state_dict()
    coder = small(folder, encoder_lr=1e-12, weight_decay=0).fit(notes, Y)
    after = coder.net_.module_.encoder.model.encoder.state_dict()
    for name, tensor in before.items():
        torch.testing.assert_close(after[name], tensor)
    rates = {
        len(list(group["params"])): group["lr"] for group in coder.net_.optimizer_.param_groups
    }
    assert set(rates.values()) == {1e-12, 0.01}
    default = small(folder, encoder_lr=None).fit(notes, Y)
    assert {g["lr"] for g in default.net_.optimizer_.param_groups} == {5e-5, 0.01}


def test_frozen(folder):
    notes, Y = toy_notes()
    coder = small(folder, freeze_encoder=True).fit(notes, Y)
    module = coder.net_.module_
    trained = {name for name, p in module.named_parameters() if p.requires_grad}
    assert trained
    assert all(name.startswith("decoder.") for name in trained)
    evidence = coder.explain(notes[:1], codes=[0], method="input_x_gradient")[0][0][2]
    assert evidence
    coder = small(folder, freeze_embeddings=True).fit(notes, Y)
    assert not coder.net_.module_.embedding.weight.requires_grad
    table = transformers.AutoModel.from_pretrained(folder).get_input_embeddings().weight
    torch.testing.assert_close(coder.net_.module_.embedding.weight[2:], table[2:])


def test_a_frozen_model_goes_on_after_loading(folder, tmp_path):
    notes, Y = toy_notes()
    model = transformers.AutoModel.from_pretrained(folder)
    tokenizer = SubwordTokenizer(checkpoint=folder)
    coder = small(model, tokenizer=tokenizer, freeze_encoder=True).fit(notes, Y)
    with pytest.warns(UserWarning, match="Not saved"):
        save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu").partial_fit(notes, Y)
    trained = {name for name, p in loaded.net_.module_.named_parameters() if p.requires_grad}
    assert all(name.startswith("decoder.") for name in trained)
    loaded.set_params(warm_start=True).fit(notes, Y)
    with pytest.raises(ValueError, match="freeze_encoder=True needs a pretrained"):
        loaded.set_params(warm_start=False).fit(notes, Y)


def test_no_states_are_kept_of_an_encoder_that_learns(folder, monkeypatch):
    """After a warm start the network is as it was, whatever ``freeze_encoder`` says now."""

    def fail(*args, **kwargs):
        raise AssertionError("states were kept")

    notes, Y = toy_notes()
    coder = small(folder, warm_start=True).fit(notes, Y)
    monkeypatch.setattr("skmedcode.training._states.NoteStates", fail)
    coder.set_params(freeze_encoder=True).fit(notes, Y)


def test_gradient_checkpointing_gives_the_same(folder):
    notes, Y = toy_notes()
    plain = small(folder, dropout=0.0).fit(notes, Y).predict_proba(notes)
    again = small(folder, dropout=0.0, gradient_checkpointing=True).fit(notes, Y)
    np.testing.assert_allclose(again.predict_proba(notes), plain, atol=1e-5)


def test_evidence_is_whole_words(folder):
    notes, Y = toy_notes()
    notes = [note.replace(str(WORDS[0]), "hypothyroid") for note in notes]
    coder = small(folder).fit(notes, Y)
    note = "hypothyroid kab, kad"
    for method in ("attention", "input_x_gradient"):
        (_, _, evidence), *_ = coder.explain([note], codes=[0], method=method, top_k=20)[0]
        words = [word for *_, word, _ in evidence]
        assert set(words) <= {"hypothyroid", "kab", ",", "kad"}
        assert len(words) == len(set(words))
        assert all(note[start:end] == word for start, end, word, _ in evidence)
        if method == "attention":
            assert abs(sum(score for *_, score in evidence) - 1) < 1e-5


def test_a_fact_in_the_last_chunk_is_found(tmp_path):
    """What tells the codes apart stands behind 120 words, in the ninth chunk or later."""
    rng = np.random.RandomState(0)
    has = np.arange(60) % 2
    Y = np.eye(2, dtype=int)[has]
    notes = []
    for code in has:
        filler = rng.choice(WORDS[4:], size=120 + rng.randint(12)).tolist()
        notes.append(" ".join([*filler, ["kab", "kad"][code], "kaf"]))
    folder = write_bert(tmp_path / "bert", words=WORDS.tolist(), hidden_size=32)
    coder = small(
        folder, code_descriptions={0: "kab", 1: "kad"}, max_epochs=10, batch_size=8, dropout=0.0,
        encoder_lr=1e-3, validation_fraction=0,
    )  # fmt: skip
    coder.fit(notes[:40], Y[:40])
    assert (coder.predict(notes[40:]) == Y[40:]).mean() > 0.9
    for note, code in zip(notes[40:44], has[40:44], strict=True):
        start, end, word, _ = coder.explain([note], codes=[code], top_k=1)[0][0][2][0]
        assert word == ["kab", "kad"][code]
        assert (start, end) == (len(note) - 7, len(note) - 4)


def test_titles_are_where_queries_start(folder):
    notes, Y = toy_notes()
    titles = {0: "kab kad", 1: "kaf", 2: ""}
    coder = small(folder, code_descriptions=titles, max_epochs=1, lr=1e-12, encoder_lr=1e-12)
    queries = coder.fit(notes, Y).code_embeddings_
    plain = clone(coder).set_params(code_descriptions=None).fit(notes, Y).code_embeddings_
    assert np.abs(queries[:2] - plain[:2]).max() > 0.1
    np.testing.assert_allclose(queries[2], plain[2], atol=1e-6)


def test_one_warning_a_fit_from_scratch():
    notes, Y = toy_notes()
    coder = quick(PLMCACoder(hidden_size=8, n_heads=2, n_layers=1, chunk_size=16))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        coder.fit(notes, Y).predict(notes)
        coder.partial_fit(notes, Y)
    own = [str(warning.message) for warning in caught if "from scratch" in str(warning.message)]
    assert len(own) == 1
    assert "Bio_ClinicalBERT" in own[0]


@pytest.mark.parametrize("kind", ["ConvBert", "FNet"])
def test_a_model_that_reads_padding_is_refused(kind, folder):
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "intermediate_size": 24}
    sizes |= {"embedding_size": 16, "num_attention_heads": 4} if kind == "ConvBert" else {}
    tokenizer = SubwordTokenizer(checkpoint=folder)
    notes, Y = toy_notes()
    n_tokens = len(transformers.AutoTokenizer.from_pretrained(folder))
    config = getattr(transformers, f"{kind}Config")(vocab_size=n_tokens, **sizes)
    with pytest.raises(ValueError, match=f"encoder must leave out .*{kind}Model reads it"):
        small(config, tokenizer=tokenizer).fit(notes, Y)


def bad_settings(folder, tmp_path):
    """Parameters, and what their error must say."""
    other = write_bert(tmp_path / "other", words=[f"w{i}" for i in range(300)])
    mixed = write_bert(tmp_path / "mixed", words=WORDS.tolist())
    for path in other.glob("*token*"):
        shutil.copy(path, mixed / path.name)
    (tmp_path / "empty").mkdir()
    config = transformers.AutoConfig.from_pretrained(folder)
    return [
        ({"encoder": tmp_path / "empty"}, "must be a folder with a checkpoint: config.json"),
        ({"encoder": tmp_path / "absent"}, "must be a folder with a checkpoint; there is no"),
        ({"encoder": mixed}, r"encoder must belong to its tokenizer: it has \d+ word vectors"),
        ({"encoder": config}, r"encoder needs its own tokenizer, .*SubwordTokenizer\(checkpoint"),
        ({"tokenizer": NoteTokenizer()}, "encoder needs its own tokenizer, got .* NoteTokenizer"),
        ({"encoder": torch.nn.Linear(2, 2)}, "encoder must be None, a checkpoint's folder"),
        ({"encoder": 3}, "encoder must be None"),
        ({"chunk_size": 41}, "chunk_size must be at most 40, the positions"),
        ({"chunk_size": 8, "stride": 6}, "stride must be below chunk_size=8 less 2 marks, got 6"),
        ({"stride": 16}, "stride must be below chunk_size=16, got 16"),
        ({"encoder": None, "freeze_encoder": True}, "freeze_encoder=True needs a pretrained"),
        ({"encoder": None, "n_heads": 3}, "n_heads must divide hidden_size=128, got 3"),
        ({"embeddings": {"a": [1.0]}}, "embeddings must be left at 'corpus' with encoder="),
    ]


def test_mistakes_are_named_before_training(folder, tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("training has begun")

    monkeypatch.setattr("skmedcode.base.fit_network", fail)
    _, Y = toy_notes()
    notes = [SECRET] * len(Y)
    for parameters, message in bad_settings(folder, tmp_path):
        with pytest.raises((ValueError, TypeError), match=message) as caught:
            small(folder, **parameters).fit(notes, Y)
        assert "Confidential" not in str(caught.value)
    ids = np.random.RandomState(0).randint(2, 30, (len(Y), 9))
    with pytest.raises(ValueError, match="encoder needs its own tokenizer, got .* token ids"):
        small(folder).fit(ids, Y)


def test_positions_of_roberta_start_behind_padding():
    config = transformers.RobertaConfig(
        vocab_size=20, hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, max_position_embeddings=34, pad_token_id=1,
    )  # fmt: skip
    assert most_positions(transformers.RobertaModel(config)) == 32


def test_models_without_a_bound():
    config = transformers.XLNetConfig(vocab_size=20, d_model=8, n_layer=1, n_head=1, d_inner=8)
    assert most_positions(transformers.XLNetModel(config)) is None


def test_word_vectors_that_a_model_scales(folder):
    """mBART multiplies them by the root of their width before it reads them."""
    tokenizer = SubwordTokenizer(checkpoint=folder).fit([""])
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer.checkpoint_ids_), d_model=16, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=1, decoder_attention_heads=1, encoder_ffn_dim=8, decoder_ffn_dim=8,
        scale_embedding=True,
    )  # fmt: skip
    given = transformers.MBartModel(config).eval()
    model = load_checkpoint(given, tokenizer, 0)[0].eval()
    ids = torch.arange(5, 12)[None]
    expected = given.get_encoder()(input_ids=torch.from_numpy(tokenizer.checkpoint_ids_)[ids])[0]
    found = model(inputs_embeds=model.get_input_embeddings()(ids))[0]
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-5)


def test_half_precision_checkpoints_are_trained_in_full(folder, tmp_path):
    model = transformers.AutoModel.from_pretrained(folder).to(torch.bfloat16)
    model.save_pretrained(tmp_path / "half")
    tokenizer = SubwordTokenizer(checkpoint=folder).fit([""])
    loaded, _ = load_checkpoint(tmp_path / "half", tokenizer, 0)
    assert {parameter.dtype for parameter in loaded.parameters()} == {torch.float32}


def test_a_real_checkpoint(tmp_path):
    """MiniLM, frozen: its states tell synonyms that no training note has."""
    folder = minilm()
    with_fever = ["The patient is febrile.", "High fever since Monday.", "Her temperature is high."]
    without = ["The hip is broken.", "He fell from the stairs.", "A fracture of the arm."]
    notes, Y = with_fever * 4 + without * 4, np.repeat([[1, 0], [0, 1]], 12, axis=0)
    coder = PLMCACoder(
        encoder=folder, freeze_encoder=True, max_epochs=10, lr=1e-3, validation_fraction=0,
        random_state=0, device="cpu",
    )  # fmt: skip
    coder.fit(notes, Y)
    chances = coder.predict_proba(["pyrexia of 39 degrees", "a cracked bone"])
    assert chances[0, 0] > chances[0, 1]
    assert chances[1, 1] > chances[1, 0]
    save(coder, tmp_path / "coder")
    loaded = load(tmp_path / "coder", device="cpu")
    np.testing.assert_array_equal(loaded.predict_proba(notes), coder.predict_proba(notes))
