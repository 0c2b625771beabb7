"""Coders of parts whose encoder is a checkpoint: the named coders on one are rows."""

import warnings

import numpy as np
import pytest
import torch
from checkpoints import REASON, write_bert
from sklearn.base import clone
from tests_helpers import TITLES

from skmedcode import (
    ClinicalBERTCoder,
    DLACCoder,
    EncoderDecoderCoder,
    PLMCACoder,
    PLMICDCoder,
    load,
    save,
)
from skmedcode.utils.estimator_checks import WORDS, toy_notes

pytest.importorskip("transformers", reason=REASON)
NOTES, Y = toy_notes()
ONCE = {"max_epochs": 1, "refit": False, "random_state": 0, "lr": 0.01}
CHUNKS = {"chunk_size": 16, "stride": 4}
ROWS = [
    (ClinicalBERTCoder(pooling="max", **CHUNKS), {"decoder": "chunk_pool"}),
    (DLACCoder(code_descriptions=TITLES, **CHUNKS), {"decoder": "title_queries"}),
    (
        DLACCoder(code_descriptions=TITLES, freeze_titles=True, **CHUNKS),
        {"decoder": "title_queries", "decoder_params": {"freeze": True}},
    ),
    (
        PLMCACoder(code_descriptions=TITLES, **CHUNKS),
        {"decoder": "cross_attention", "decoder_params": {"own_weights": True}},
    ),
    (
        PLMICDCoder(code_descriptions=TITLES, **CHUNKS),
        {"decoder": "structured_attention", "decoder_params": {"full_precision": True}},
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny BERT that knows the words of the toy notes."""
    return write_bert(tmp_path_factory.mktemp("checkpoint") / "bert", words=WORDS.tolist())


def fitted(coder):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No validation part")
        return coder.fit(NOTES, Y)


def of_parts(folder, numbers=(), **parts):
    params = {"checkpoint": str(folder), **CHUNKS, **dict(numbers)}
    parts = {"encoder_residual": False} | parts
    return EncoderDecoderCoder(encoder="pretrained", encoder_params=params, **ONCE | parts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row[0]).__name__)
def test_coders_on_a_checkpoint_are_rows(row, folder):
    named, parts = row
    named = fitted(clone(named).set_params(encoder=str(folder), **ONCE))
    numbers = {"pooling": "first"} if parts["decoder"] == "chunk_pool" else {}
    if parts["decoder"] == "chunk_pool":
        parts = parts | {"decoder_params": {"pooling": "max"}}
    elif parts["decoder"] != "structured_attention":
        parts = parts | {"code_descriptions": TITLES}
    made = fitted(of_parts(folder, numbers, **parts))
    weights = named.net_.module_.state_dict()
    made.net_.module_.load_state_dict(weights)
    np.testing.assert_array_equal(made.predict_proba(NOTES), named.predict_proba(NOTES))


def test_starts_and_rates_are_those_of_plm_ca(folder):
    """With the same seed the whole fit is the same."""
    named = PLMCACoder(encoder=str(folder), code_descriptions=TITLES, **CHUNKS, **ONCE)
    made = of_parts(
        folder,
        decoder="cross_attention",
        decoder_params={"own_weights": True},
        code_descriptions=TITLES,
    )
    expected = fitted(named).predict_proba(NOTES)
    np.testing.assert_allclose(fitted(made).predict_proba(NOTES), expected, atol=1e-6)


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("residual", [False, True])
def test_saved_and_explained(folder, tmp_path, frozen, residual):
    made = of_parts(folder, {"freeze_encoder": frozen}, encoder_residual=residual)
    made = fitted(made)
    save(made, tmp_path)
    again = load(tmp_path, device="cpu")
    np.testing.assert_array_equal(again.predict_proba(NOTES), made.predict_proba(NOTES))
    assert again.explain(NOTES[:1], codes=[0], top_k=2) == made.explain(
        NOTES[:1], codes=[0], top_k=2
    )


def test_a_frozen_encoder_reads_each_note_once(folder):
    """The kept states give the same as reading anew."""
    kept = fitted(of_parts(folder, {"freeze_encoder": True}, dropout=0.0))
    anew = fitted(of_parts(folder, {"freeze_encoder": True, "cache": None}, dropout=0.0))
    np.testing.assert_allclose(kept.predict_proba(NOTES), anew.predict_proba(NOTES), atol=1e-5)


@pytest.mark.parametrize(
    ("numbers", "parts", "error", "message"),
    [
        ({"pooling": "first"}, {}, ValueError, "decoder must have no attention over words"),
        ({"heads": 3}, {}, TypeError, "encoder_params must be among .*; got 'heads'"),
        ({"stride": 16}, {}, ValueError, "stride must be below chunk_size"),
        ({}, {"connection": "dense"}, ValueError, "connection must be None"),
        (
            {"pooling": "first"},
            {"encoder_residual": True, "decoder": "chunk_pool"},
            ValueError,
            "encoder must give one state a word",
        ),
        (
            {},
            {"decoder": "described_attention", "code_descriptions": TITLES},
            ValueError,
            'decoder must be another one with encoder="pretrained"',
        ),
    ],
)
def test_bad_settings(folder, numbers, parts, error, message):
    with pytest.raises(error, match=message):
        of_parts(folder, numbers, **parts).fit(NOTES, Y)


@pytest.mark.parametrize("residual", [False, True])
def test_decoders_are_told_by_how_much_dropout_lengthens_states(folder, residual):
    """That of the encoder's states, or none: a checkpoint's words, to which they are added, stay.

    Dropout of p leaves a state on average (1 - p)^-0.5 times as long, which decides what
    ``TitleAttention`` takes for the word itself in training.
    """
    parts = {"decoder": "title_attention", "code_descriptions": TITLES, "prior_bias": False}
    made = fitted(of_parts(folder, encoder_residual=residual, dropout=0.4, **parts))
    network = made.net_.module_
    ids = torch.arange(2, 40).repeat(200, 1)
    mask = torch.ones_like(ids, dtype=torch.bool)
    square = {}
    for training in (True, False):
        network.train(training)
        with torch.no_grad():
            hidden, _ = network.encode(network.embed(ids), mask)
        square[training] = hidden.square().sum(-1).mean()
    longer = float((square[True] / square[False]).sqrt())
    assert longer == pytest.approx((1 - network.decoder.dropout) ** -0.5, rel=0.05)
