"""Training: fit a net, keep the best epoch, fit again on all notes."""

import warnings
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit
from skorch.callbacks import EarlyStopping
from skorch.exceptions import SkorchException

from skmedcode.metrics import best_f1_threshold
from skmedcode.training._devices import seeded
from skmedcode.training._make_net import count_codes, new_net
from skmedcode.training._net import CoderNet
from skmedcode.training._predict import predict_logits
from skmedcode.training._schedule import scheduled
from skmedcode.training._states import with_states
from skmedcode.training._undo import undone_on_failure
from skmedcode.training._validation import (
    HoldOut,
    ValidationScore,
    check_monitor,
    is_defined,
    split_rows,
    usable_monitor,
)

FEW_NOTES = 20
NO_THRESHOLD = 0.5


@dataclass(frozen=True)
class Trained:
    """A trained net, its epochs in this run, its threshold, and one row an epoch of all runs."""

    net: CoderNet
    n_iter: int
    threshold: float
    history: list
    interrupted: bool = False


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
    net = new_net(coder, lambda: make_module(part), seed, part.targets())
    dataset = with_states(coder, net, dataset)  # those of the refitted net: its encoder is the same
    found = _fit(coder, net, dataset, rows, seed)
    if not coder.refit or rows is None or found.interrupted:
        return found
    net = new_net(coder, lambda: make_module(dataset), seed, dataset.targets())
    return _refit(coder, net, dataset, found, seed)


def _refit(coder, net, dataset, found, seed):
    """Train a new net on all notes for the epochs found; the one that found them stands in."""
    net.max_epochs = found.n_iter
    try:
        with undone_on_failure(net), seeded(seed, net.device), scheduled(coder, net):
            net.partial_fit(dataset)
    except (KeyError, ValueError, SkorchException) as error:
        if not _looks_for_validation(error):
            raise
        _warn(
            f"Not refitted on all notes: a callback needs the validation part ({error}). Set "
            "refit=False to train with that callback alone."
        )
        return found
    if sum("train_loss" in row for row in net.history) < found.n_iter:
        _warn("Training was interrupted while refitting; the fit on the training part is kept.")
        return found
    return replace(found, net=net)


def continue_network(coder, net, dataset, seed):
    """Train an existing net further; the same notes keep the same validation part.

    A loss that counts notes keeps its counts, as the words keep their vectors.
    """
    _update(coder, net)
    rows = validation_rows(coder, dataset, seed)
    dataset = with_states(coder, net, dataset)
    return _fit(coder, net, dataset, rows, seed + len(net.history))


def fit_one_epoch(coder, make_module, dataset, seed):
    """Train a new net for one epoch on all notes."""
    net = new_net(coder, lambda: make_module(dataset), seed, dataset.targets()[:0])
    return one_epoch(coder, net, dataset, seed)


def one_epoch(coder, net, dataset, seed):
    """Train for one epoch on some notes, without validation; a loss that counts adds them."""
    _update(coder, net)
    net.iterator_train__random_state = seed
    with undone_on_failure(net), seeded(seed, net.device):
        count_codes(net, dataset.targets())
        net.notify("on_train_begin", X=dataset, y=None)
        net.fit_loop(dataset, epochs=1)
        net.notify("on_train_end", X=dataset, y=None)
    return Trained(net, 1, NO_THRESHOLD, rows_of(net.history))


def _update(coder, net):
    """Pass parameters on that were set on the coder since its net was made."""
    net.max_epochs, net.batch_size = coder.max_epochs, coder.batch_size
    net.verbose, net.r_drop, net.amp = coder.verbose, coder.r_drop, coder.amp
    net.evidence_weight, net.accumulate = coder.evidence_weight, coder.accumulate
    rates = coder._learning_rates(net.module_)
    if (coder.lr, rates) == (net.lr, net.rates):
        return  # a callback may have moved the optimizer's, which stand
    net.lr, net.rates = coder.lr, rates
    for group in net.optimizer_.param_groups:
        group["lr"] = dict(rates).get(group.get("pattern"), coder.lr)


def validation_rows(coder, dataset, seed):
    """Rows of the training and the validation part, or None where there can be none."""
    if coder.validation_fraction == 0:
        return None
    if len(dataset) < FEW_NOTES:
        reason = f"there are {len(dataset)} notes, fewer than {FEW_NOTES}"
    elif dataset.groups is not None and dataset.groups.max() == 0:
        reason = "groups name one patient only"
    else:
        monitor = usable_monitor(coder.monitor, dataset.Y.shape[1])
        check_monitor(monitor, dataset.Y.shape[1])
        rows = split_rows(len(dataset), coder.validation_fraction, seed, dataset.groups)
        targets = dataset.part(rows[1]).targets()
        if targets.nnz and is_defined(monitor, targets):
            return rows
        reason = "no note of the validation part has a code"
        if targets.nnz:
            reason = f"monitor={monitor!r} is not defined on the validation part"
    warnings.warn(
        f"No validation part: {reason}. Training runs for max_epochs={coder.max_epochs} epochs "
        f"without early stopping, and the threshold is {NO_THRESHOLD}.",
        UserWarning,
        stacklevel=4,
    )
    return None


def _fit(coder, net, dataset, rows, seed):
    past = len(net.history)
    with undone_on_failure(net):
        with seeded(seed, net.device), scheduled(coder, net):
            if rows is None:
                net.partial_fit(dataset)
                best_epoch, stopped = None, False
            else:
                best_epoch, stopped = _fit_watching(coder, net, dataset, rows)
        n_epochs = sum("train_loss" in row for row in net.history[past:])  # whole ones
        n_iter = n_epochs if best_epoch is None else max(best_epoch - past, 0)
        if n_iter == 0:  # skorch ends training quietly, but there is nothing to keep yet
            raise KeyboardInterrupt
    interrupted = not stopped and n_epochs < coder.max_epochs
    if interrupted:
        _warn(f"Training was interrupted; the weights of epoch {n_iter} are kept.")
    threshold = NO_THRESHOLD
    if rows is not None:
        part = dataset.part(rows[1])
        best = best_f1_threshold(part.targets(), predict_logits(net, part))
        threshold = float(expit(np.float32(best)))  # as predict_proba rounds
    return Trained(net, n_iter, threshold, rows_of(net.history), interrupted)


def _looks_for_validation(error):
    """Whether a callback missed a score that only a validation part has."""
    return "valid_" in str(error) and "not found" in str(error)


def _warn(message):
    warnings.warn(message, UserWarning, stacklevel=5)


def _fit_watching(coder, net, dataset, rows):
    """Train on one part, watch the other; the best epoch, and whether a callback ended it."""
    net.train_split = HoldOut(*rows)
    stopping = EarlyStopping(
        "valid_score",
        patience=coder.n_iter_no_change,
        threshold=0,
        lower_is_better=False,
        load_best=True,
    )
    # The score comes after skorch's losses, and before callbacks that may want to read it.
    usual = net.callbacks_
    place = 1 + [name for name, _ in usual].index("valid_loss")
    score = ("valid_score", ValidationScore(usable_monitor(coder.monitor, dataset.Y.shape[1])))
    net.callbacks_ = [*usual[:place], score, *usual[place:], ("stop", stopping)]
    try:
        net.partial_fit(dataset)
    finally:
        net.train_split, net.callbacks_ = None, usual
    by_callback = any(
        isinstance(callback, EarlyStopping) and callback.misses_ == callback.patience
        for _, callback in [*usual, ("stop", stopping)]
    )
    return stopping.best_epoch_, by_callback


def rows_of(history):
    """skorch's history as plain rows, without its batches."""
    return [{key: row[key] for key in row if key != "batches"} for row in history]
