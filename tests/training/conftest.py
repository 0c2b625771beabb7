"""A small data set, a small network, and a coder's training parameters."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy import sparse
from torch import nn

from skmedcode.decoders import LabelAttention
from skmedcode.encoders import ConvEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.training import NoteDataset
from skmedcode.utils._sequences import TokenSequences

N_CODES, N_TOKENS = 4, 24


def toy_data(n_notes=60, n_codes=N_CODES, seed=0, weight=None):
    """Notes of very different lengths, in which each code has its own word."""
    rng = np.random.RandomState(seed)
    Y = rng.uniform(size=(n_notes, n_codes)) < 0.4
    Y[:n_codes] |= np.eye(n_codes, dtype=bool)
    notes = []
    for row in Y:
        words = rng.randint(n_codes + 2, N_TOKENS, size=rng.randint(1, 20)).tolist()
        words += (2 + np.flatnonzero(row)).tolist()
        notes.append(rng.permutation(words))
    sequences = TokenSequences.from_lengths(np.concatenate(notes), list(map(len, notes)))
    return NoteDataset(sequences, sparse.csr_array(Y.astype(np.float32)), weight)


def toy_module(part=None, *, n_codes=N_CODES, dropout=0.2):
    """CAML in small, whatever notes it is for."""
    encoder = ConvEncoder(8, num_filters=6, kernel_size=3)
    decoder = LabelAttention(6, n_codes)
    return EncoderDecoder(
        nn.Embedding(N_TOKENS, 8, padding_idx=0), encoder, decoder, dropout=dropout
    )


def toy_recipe(**parameters):
    """The training parameters that a coder has."""
    usual = {
        "embeddings": "random",
        "embedding_dim": 8,
        "code_start": "notes",
        "freeze_embeddings": False,
        "prior_bias": True,
        "dropout": 0.2,
        "loss": "bce",
        "_make_loss": lambda loss, module: loss,
        "_states_dtype": None,
        "_learning_rates": lambda module: (),
        "optimizer": "adamw",
        "lr": 0.01,
        "warmup": None,
        "weight_decay": 0.01,
        "clip_norm": 5.0,
        "evidence_weight": 1.0,
        "r_drop": 0.0,
        "max_epochs": 4,
        "batch_size": 8,
        "accumulate": 1,
        "validation_fraction": 0.25,
        "monitor": "mean_average_precision",
        "n_iter_no_change": 10,
        "refit": False,
        "threshold": "auto",
        "warm_start": False,
        "callbacks": None,
        "device": "cpu",
        "amp": False,
        "verbose": 0,
        "net_params": None,
    }
    return SimpleNamespace(**usual | parameters)


@pytest.fixture
def data():
    return toy_data


@pytest.fixture
def module():
    return toy_module


@pytest.fixture
def recipe():
    return toy_recipe


@pytest.fixture
def weights_of():
    def weights(net):
        return {name: tensor.clone() for name, tensor in net.module_.state_dict().items()}

    return weights


@pytest.fixture(autouse=True)
def generators_are_left_alone():
    """Nothing in training moves the global generators of torch or numpy."""
    numpy_before, torch_before = np.random.get_state()[1].copy(), torch.get_rng_state()  # noqa: NPY002
    yield
    assert (np.random.get_state()[1] == numpy_before).all()  # noqa: NPY002
    assert torch.equal(torch.get_rng_state(), torch_before)
