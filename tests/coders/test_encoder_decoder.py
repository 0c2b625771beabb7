"""Coders made of parts: the published ones are rows, and others work too."""

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from tests_helpers import SMALL, TITLES
from torch import nn

from skmedcode import (
    AttentionCoder,
    CAMLCoder,
    CMemNNCoder,
    CNNCoder,
    DCANCoder,
    DRCAMLCoder,
    EncoderDecoderCoder,
    GatedCNNCoder,
    HyperCoreCoder,
    JointLAATCoder,
    LAATCoder,
    MARNCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    RNNCoder,
    load,
    save,
)
from skmedcode.coders._parts import CONNECTIONS, DECODERS, ENCODERS
from skmedcode.coders._table import ROWS as TABLE
from skmedcode.encoders import ConvEncoder, HierarchicalEncoder
from skmedcode.inspection import input_x_gradient
from skmedcode.text import NoteTokenizer
from skmedcode.utils.estimator_checks import check_coder, toy_notes

NOTES, Y = toy_notes()
ONCE = {"max_epochs": 1, "refit": False, "random_state": 0}
NUMBERS = {
    "words": None,
    "conv": {"num_filters": 6, "kernel_size": 3},
    "multi_res_conv": {"num_filters": 4, "kernel_sizes": (3, 5)},
    "dilated_conv": {"hidden_size": 6, "output_size": 5, "n_levels": 2},
    "gated_conv": {"hidden_size": 6, "dilations": (1, 2)},
    "recurrent": {"hidden_size": 6},
    "transformer": {"hidden_size": 8, "n_heads": 2, "chunk_size": 16},
    "capsule": {"n_capsules": 2, "capsule_size": 4, "kernel_size": 3},
    "graph": {"hidden_size": 6, "window": 2},
    "hierarchical": {"hidden_size": 4, "segment_length": 6},
}
LSTM = {"encoder": "recurrent", "encoder_params": {"hidden_size": 8}}
GRU = {"encoder": "recurrent", "encoder_params": {"hidden_size": 8, "cell": "gru"}}
CONV = {"encoder": "conv", "encoder_params": {"num_filters": 6, "kernel_size": 5}}
GATED = {"encoder": "gated_conv", "encoder_params": {"hidden_size": 8, "dropout": 0.3}}
ROWS = [
    (AttentionCoder(), {"encoder": "words", "encoder_residual": False}),
    (CAMLCoder(num_filters=6), CONV),
    (
        CNNCoder(num_filters=6, kernel_size=4),
        {
            "encoder": "conv",
            "encoder_params": {"num_filters": 6, "kernel_size": 4, "padding": 0},
            "encoder_residual": False,
            "decoder": "max_pool",
        },
    ),
    (
        DCANCoder(hidden_size=8, output_size=6, n_levels=2),
        {
            "encoder": "dilated_conv",
            "encoder_params": {"hidden_size": 8, "output_size": 6, "n_levels": 2},
        },
    ),
    (GatedCNNCoder(hidden_size=8), GATED),
    (
        GatedCNNCoder(hidden_size=8, interaction="sum", encoder_residual=False),
        GATED | {"encoder_residual": False, "decoder": "note_code"},
    ),
    (LAATCoder(hidden_size=8), LSTM | {"decoder": "structured_attention"}),
    (
        JointLAATCoder(hidden_size=8, level_size=5),
        LSTM | {"decoder": "joint_attention", "decoder_params": {"level_size": 5}},
    ),
    (MTRAMCoder(hidden_size=8), GRU | {"connection": "recalibration", "decoder": "two_tasks"}),
    (
        MARNCoder(hidden_size=8, group_weight=0.6),
        GRU
        | {"connection": "recalibration", "decoder": "two_tasks", "side_weight": 0.6}
        | {"loss": "focal"},
    ),
    (
        MultiResCNNCoder(num_filters=4),
        {
            "encoder": "multi_res_conv",
            "encoder_params": {"num_filters": 4, "kernel_sizes": (3, 5, 9)},
        },
    ),
    (
        DRCAMLCoder(num_filters=6, description_weight=2.0, code_descriptions=TITLES),
        CONV | {"decoder": "described_attention", "side_weight": 2.0, "code_descriptions": TITLES},
    ),
    (
        HyperCoreCoder(num_filters=6, hyperbolic_dim=5, code_descriptions=TITLES),
        CONV
        | {"decoder": "hyperbolic_graph", "decoder_params": {"hyperbolic_dim": 5}}
        | {"code_descriptions": TITLES},
    ),
    (
        CMemNNCoder(hops=2, lr=3e-3),
        {
            "encoder": "words",
            "encoder_residual": False,
            "decoder": "memory",
            "decoder_params": {"hops": 2},
        },
    ),
    (RNNCoder(hidden_size=8), GRU),
    (
        RNNCoder(hidden_size=8, pooling="last"),
        GRU | {"decoder": "last_state", "encoder_residual": False},
    ),
]


def coder_of(**parts):
    return EncoderDecoderCoder(**SMALL, **ONCE, **parts)


def fitted(coder):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        return coder.fit(NOTES, Y)


@pytest.mark.parametrize(
    ("named", "parts"), ROWS, ids=lambda x: type(x).__name__ if not isinstance(x, dict) else ""
)
def test_published_coders_are_rows(named, parts):
    named = fitted(clone(named).set_params(**SMALL, **ONCE))
    made = fitted(coder_of(**parts))
    weights = named.net_.module_.state_dict()
    assert {k: v.shape for k, v in made.net_.module_.state_dict().items()} == {
        k: v.shape for k, v in weights.items()
    }
    made.net_.module_.load_state_dict(weights)
    np.testing.assert_array_equal(made.predict_proba(NOTES), named.predict_proba(NOTES))


def test_the_table_of_coders_tells_the_parts():
    told = {row.name: row.parts for row in TABLE}
    for named, parts in ROWS:
        made = EncoderDecoderCoder(**parts)
        if made.decoder not in ("last_state", "note_code"):  # variants of coders
            assert told[type(named).__name__] == (made.encoder, made.connection, made.decoder)


@pytest.mark.parametrize("connection", [None, *CONNECTIONS])
@pytest.mark.parametrize("encoder", sorted(set(ENCODERS) - {"pretrained"}))  # test_on_checkpoint
def test_encoders_and_connections_combine(encoder, connection):
    made = fitted(coder_of(encoder=encoder, encoder_params=NUMBERS[encoder], connection=connection))
    assert np.isfinite(made.predict_proba(NOTES[:3])).all()


@pytest.mark.parametrize("decoder", DECODERS)
def test_decoders_on_a_dense_network(decoder):
    titles = TITLES if decoder in ("described_attention", "title_attention") else None
    made = fitted(
        coder_of(
            connection="dense",
            encoder_params=NUMBERS["conv"],
            decoder=decoder,
            code_descriptions=titles,
        )
    )
    assert made.predict_proba(NOTES[:3]).shape == (3, Y.shape[1])


class Shifted(nn.Module):
    """A user's encoder: each word beside the one before it."""

    def __init__(self, in_features, scale=1.0):
        super().__init__()
        self.linear = nn.Linear(2 * in_features, 6)
        self.scale = scale
        self.out_features = 6

    def forward(self, embedded, mask):
        before = nn.functional.pad(embedded, (0, 0, 1, 0))[:, :-1]
        return self.scale * torch.tanh(self.linear(torch.cat([embedded, before], -1))), mask


class Sum(nn.Module):
    """A user's decoder that asks for the codes' titles."""

    def __init__(self, in_features, n_codes, titles=None):
        super().__init__()
        self.titles = titles
        self.linear = nn.Linear(in_features, n_codes)

    def forward(self, hidden, mask):
        total = (hidden * mask.unsqueeze(-1)).sum(1)
        return self.linear(total) + (0 if self.titles is None else total @ self.titles().T)


@pytest.mark.parametrize("connection", [None, "residual"])
def test_own_parts(connection):
    made = coder_of(
        encoder=Shifted,
        encoder_params={"scale": 2.0},
        connection=connection,
        decoder=Sum,
        code_descriptions=TITLES,
    )
    module = fitted(made).net_.module_
    inner = module.encoder if connection is None else module.encoder.layers[0]
    assert inner.scale == 2.0 and module.decoder.titles is not None
    assert made.predict_proba(NOTES[:2]).shape == (2, Y.shape[1])


def test_own_parts_pass_the_contract():
    check_coder(EncoderDecoderCoder(encoder=Shifted, connection="highway", **SMALL))


SENTENCES = [note.replace(" ka", ". Ka") for note in NOTES]


@pytest.mark.parametrize("connection", [None, "dense", "recalibration"])
@pytest.mark.parametrize("encoder", ["capsule", "graph", "hierarchical"])
def test_encoders_that_ask_are_saved_and_explained(encoder, connection, tmp_path):
    """What prediction, evidence and a loaded coder tell the encoder of a note is the same."""
    made = coder_of(encoder=encoder, encoder_params=NUMBERS[encoder], connection=connection)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        made.set_params(max_epochs=3, accumulate=2).fit(SENTENCES, Y)
    expected = made.predict_proba(SENTENCES)
    save(made, tmp_path)
    again = load(tmp_path, device="cpu")
    np.testing.assert_array_equal(again.predict_proba(SENTENCES), expected)
    module, sequences = made.net_.module_.double(), made._reader.read(SENTENCES)
    assert ("sentences" in sequences.beside) == (encoder == "hierarchical")
    given = {name: torch.from_numpy(own) for name, own in sequences.inputs([3])[0].items()}
    _, attention = module(**given, codes=torch.tensor([1]))
    for method in ("attention", "input_x_gradient"):
        ((_, chance, evidence),) = made.explain(SENTENCES[3:4], [1], method=method, top_k=99)[0]
        assert chance == pytest.approx(expected[3, 1], abs=1e-5)
        if method == "attention":
            scores = {start: score for start, _, _, score in evidence}
            words = made.tokenizer_.offsets(SENTENCES[3])[:, 0].tolist()
            found = [scores.get(start, 0) for start in words]
            np.testing.assert_allclose(found, attention[0, 0].detach(), rtol=0, atol=1e-6)


def test_gradients_are_those_of_the_network_that_predicts():
    """A small change of a word changes the logit as its evidence says, given the sentences."""
    made = coder_of(encoder="hierarchical", encoder_params=NUMBERS["hierarchical"])
    module = fitted(made.set_params(encoder_residual=False)).net_.module_.double().eval()
    own = made._reader.read(SENTENCES).inputs([3])[0]
    known = {name: torch.from_numpy(array) for name, array in own.items()}
    codes = torch.tensor([1])
    scores = input_x_gradient(module, known.pop("ids"), known.pop("mask"), codes, **known)
    ids, mask = torch.from_numpy(own["ids"]), torch.from_numpy(own["mask"])
    for word in range(ids.shape[1]):
        values = torch.ones(ids.shape, dtype=torch.float64)
        step = [0.0, 0.0]
        for side, change in enumerate((1e-5, -1e-5)):
            values[0, word] = 1 + change
            step[side] = module(ids, mask, values, **known)[0, 1].item()
        assert scores[0, 0, word].item() == pytest.approx((step[0] - step[1]) / 2e-5, abs=1e-6)


def test_sentences_are_read_for_encoders_that_ask():
    asking = [
        {"encoder": "hierarchical"},
        {"encoder": HierarchicalEncoder},
        {"encoder": partial(HierarchicalEncoder, hidden_size=3)},
        {"encoder": HierarchicalEncoder(12, hidden_size=3)},
        {"encoder": "hierarchical", "connection": "stacking"},
    ]
    assert all(coder_of(**parts)._reads_sentences for parts in asking)
    others = [{"encoder": name} for name in ENCODERS if name != "hierarchical"]
    others += [{"encoder": Shifted}, {"encoder": Shifted(12)}, {"connection": "dense"}]
    assert not any(coder_of(**parts)._reads_sentences for parts in others)
    with pytest.raises(ValueError, match="a class or a module to be given the sentences"):
        fitted(coder_of(encoder=lambda width: HierarchicalEncoder(width)))


def test_token_ids_have_no_sentences():
    made = coder_of(encoder="hierarchical", encoder_params=NUMBERS["hierarchical"])
    ids = NoteTokenizer().fit_transform(NOTES)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        made.fit(np.asarray(ids), Y)
    assert made._reader.read(np.asarray(ids)).beside == {}
    assert made.predict_proba(np.asarray(ids)).shape == Y.shape


def test_a_module_is_copied():
    encoder = ConvEncoder(12, num_filters=6, kernel_size=3)
    before = {name: value.clone() for name, value in encoder.state_dict().items()}
    made = fitted(coder_of(encoder=encoder))
    assert all(torch.equal(before[name], value) for name, value in encoder.state_dict().items())
    assert not torch.equal(made.net_.module_.encoder.weight, encoder.weight)


def test_search_over_parts():
    grid = {
        "encoder": ["conv", Shifted],
        "decoder": ["label_attention", "mean_pool"],
        "connection": [None, "stacking"],
    }
    coder = coder_of(validation_fraction=0)
    search = GridSearchCV(coder, grid, cv=2, error_score="raise").fit(NOTES, Y)
    assert set(search.best_params_) == set(grid) and len(search.cv_results_["params"]) == 8


def test_names_and_classes_are_saved(tmp_path):
    parts = {"connection": "dense", "connection_params": {"depth": 2}, "decoder": "mean_pool"}
    for number, encoder in enumerate(["recurrent", Shifted]):
        made = fitted(coder_of(encoder=encoder, **parts))
        save(made, tmp_path / str(number))
        again = load(tmp_path / str(number), device="cpu")
        np.testing.assert_array_equal(again.predict_proba(NOTES), made.predict_proba(NOTES))
        assert again.encoder == encoder and again.connection_params == {"depth": 2}


@pytest.mark.parametrize(
    "parts",
    [
        {"decoder": "described_attention", "code_descriptions": TITLES},
        {"decoder": "hyperbolic_graph", "decoder_params": {"hyperbolic_dim": 3}},
        {"decoder": "memory"},
        {"decoder": "title_queries", "code_descriptions": TITLES},
        {"decoder": "two_tasks", "code_names": ["E11.9", "E11.2", "I10"]},
    ],
    ids=lambda parts: parts["decoder"],
)
def test_what_is_told_to_decoders_is_saved(parts, tmp_path):
    made = fitted(coder_of(encoder_params=NUMBERS["conv"], **parts))
    save(made, tmp_path)
    again = load(tmp_path, device="cpu")
    np.testing.assert_array_equal(again.predict_proba(NOTES), made.predict_proba(NOTES))
    assert again.code_embeddings_.shape[0] == Y.shape[1]


def test_groups_have_names_and_probabilities():
    made = fitted(coder_of(decoder="joint_attention", code_names=["E11.9", "E11.2", "I10"]))
    assert made.groups_.tolist() == ["E11", "I10"]
    assert made.predict_group_proba(NOTES).shape == (len(NOTES), 2)
    assert not hasattr(made, "slot_names_") and not hasattr(made, "memory_attention")


def test_a_memory_has_names_and_is_read():
    made = fitted(coder_of(decoder="memory", knowledge={0: ["kab kad", "kab"], 1: "kaf kag"}))
    assert made.slot_names_ == [(0, 0), (0, 1), 1]
    assert made.memory_attention(NOTES).shape == (len(NOTES), 3, 3)
    assert len(made.explain_slots(NOTES[:2], top_k=2)[1]) == 2
    assert not hasattr(made, "groups_") and not hasattr(made, "predict_group_proba")


def test_a_class_that_is_not_imported_is_named(tmp_path):
    save(fitted(coder_of(encoder=Shifted)), tmp_path)
    path = tmp_path / "coder.json"
    path.write_text(path.read_text().replace('"Shifted"', '"Elsewhere"'))
    with pytest.raises(ValueError, match="made with Elsewhere of .* Import it first"):
        load(tmp_path)


def test_functions_and_modules_are_not_saved(tmp_path):
    for encoder in (lambda width: Shifted(width), Shifted(12)):
        with pytest.raises(
            ValueError, match="encoder must be a name, a number or a class of networks"
        ):
            save(fitted(coder_of(encoder=encoder)), tmp_path / "own")
    assert not (tmp_path / "own").exists()
    numbers = {"encoder": Shifted, "encoder_params": {"scale": torch.nn.Parameter(torch.ones(1))}}
    with pytest.raises(ValueError, match="encoder_params must be .* plain|encoder_params must be"):
        save(fitted(coder_of(**numbers)), tmp_path / "own")


class NoWidth(Shifted):
    def __init__(self, in_features):
        super().__init__(in_features)
        del self.out_features


class Lying(Shifted):
    def __init__(self, in_features):
        super().__init__(in_features)
        self.out_features = 7


@pytest.mark.parametrize(
    ("parts", "error", "message"),
    [
        ({"encoder": "bert"}, ValueError, "encoder must be one of"),
        ({"encoder": 3}, TypeError, "encoder must be one of .* or a class or function"),
        ({"decoder": nn.Linear(2, 2)}, TypeError, "decoder must be one of"),
        ({"connection": "skip"}, ValueError, "connection must be one of"),
        ({"encoder_params": [3]}, TypeError, "encoder_params must be a mapping"),
        ({"encoder_params": {"filters": 3}}, TypeError, "encoder_params must suit ConvEncoder"),
        (
            {"encoder": "recurrent", "encoder_params": {"cell": "rnn"}},
            ValueError,
            "encoder_params must be numbers with which RecurrentEncoder",
        ),
        ({"encoder_params": {"num_filters": -3}}, ValueError, "encoder_params must be numbers"),
        (
            {"decoder": "hyperbolic_graph", "decoder_params": {"hyperbolic_dim": 0}},
            ValueError,
            "hyperbolic_dim of at least 1",
        ),
        ({"connection_params": {"depth": 2}}, ValueError, "connection_params must be None"),
        ({"encoder_params": {"kernel_size": 4}}, ValueError, "encoder must give one state a word"),
        ({"decoder": "max_pool", "code_descriptions": TITLES}, ValueError, "has no place"),
        ({"decoder": "described_attention"}, ValueError, "code_descriptions must be given"),
        ({"encoder": "pretrained"}, ValueError, "encoder_params must name a checkpoint"),
        ({"side_weight": -1}, ValueError, "side_weight must be"),
        ({"encoder": NoWidth}, TypeError, "have the attribute out_features"),
        ({"encoder": Lying}, ValueError, r"here \(2, 3, 7\); got \(2, 3, 6\)"),
        ({"decoder": lambda width, n_codes: None}, TypeError, "decoder must make an nn.Module"),
    ],
)
def test_bad_parts(parts, error, message):
    with pytest.raises(error, match=message):
        coder_of(**parts).fit(NOTES, Y)


def test_a_module_takes_no_numbers():
    encoder = ConvEncoder(12, num_filters=6, kernel_size=3)
    with pytest.raises(ValueError, match="encoder_params must be None where encoder is a module"):
        coder_of(encoder=encoder, encoder_params={"num_filters": 3}).fit(NOTES, Y)


BY_TITLE = {"decoder": "title_attention", "code_descriptions": TITLES}


def test_codes_are_added_by_their_titles(tmp_path):
    made = fitted(coder_of(**BY_TITLE))
    before = made.decision_function(NOTES)
    assert made.add_codes({"again": TITLES[1], 7: "kab"}) is made
    after = made.decision_function(NOTES)
    np.testing.assert_allclose(after[:, :3], before, atol=1e-5)
    np.testing.assert_allclose(after[:, 3], before[:, 1], atol=1e-5)  # the same title
    assert made.classes_.tolist() == [0, 1, 2, "again", 7]
    assert made.predict(NOTES).shape == (len(NOTES), 5) == (len(NOTES), len(made.classes_))
    assert made.explain(NOTES[:1], codes=[7], top_k=2)[0][0][2]
    save(made, tmp_path)
    np.testing.assert_array_equal(load(tmp_path, "cpu").decision_function(NOTES), after)
    made.partial_fit(NOTES, np.hstack([Y, Y[:, 1:2], Y[:, :1]]))  # goes on with all five


@pytest.mark.parametrize("loss", ["ldam", "bce"])
def test_losses_that_count_make_room_for_added_codes(loss, tmp_path):
    made = fitted(coder_of(**BY_TITLE, loss=loss)).add_codes(pd.Series({"again": TITLES[1]}))
    save(made, tmp_path)
    load(tmp_path, "cpu").partial_fit(NOTES, np.hstack([Y, Y[:, 1:2]]))
    made.partial_fit(NOTES, np.hstack([Y, Y[:, 1:2]]))
    if loss == "ldam":
        assert made.net_.criterion_.n_with[3] == Y[:, 1].sum()


def test_unseen_code_is_found_by_its_title():
    titles = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}
    seen = coder_of(decoder="title_attention", code_descriptions=titles)
    seen.set_params(max_epochs=20, code_names=[0, 1], validation_fraction=0)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        seen.fit(NOTES, Y[:, :2])
    chances = seen.add_codes({2: titles[2]}).predict_proba(NOTES)[:, 2]
    has, lacks = chances[Y[:, 2] == 1], chances[Y[:, 2] == 0]
    assert (has[:, None] > lacks).mean() > 0.8


@pytest.mark.parametrize(
    ("titles", "error", "message"),
    [
        ({1: "kab"}, ValueError, "that the coder lacks; it has 1 of them, such as 1"),
        ({}, ValueError, "at least one code"),
        (["kab"], TypeError, "must be a mapping"),
        ({"x": "1 2", "y": "(3)"}, ValueError, "none of the 2 titles has one"),
    ],
)
def test_bad_further_codes(titles, error, message):
    made = fitted(coder_of(**BY_TITLE))
    before = made.decision_function(NOTES)
    with pytest.raises(error, match=message):
        made.add_codes(titles)
    np.testing.assert_array_equal(made.decision_function(NOTES), before)


def test_titles_without_a_known_word_are_counted():
    made = fitted(coder_of(**BY_TITLE))
    with pytest.warns(UserWarning, match="for 1 of 2 codes, such as 'y'"):
        made.add_codes({"x": "kab", "y": "12"})
    scores = made.decision_function(NOTES)
    assert np.ptp(scores[:, 4]) < 1e-5 < np.ptp(scores[:, 3])


def test_words_that_no_training_note_had(tmp_path):
    made = fitted(coder_of(**BY_TITLE))
    before, rows = made.decision_function(NOTES), len(made.net_.module_.embedding.weight)
    made.add_codes({"x": "kabb zzzz", "y": "kab"})
    assert {"kabb", "zzzz"} < made.vocabulary_.keys() == made.tokenizer_.vocabulary_.keys()
    assert len(made.net_.module_.embedding.weight) == rows + 2
    np.testing.assert_allclose(made.decision_function(NOTES)[:, :3], before, atol=1e-5)
    without, has = made.decision_function([f"{NOTES[0]} kak", f"{NOTES[0]} zzzz"])
    assert has[3] > without[3] + 0.1  # found, though its spelling is like no other
    save(made, tmp_path)
    again = load(tmp_path, "cpu")
    for coder in (made, again):
        np.testing.assert_array_equal(
            coder.predict_proba(["a zzzz"]), made.predict_proba(["a zzzz"])
        )
    wide = np.hstack([Y, Y[:, :2]])
    made.partial_fit([*NOTES, "zzzz"], np.vstack([wide, wide[:1]]))  # with its old optimizer
    again.add_codes({"z": "yyyy"}).partial_fit(NOTES, np.hstack([wide, Y[:, :1]]))


def test_ids_keep_their_words():
    ids = NoteTokenizer().fit_transform(NOTES)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        made = coder_of(**BY_TITLE).fit(ids, Y)
    with pytest.raises(ValueError, match="those of the training notes where X is token ids"):
        made.add_codes({"x": "zzzz"})
    made.add_codes({"x": "kab kad"})
    assert made.predict_proba(ids).shape == (len(NOTES), 4)


def test_other_decoders_take_no_further_codes():
    with pytest.raises(ValueError, match="decoder must know codes by their titles alone"):
        fitted(coder_of()).add_codes({"x": "kab"})
    with pytest.raises(ValueError, match="code_descriptions must be given"):
        fitted(coder_of(decoder="title_attention"))


def test_a_memory_needs_states_of_the_width_of_words():
    """Its texts are words: a note in another space cannot be looked up there."""
    parts = {"decoder": "memory", "encoder_residual": False}
    with pytest.raises(ValueError, match="encoder must give states as wide .* here 12, got 6"):
        fitted(coder_of(encoder_params=NUMBERS["conv"], **parts))
    made = fitted(coder_of(encoder_params=NUMBERS["conv"] | {"num_filters": 12}, **parts))
    assert np.isfinite(made.predict_proba(NOTES)).all()
