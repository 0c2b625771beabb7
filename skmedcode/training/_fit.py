"""Training: build a net, fit it, keep the best epoch, fit again on all notes."""

import warnings
from dataclasses import dataclass

from scipy.special import expit
from sklearn.base import clone
from skorch.callbacks import EarlyStopping, GradientNormClipping, ProgressBar
from skorch.history import History

from skmedcode.losses import BinaryCrossEntropy
from skmedcode.metrics import best_f1_threshold
from skmedcode.training._devices import resolve_device, seeded
from skmedcode.training._net import CoderNet
from skmedcode.training._parameters import LOSSES, OPTIMIZERS
from skmedcode.training._predict import predict_logits
from skmedcode.training._validation import HoldOut, ValidationScore, check_monitor, split_rows

FEW_NOTES = 20
NO_THRESHOLD = 0.5


@dataclass(frozen=True)
class Trained:
    """A trained net, its epochs in this run, its threshold, and one row an epoch of all runs."""

    net: CoderNet
    n_iter: int
    threshold: float
    history: list


def new_net(coder, make_module, seed):
    """An initialised net with a fresh module.

    Parameters
    ----------
    coder : BaseCoder
        Its training parameters are read.
    make_module : callable
        Gives the module; its weights come from ``seed``.
    seed : int
    """
    device = resolve_device(coder.device)
    options = {
        "criterion": make_loss(coder.loss),
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
        "r_drop": coder.r_drop,
        "amp": coder.amp,
    }
    if isinstance(coder.optimizer, str):
        options["optimizer"] = OPTIMIZERS[coder.optimizer]
        if coder.optimizer != "sgd" and device.type in ("cpu", "cuda"):
            options["optimizer__fused"] = True
    options.update(coder.net_params or {})
    with seeded(seed, device):
        return CoderNet(make_module(), **options).initialize()


def make_loss(loss):
    """The loss module behind a name, or a copy of the user's own."""
    if isinstance(loss, str):
        return BinaryCrossEntropy(LOSSES[loss])
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


def fit_network(coder, make_module, dataset, seed):
    """Train a new net; with ``refit``, a second one on all notes for the epochs found.

    Parameters
    ----------
    coder : BaseCoder
    make_module : callable
        Gives the module for a part of the notes: ``make_module(part)``.
    dataset : NoteDataset
    seed : int

    Returns
    -------
    Trained
    """
    rows = validation_rows(coder, dataset, seed)
    part = dataset if rows is None else dataset.part(rows[0])
    net = new_net(coder, lambda: make_module(part), seed)
    result = _fit(coder, net, dataset, rows, seed)
    if not coder.refit or rows is None:
        return result
    net = new_net(coder, lambda: make_module(dataset), seed)
    net.max_epochs = result.n_iter
    with seeded(seed, net.device):
        net.partial_fit(dataset)
    return Trained(net, result.n_iter, result.threshold, result.history)


def loaded_net(coder, make_module, description):
    """A net around a module whose weights are given, with its past epochs."""
    net = new_net(coder, make_module, description["seed"])
    net.history_ = History({**row, "batches": []} for row in description["history"])
    return net


def continue_network(coder, net, dataset, seed):
    """Train an existing net further; the same notes keep the same validation part."""
    _update(coder, net)
    rows = validation_rows(coder, dataset, seed)
    return _fit(coder, net, dataset, rows, seed + len(net.history))


def fit_one_epoch(coder, make_module, dataset, seed):
    """Train a new net for one epoch on all notes."""
    return one_epoch(coder, new_net(coder, lambda: make_module(dataset), seed), dataset, seed)


def one_epoch(coder, net, dataset, seed):
    """Train for one epoch on some notes, without validation."""
    _update(coder, net)
    net.iterator_train__random_state = seed
    with seeded(seed, net.device):
        net.notify("on_train_begin", X=dataset, y=None)
        net.fit_loop(dataset, epochs=1)
        net.notify("on_train_end", X=dataset, y=None)
    return Trained(net, 1, NO_THRESHOLD, rows_of(net.history))


def _update(coder, net):
    """Pass parameters on that were set on the coder since its net was made."""
    net.max_epochs, net.batch_size = coder.max_epochs, coder.batch_size
    net.verbose = coder.verbose
    if coder.lr != net.lr:  # else a schedule may have moved the optimizer's, which stands
        net.set_params(lr=coder.lr)


def validation_rows(coder, dataset, seed):
    """Rows of the training and the validation part, or None where there can be none."""
    if coder.validation_fraction == 0:
        return None
    if len(dataset) < FEW_NOTES:
        reason = f"there are {len(dataset)} notes, fewer than {FEW_NOTES}"
    else:
        rows = split_rows(len(dataset), coder.validation_fraction, seed)
        if dataset.part(rows[1]).targets().nnz:
            check_monitor(coder.monitor, dataset.Y.shape[1])
            return rows
        reason = "no note of the validation part has a code"
    warnings.warn(
        f"No validation part: {reason}. Training runs for max_epochs={coder.max_epochs} epochs "
        f"without early stopping, and the threshold is {NO_THRESHOLD}.",
        UserWarning,
        stacklevel=4,
    )
    return None


def _fit(coder, net, dataset, rows, seed):
    past = len(net.history)
    with seeded(seed, net.device):
        if rows is None:
            net.partial_fit(dataset)
            return Trained(net, len(net.history) - past, NO_THRESHOLD, rows_of(net.history))
        n_iter = _fit_watching(coder, net, dataset, rows) - past
    part = dataset.part(rows[1])
    threshold = expit(best_f1_threshold(part.targets(), predict_logits(net, part)))
    return Trained(net, n_iter, float(threshold), rows_of(net.history))


def _fit_watching(coder, net, dataset, rows):
    """Train on one part, watch the other; the number of epochs behind the best weights."""
    net.train_split = HoldOut(*rows)
    stopping = EarlyStopping(
        "valid_score",
        patience=coder.n_iter_no_change,
        threshold=0,
        lower_is_better=False,
        load_best=True,
    )
    # The score comes before the user's callbacks, which may want to read it.
    usual = net.callbacks_
    net.callbacks_ = [("valid_score", ValidationScore(coder.monitor)), *usual, ("stop", stopping)]
    try:
        net.partial_fit(dataset)
    finally:
        net.train_split, net.callbacks_ = None, usual
    return stopping.best_epoch_


def rows_of(history):
    """skorch's history as plain rows, without its batches."""
    return [{key: row[key] for key in row if key != "batches"} for row in history]
