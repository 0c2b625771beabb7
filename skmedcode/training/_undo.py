"""Training that fails leaves the network as it was."""

from contextlib import contextmanager

import numpy as np


@contextmanager
def undone_on_failure(net):
    """Put weights, counts and history back where training fails, is interrupted or diverges.

    Raises
    ------
    ValueError
        Where the loss or a weight is not finite afterwards.
    """
    past = len(net.history)
    parts = (net.module_, net.criterion_)  # a loss may count notes
    before = [
        {name: tensor.detach().clone() for name, tensor in part.state_dict().items()}
        for part in parts
    ]
    try:
        yield
        if not _is_finite(net, past):
            raise ValueError
    except BaseException:
        diverged = not _is_finite(net, past)
        for part, state in zip(parts, before, strict=True):
            part.load_state_dict(state)
        del net.history[past:]
        if diverged:
            raise ValueError(
                "Training diverged: the loss or a weight is not finite. Use a smaller lr, or "
                "clip_norm=5."
            ) from None
        raise


def _is_finite(net, past):
    losses = [row["train_loss"] for row in net.history[past:] if "train_loss" in row]
    if not np.isfinite(losses).all():
        return False
    return all(_extremes_are_finite(weight.detach()) for weight in net.module_.parameters())


def _extremes_are_finite(weight):
    """Whether all entries are: NaN and infinity survive as an extreme, and that is one pass."""
    least, most = weight.aminmax()
    return bool(least.isfinite() & most.isfinite())
