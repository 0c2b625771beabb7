"""Making the net of a coder."""

import torch
from sklearn.base import clone
from skorch.callbacks import GradientNormClipping, ProgressBar
from skorch.history import History

from skmedcode.training._devices import resolve_device, seeded
from skmedcode.training._net import CoderNet
from skmedcode.training._parameters import LOSSES, OPTIMIZERS

BLOCK = 1024  # notes whose codes are made dense at once


def new_net(coder, make_module, seed, targets=None):
    """An initialised net with a fresh module.

    Parameters
    ----------
    coder : BaseCoder
        Its training parameters are read.
    make_module : callable
        Gives the module; its weights come from ``seed``.
    seed : int
    targets : csr_array of shape (n_notes, n_codes), default=None
        Codes of the notes that the net will train on, for a loss that counts them.
    """
    device = resolve_device(coder.device)
    options = {
        "optimizer": coder.optimizer,
        "optimizer__weight_decay": coder.weight_decay,
        "lr": coder.lr,
        "max_epochs": coder.max_epochs,
        "batch_size": coder.batch_size,
        "iterator_train__random_state": seed,
        "train_split": None,
        "callbacks": make_callbacks(coder),
        "device": str(device),
        "verbose": coder.verbose,
        "evidence_weight": coder.evidence_weight,
        "r_drop": coder.r_drop,
        "amp": coder.amp,
        "accumulate": coder.accumulate,
    }
    if isinstance(coder.optimizer, str):
        options["optimizer"] = OPTIMIZERS[coder.optimizer]
        if coder.optimizer != "sgd" and device.type in ("cpu", "cuda"):
            options["optimizer__fused"] = True
    with seeded(seed, device):
        module = make_module()
        options["rates"] = coder._learning_rates(module)
        options["optimizer__param_groups"] = [
            (pattern, {"lr": rate, "pattern": pattern}) for pattern, rate in options["rates"]
        ]
        options.update(coder.net_params or {})
        options.setdefault("criterion", coder._make_loss(make_loss(coder.loss), module))
        net = CoderNet(module, **options).initialize()
    if targets is not None:
        count_codes(net, targets)
    return net


def count_codes(net, targets):
    """Tell the net's loss of notes to train on, if it asks by a method ``count_codes(targets)``."""
    if not hasattr(net.criterion_, "count_codes"):
        return
    for start in range(0, max(targets.shape[0], 1), BLOCK):  # once for no notes: of so many codes
        block = torch.from_numpy(targets[start : start + BLOCK].toarray())
        net.criterion_.count_codes(block.to(net.device))


def make_loss(loss):
    """The loss module behind a name, or a copy of the user's own."""
    if isinstance(loss, str):
        return LOSSES[loss]()
    return clone(loss, safe=False)


def make_callbacks(coder):
    """The coder's callbacks; clones, because callbacks gain attributes while they work."""
    callbacks = [("clip", GradientNormClipping(coder.clip_norm))] if coder.clip_norm else []
    for callback in coder.callbacks or []:
        if isinstance(callback, tuple):
            callbacks.append((callback[0], clone(callback[1], safe=False)))
        else:
            callbacks.append(clone(callback, safe=False))
    if coder.verbose:
        callbacks.append(("progress", ProgressBar()))
    return callbacks


def loaded_net(coder, make_module, description, targets=None):
    """A net around a module whose weights are given, with its past epochs."""
    net = new_net(coder, make_module, description["seed"], targets)
    net.history_ = History({**row, "batches": []} for row in description["history"])
    return net
