"""A loss that knows how many training notes have each code."""

import torch
from torch import nn

from skmedcode.losses._bce import BinaryCrossEntropy


class CountedLoss(nn.Module):
    """What losses share that treat a code by its number of training notes.

    Before training, :meth:`count_codes` is given the codes of the training notes, block by block.
    The counts are buffers, so that they move and are saved with the module.

    Parameters
    ----------
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.
    """

    def __init__(self, reduction="sum"):
        super().__init__()
        BinaryCrossEntropy(reduction)  # refuses others
        self.reduction = reduction
        self.register_buffer("n_notes", None)
        self.register_buffer("n_with", None)

    def count_codes(self, targets):
        """Add notes to those that were counted.

        Parameters
        ----------
        targets : Tensor of 0 and 1 of shape (n, n_codes)
            ``n`` may be 0: then only the number of codes is learnt.
        """
        if self.n_with is None:
            self.n_notes = targets.new_zeros((), dtype=torch.int64)
            self.n_with = targets.new_zeros(targets.shape[-1], dtype=torch.int64)
        self._check_columns(targets)
        self.n_notes = self.n_notes + len(targets)
        self.n_with = self.n_with + (targets > 0).sum(0)

    def add_codes(self, n_further):
        """Make room for codes behind the others, which no note has had so far."""
        if self.n_with is not None:
            self.n_with = torch.cat([self.n_with, self.n_with.new_zeros(n_further)])

    def _counts(self, outputs):
        """Number of notes, and of notes with each code, (n_codes,), as numbers like the outputs."""
        if self.n_with is None:
            raise ValueError(
                f"{type(self).__name__} must know how many training notes have each code; call "
                "count_codes(targets) first, as the fit of a coder does."
            )
        self._check_columns(outputs)
        dtype = torch.promote_types(outputs.dtype, torch.float32)  # halves cannot count to 3,000
        return self.n_notes.to(dtype), self.n_with.to(dtype)

    def _check_columns(self, columns):
        if columns.shape[-1] != len(self.n_with):
            raise ValueError(
                f"{type(self).__name__} must get the {len(self.n_with)} codes that it has counted; "
                f"got {columns.shape[-1]} columns. Make a new one for other codes."
            )

    def _reduced(self, loss):
        return loss.sum(-1) if self.reduction == "sum" else loss.mean(-1)


def tell_codes(loss, targets):
    """Tell a loss of training notes, if it counts: it then has a method ``count_codes(targets)``.

    Parameters
    ----------
    loss : nn.Module
    targets : Tensor of 0 and 1 of shape (n, n_codes)
    """
    if hasattr(loss, "count_codes"):
        loss.count_codes(targets)
