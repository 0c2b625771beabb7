"""Cross-entropy in which a code's few notes weigh as much as the many without it."""

import torch
from torch.nn import functional as F

from skmedcode.losses._counted import CountedLoss


class WeightedBinaryCrossEntropy(CountedLoss):
    """Binary cross-entropy that weighs the notes with a code by how many lack it.

    ``-w_c y log p - (1 - y) log(1 - p)`` with ``w_c = min(cap, (N - n_c) / n_c)``, where ``n_c`` of
    the ``N`` training notes have code ``c``.

    Parameters
    ----------
    cap : float, default=10.0
        Largest weight, and that of a code which no training note has. Without a cap rare codes are
        given to half of all notes.
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.

    Notes
    -----
    A code that most notes have weighs less than 1, and one that all have nothing: no note can teach
    where it is absent. Probabilities are too high on purpose; the threshold of a coder is tuned,
    and :class:`~skmedcode.model_selection.MultilabelCalibrator` puts probabilities right.

    Examples
    --------
    >>> loss = WeightedBinaryCrossEntropy()
    >>> loss.count_codes(torch.tensor([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [0.0, 1.0]]))
    >>> loss(torch.zeros(1, 2), torch.tensor([[1.0, 1.0]]))  # (3 + 1) log 2
    tensor([2.7726])
    """

    def __init__(self, cap=10.0, reduction="sum"):
        super().__init__(reduction)
        if not cap > 0:
            raise ValueError(f"cap must be a number above 0, got {cap!r}.")
        self.cap = cap

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        n_notes, n_with = self._counts(outputs)
        ratio = (n_notes - n_with) / n_with.clamp(min=1)
        weight = torch.where(n_with > 0, ratio.clamp(max=self.cap), self.cap)  # (n_codes,)
        loss = F.binary_cross_entropy_with_logits(
            outputs, targets, pos_weight=weight, reduction="none"
        )
        return self._reduced(loss)
