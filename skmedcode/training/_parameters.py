"""Checks of the parameters that all coders share."""

import numbers
from functools import partial

import torch
from skorch.callbacks import Callback
from torch import nn

from skmedcode.losses import (
    AsymmetricLoss,
    BinaryCrossEntropy,
    ClassBalancedLoss,
    FocalLoss,
    LDAMLoss,
    WeightedBinaryCrossEntropy,
)
from skmedcode.training._devices import resolve_device
from skmedcode.training._validation import check_monitor
from skmedcode.utils._validation import check_number, check_option, check_switch

LOSSES = {
    "bce": BinaryCrossEntropy,
    "bce_mean": partial(BinaryCrossEntropy, "mean"),
    "focal": FocalLoss,
    "asymmetric": AsymmetricLoss,
    "weighted_bce": WeightedBinaryCrossEntropy,
    "class_balanced": ClassBalancedLoss,
    "ldam": LDAMLoss,
}
OPTIMIZERS = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "sgd": torch.optim.SGD}

_NUMBERS = {
    "embedding_dim": {"kind": numbers.Integral, "low": 1},
    "dropout": {"low": 0, "high": 0.99},
    "lr": {"low": 0, "open_low": True},
    "warmup": {"low": 0, "high": 0.99, "none": True},
    "weight_decay": {"low": 0},
    "clip_norm": {"low": 0, "open_low": True, "none": True},
    "r_drop": {"low": 0},
    "max_epochs": {"kind": numbers.Integral, "low": 1},
    "batch_size": {"kind": numbers.Integral, "low": 1},
    "accumulate": {"kind": numbers.Integral, "low": 1},
    "validation_fraction": {"low": 0, "high": 0.9},
    "evidence_weight": {"low": 0},
    "n_iter_no_change": {"kind": numbers.Integral, "low": 1},
    "verbose": {"kind": numbers.Integral, "low": 0},
}
_SWITCHES = ("freeze_embeddings", "prior_bias", "refit", "warm_start", "amp")


def check_training_parameters(coder):
    """Raise for the first shared parameter of a coder that has no usable value."""
    for name, bounds in _NUMBERS.items():
        check_number(getattr(coder, name), name, **bounds)
    for name in _SWITCHES:
        check_switch(getattr(coder, name), name)
    if isinstance(coder.threshold, str):
        check_option(coder.threshold, "threshold", ["auto"])
    else:
        check_number(coder.threshold, "threshold", low=0, high=1)
    if coder.embeddings is None:
        raise ValueError("embeddings must not be None; embeddings='random' starts from chance.")
    check_option(coder.code_start, "code_start", ["notes", "random"])
    _check_training_parts(coder)
    check_monitor(coder.monitor)
    resolve_device(coder.device)


def _check_training_parts(coder):
    if not isinstance(coder.loss, nn.Module):
        check_option(coder.loss, "loss", LOSSES)
    if not (
        isinstance(coder.optimizer, type) and issubclass(coder.optimizer, torch.optim.Optimizer)
    ):
        check_option(coder.optimizer, "optimizer", OPTIMIZERS)
    if coder.callbacks is not None and not isinstance(coder.callbacks, (list, tuple)):
        raise TypeError(
            "callbacks must be a list of skorch callbacks or (name, callback) pairs, got "
            f"{type(coder.callbacks).__name__}."
        )
    for item in coder.callbacks or ():
        callback = item[1] if isinstance(item, tuple) and len(item) == 2 else item
        if not isinstance(callback, Callback) and not isinstance(callback, type):
            raise TypeError(
                "callbacks must hold skorch callbacks or (name, callback) pairs, got "
                f"{type(callback).__name__}."
            )
    if coder.net_params is not None and not isinstance(coder.net_params, dict):
        raise TypeError(
            "net_params must be a dict of skorch net parameters, got "
            f"{type(coder.net_params).__name__}."
        )
