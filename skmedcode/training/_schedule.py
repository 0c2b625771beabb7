"""A learning rate that rises and then falls."""

from contextlib import contextmanager

from skorch.callbacks import Callback


def share_of_rate(progress, warmup):
    """Share of the learning rate at some point of training.

    Parameters
    ----------
    progress : float
        What is behind of all steps, between 0 and 1.
    warmup : float
        Where the rate is at its height.

    Returns
    -------
    float
        Rises linearly from 0 to 1, then falls linearly to 0.
    """
    if progress < warmup:
        return progress / warmup
    return (1 - progress) / (1 - warmup)


class Schedule(Callback):
    """Sets the learning rate before each step; every group of parameters has the same curve.

    The curve is laid over the epochs that training may take, and a step stands at its own middle,
    so that no step has the rate 0. Training that stops early leaves the curve there, and training
    on more notes for the epochs found runs along the same curve, in more steps.

    Parameters
    ----------
    warmup : float
        See :func:`share_of_rate`.
    max_epochs : int
        Epochs over which the curve is laid.
    rates : list of float
        The learning rate of each group of the optimizer at its height.
    """

    def __init__(self, warmup, max_epochs, rates):
        self.warmup = warmup
        self.max_epochs = max_epochs
        self.rates = rates

    def on_train_begin(self, net, **kwargs):
        self.epoch_ = -1

    def on_epoch_begin(self, net, dataset_train=None, **kwargs):
        self.epoch_, self.step_ = self.epoch_ + 1, 0
        self.n_steps_ = len(net.get_iterator(dataset_train, training=True))

    def on_batch_begin(self, net, training=False, **kwargs):
        if not training:
            return
        done = self.epoch_ + (self.step_ + 0.5) / self.n_steps_  # in epochs
        share = share_of_rate(done / self.max_epochs, self.warmup)
        for group, rate in zip(net.optimizer_.param_groups, self.rates, strict=True):
            group["lr"] = share * rate
        self.step_ += 1


@contextmanager
def scheduled(coder, net):
    """Train by the coder's schedule, where it has one; the net keeps neither it nor its rates."""
    if coder.warmup is None:
        yield
        return
    groups, usual = net.optimizer_.param_groups, net.callbacks_
    rates = [group["lr"] for group in groups]
    schedule = Schedule(coder.warmup, coder.max_epochs, rates)
    net.callbacks_ = [("schedule", schedule), *usual]
    try:
        yield
    finally:
        net.callbacks_ = usual
        for group, rate in zip(groups, rates, strict=True):
            group["lr"] = rate
