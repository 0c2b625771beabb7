"""The validation part: which notes, which score, and the epoch that is kept."""

import re
import warnings

import numpy as np
from sklearn.exceptions import UndefinedMetricWarning
from skorch.callbacks import Callback

from skmedcode import metrics
from skmedcode.training._net import logits

MONITORS = ("mean_average_precision", "micro_auc", "macro_auc", "f1_micro", "loss")
_AT_K = re.compile(r"(precision|recall)_at_([1-9]\d*)")


def check_monitor(monitor, n_codes=None):
    """Check the name of a validation score."""
    at_k = _AT_K.fullmatch(monitor) if isinstance(monitor, str) else None
    if at_k is None and monitor not in MONITORS:
        names = ", ".join(repr(name) for name in MONITORS)
        raise ValueError(
            f"monitor must be one of {names}, 'precision_at_K' or 'recall_at_K' with a number for "
            f"K; got {monitor!r}."
        )
    if at_k and n_codes is not None and int(at_k[2]) > n_codes:
        raise ValueError(f"monitor={monitor!r} needs at least {at_k[2]} codes, Y has {n_codes}.")


def usable_monitor(monitor, n_codes):
    """The score to watch: one code has no rank among others, so the loss stands in for MAP."""
    return "loss" if n_codes == 1 and monitor == "mean_average_precision" else monitor


def validation_score(monitor, targets, scores):
    """Score the validation part; higher is better."""
    at_k = _AT_K.fullmatch(monitor)
    if at_k:
        return getattr(metrics, f"{at_k[1]}_at_k")(targets, scores, k=int(at_k[2]))
    if monitor == "f1_micro":
        return metrics.f1_micro(targets, scores >= metrics.best_f1_threshold(targets, scores))
    return getattr(metrics, monitor)(targets, scores)


def is_defined(monitor, targets):
    """Whether a score exists for these codes, whatever a network says of them."""
    if monitor == "loss":
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedMetricWarning)
        return bool(np.isfinite(validation_score(monitor, targets, np.zeros(targets.shape))))


def split_rows(n_notes, fraction, random_state, groups=None):
    """Rows of the training and of the validation part, drawn by chance.

    Parameters
    ----------
    n_notes : int
    fraction : float
        Share of the notes to hold out, at most; but one note, or the smallest group, is.
    random_state : int
    groups : ndarray of int of shape (n_notes,), default=None
        Numbers from 0 of patients, whose notes are held out together; None takes each note alone.

    Returns
    -------
    (train, validation) : two ndarrays of int, sorted
    """
    groups = np.arange(n_notes) if groups is None else groups
    sizes = np.bincount(groups)
    room = max(1, round(fraction * n_notes))
    held_out = np.zeros(len(sizes), dtype=bool)
    for group in np.random.RandomState(random_state).permutation(len(sizes)):
        if sizes[group] <= room:  # else another one may still fit
            held_out[group] = True
            room -= sizes[group]
    if not held_out.any():
        held_out[np.argmin(sizes)] = True
    return np.flatnonzero(~held_out[groups]), np.flatnonzero(held_out[groups])


class HoldOut:
    """skorch's ``train_split`` for rows that are already chosen."""

    def __init__(self, train_rows, validation_rows):
        self.train_rows = train_rows
        self.validation_rows = validation_rows

    def __call__(self, dataset, y=None, **kwargs):
        return dataset.part(self.train_rows), dataset.part(self.validation_rows)


class ValidationScore(Callback):
    """Record the monitored score of each epoch, from the outputs that skorch computes anyway.

    Parameters
    ----------
    monitor : str
        See :func:`check_monitor`; with "loss" the score is the negative validation loss.
    """

    def __init__(self, monitor):
        self.monitor = monitor

    def on_epoch_begin(self, net, **kwargs):
        self.targets_, self.scores_ = [], []

    def on_batch_end(self, net, batch=None, training=False, y_pred=None, **kwargs):
        if not training and self.monitor != "loss":
            self.targets_.append(batch[1].cpu().numpy())
            self.scores_.append(logits(y_pred).detach().float().cpu().numpy())

    def on_epoch_end(self, net, **kwargs):
        if self.monitor == "loss":
            score = -net.history[-1, "valid_loss"]
        else:
            targets, scores = np.concatenate(self.targets_), np.concatenate(self.scores_)
            self.targets_, self.scores_ = [], []
            score = validation_score(self.monitor, targets, scores)
        net.history.record("valid_score", float(score))
