"""A frozen encoder reads each note once in a fit, and what it made of them goes with the fit."""

import gc
import pickle
import weakref

import numpy as np
import pytest
import torch
from skorch.callbacks import Callback
from torch import nn

from skmedcode.decoders import PooledLinear, StructuredAttention
from skmedcode.encoders import SmallTransformer, TransformerEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.training import NoteDataset, continue_network, fit_network, predict_logits
from skmedcode.training._make_net import new_net
from skmedcode.training._states import NoteStates, with_states
from skmedcode.utils._sequences import TokenSequences

SEED, WIDTH = 3, 12


@pytest.fixture
def read():
    """Counts the notes that the frozen model reads; one chunk each."""
    Counted.rows = 0
    return Counted


class Counted(SmallTransformer):
    rows = 0

    def forward(self, inputs_embeds, attention_mask):
        Counted.rows += len(inputs_embeds)
        return super().forward(inputs_embeds, attention_mask)


def frozen_module(part=None, *, pooling=None, dropout=0.0, seed=0):
    """A frozen transformer, the same whenever it is made, under a head."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        embedding = nn.Embedding(24, 8, padding_idx=0).requires_grad_(False)
        model = Counted(8, hidden_size=WIDTH, n_heads=2, n_positions=33, dropout=0.4)
        for weight in model.parameters():
            nn.init.normal_(weight, std=0.3)
    encoder = TransformerEncoder(
        model, embedding, WIDTH, chunk_size=33, prefix=[1], pooling=pooling, dropout=dropout,
        freeze=True,
    )  # fmt: skip
    decoder = StructuredAttention(WIDTH, 4) if pooling is None else PooledLinear(WIDTH, 4)
    return EncoderDecoder(embedding, encoder, decoder, dropout=0.0)


def evidence_of(dataset):
    return [[(int(column), [0])] for column in dataset.Y.argmax(axis=1)]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"dropout": 0.5},
        {"pooling": "first"},
        {"pooling": "mean", "dropout": 0.5},
        {"refit": True, "warmup": 0.1},
        {"accumulate": 3},
        {"evidence": True},
        {"r_drop": 1.0, "dropout": 0.3},
    ],
    ids=str,
)
def test_the_same_as_reading_anew(recipe, data, weights_of, parameters, read):
    parameters = dict(parameters)
    dataset = data()
    if parameters.pop("evidence", False):
        dataset = NoteDataset(dataset.sequences, dataset.Y, evidence=evidence_of(dataset))
    own = {name: parameters.pop(name) for name in ("pooling", "dropout") if name in parameters}
    found, rows = [], []
    for dtype in (None, "float32"):
        read.rows = 0
        settings = recipe(max_epochs=3, _states_dtype=dtype, **parameters)
        found.append(fit_network(settings, lambda part: frozen_module(part, **own), dataset, SEED))
        rows.append(read.rows)
    anew, kept = found
    for name, weight in weights_of(kept.net).items():
        torch.testing.assert_close(weight, weights_of(anew.net)[name], rtol=1e-4, atol=1e-5)
    assert kept.threshold == pytest.approx(anew.threshold, abs=1e-5)
    np.testing.assert_allclose(
        predict_logits(kept.net, dataset), predict_logits(anew.net, dataset), rtol=0, atol=1e-4
    )
    assert rows[1] == 60 < rows[0]  # every note once, with refit too


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_the_memory(recipe, data, dtype):
    net = new_net(recipe(), frozen_module, SEED)
    full = with_states(recipe(_states_dtype="float32"), net, data()).states
    half = with_states(recipe(_states_dtype=dtype), net, data()).states
    assert 2 * half.nbytes == full.nbytes == 4 * WIDTH * data().lengths.sum()
    for (padded, mask), (other, same) in [(full.pad([3, 0, 7]), half.pad([3, 0, 7]))]:
        assert padded.dtype == other.dtype == torch.float32
        assert torch.equal(mask, same)
        torch.testing.assert_close(padded, other, rtol=0.02, atol=0.02)


def test_states_are_those_of_their_own_notes(recipe, data):
    """Of each note by itself, for any part of the data set, in any order."""
    net = new_net(recipe(), frozen_module, SEED)
    dataset = data().part(np.array([9, 4, 30, 7, 11]))
    kept = with_states(recipe(_states_dtype="float32"), net, dataset)
    assert dataset.states is None
    part = kept.part(np.array([3, 1]))
    X, _ = part.batch(np.array([1, 0]))
    net.module_.eval()
    for place, row in enumerate([4, 7]):
        ids = torch.from_numpy(data().sequences[row]).long()[None]
        states, _ = net.module_.read(ids, ids > 0)
        assert torch.equal(X["states_mask"][place].sum(), torch.tensor(ids.shape[1]))
        found = X["states"][place, : ids.shape[1]]
        torch.testing.assert_close(found, states[0].detach(), rtol=0, atol=1e-5)
        assert (X["states"][place, ids.shape[1] :] == 0).all()


def test_nothing_of_them_is_left(recipe, data, monkeypatch):
    made = []

    class Watched(NoteStates):
        def __init__(self, states):
            super().__init__(states)
            made.append(weakref.ref(self))

    monkeypatch.setattr("skmedcode.training._states.NoteStates", Watched)
    dataset = data()
    settings = recipe(_states_dtype="float32", refit=True)
    trained = fit_network(settings, frozen_module, dataset, SEED)
    gc.collect()
    assert len(made) == 1
    assert made[0]() is None
    assert dataset.states is None
    again = pickle.loads(pickle.dumps(trained.net))
    assert np.array_equal(predict_logits(again, dataset), predict_logits(trained.net, dataset))


def test_other_notes_are_read(recipe, data, read):
    """Notes of a later fit, of the same rows and lengths, get states of their own."""
    settings = recipe(_states_dtype="float32", max_epochs=1, validation_fraction=0)
    net = fit_network(settings, frozen_module, data(), SEED).net
    known = data().sequences
    words = np.concatenate([2 + (known[row] - 1) % 22 for row in range(60)])
    other = NoteDataset(TokenSequences.from_lengths(words, known.lengths), data().Y)
    read.rows = 0
    continue_network(settings, net, other, SEED)
    assert read.rows == 60
    plain = fit_network(settings, frozen_module, data(), SEED).net
    settings._states_dtype = None
    continue_network(settings, plain, other, SEED)
    np.testing.assert_allclose(
        predict_logits(net, other), predict_logits(plain, other), rtol=0, atol=1e-4
    )


def test_an_encoder_that_is_set_free_is_read(recipe, data, read):
    class SetsFree(Callback):
        def on_epoch_begin(self, net, **kwargs):
            if len(net.history) == 2:
                net.module_.encoder.model.requires_grad_(True)

    settings = recipe(
        _states_dtype="float32", max_epochs=2, validation_fraction=0, callbacks=[SetsFree()]
    )
    fit_network(settings, frozen_module, data(), SEED)
    assert read.rows == 120  # once for all, and once in the second epoch


def test_in_reduced_precision(recipe, data):
    found = []
    for dtype in (None, "float32"):
        settings = recipe(amp=True, max_epochs=2, _states_dtype=dtype)
        found.append(fit_network(settings, frozen_module, data(), SEED))
    losses = [[row["train_loss"] for row in trained.history] for trained in found]
    np.testing.assert_allclose(*losses, rtol=0.02)
