"""Every shared training parameter, checked before anything else happens."""

import re

import numpy as np
import pytest
import torch
from skorch.callbacks import EpochScoring
from torch import nn

from skmedcode.training import check_training_parameters
from skmedcode.training._parameters import LOSSES, OPTIMIZERS


def plain(parameters):
    """An id that is the same in every process."""
    return re.sub(r" at 0x[0-9a-f]+", "", str(parameters))


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"dropout": 0, "weight_decay": 0, "r_drop": 0, "validation_fraction": 0},
        {"clip_norm": None, "verbose": 1, "amp": True},
        {"lr": np.float32(1e-3), "batch_size": np.int64(4)},
        {"warmup": 0, "accumulate": np.int64(4)},
        {"warmup": 0.1},
        {"threshold": 0.3},
        {"threshold": 0},
        {"threshold": 1},
        {"embeddings": np.zeros((3, 2))},
        {"embeddings": {"word": [1.0]}},
        {"embeddings": "corpus"},
        {"code_start": "random"},
        {"loss": nn.Identity()},
        {"optimizer": torch.optim.RMSprop},
        {"callbacks": []},
        {"callbacks": (EpochScoring("f1"),)},
        {"net_params": {"iterator_train__batch_size": 3}},
        {"monitor": "recall_at_15"},
        {"device": "auto"},
        *({"loss": loss} for loss in LOSSES),
        *({"optimizer": optimizer} for optimizer in OPTIMIZERS),
    ],
    ids=plain,
)
def test_good(recipe, parameters):
    assert check_training_parameters(recipe(**parameters)) is None


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("embedding_dim", 0, ValueError),
        ("embedding_dim", 8.0, TypeError),
        ("dropout", -0.1, ValueError),
        ("dropout", 1.0, ValueError),
        ("dropout", None, TypeError),
        ("lr", 0, ValueError),
        ("lr", "fast", TypeError),
        ("lr", float("nan"), TypeError),
        ("weight_decay", -1, ValueError),
        ("clip_norm", 0, ValueError),
        ("r_drop", -1, ValueError),
        ("max_epochs", 0, ValueError),
        ("max_epochs", True, TypeError),
        ("batch_size", 0, ValueError),
        ("batch_size", -1, ValueError),
        ("validation_fraction", 0.95, ValueError),
        ("validation_fraction", -0.1, ValueError),
        ("warmup", 1.0, ValueError),
        ("warmup", -0.1, ValueError),
        ("warmup", "linear", TypeError),
        ("accumulate", 0, ValueError),
        ("accumulate", 1.5, TypeError),
        ("n_iter_no_change", 0, ValueError),
        ("verbose", -1, ValueError),
        ("freeze_embeddings", 1, TypeError),
        ("prior_bias", None, TypeError),
        ("refit", "yes", TypeError),
        ("warm_start", 0, TypeError),
        ("amp", "bf16", TypeError),
        ("threshold", "best", ValueError),
        ("threshold", 1.1, ValueError),
        ("threshold", None, TypeError),
        ("embeddings", None, ValueError),
        ("code_start", "titles", ValueError),
        ("code_start", None, ValueError),
        ("loss", "hinge", ValueError),
        ("loss", None, ValueError),
        ("optimizer", "lion", ValueError),
        ("optimizer", nn.Linear, ValueError),
        ("callbacks", EpochScoring("f1"), TypeError),
        ("net_params", [("a", 1)], TypeError),
        ("monitor", "accuracy", ValueError),
        ("monitor", None, ValueError),
        ("device", "gpu", ValueError),
    ],
)
def test_bad(recipe, name, value, error):
    with pytest.raises(error, match=f"{name} must"):
        check_training_parameters(recipe(**{name: value}))
