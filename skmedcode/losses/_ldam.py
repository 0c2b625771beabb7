"""Cross-entropy that asks for a margin, the wider the rarer a code."""

from torch.nn import functional as F

from skmedcode.losses._counted import CountedLoss


class LDAMLoss(CountedLoss):
    """Binary cross-entropy after a margin is taken off the logits of the codes that a note has.

    ``bce(z - y margin_c, y)`` with ``margin_c = scale * n_c ** -0.25``, where ``n_c`` training
    notes have code ``c`` (label-distribution-aware margins; Cao, Wei, Gaidon, Arechiga and Ma,
    NeurIPS 2019). A rare code has to be surer than a frequent one.

    Parameters
    ----------
    scale : float, default=3.0
        Margin of a code that one training note has; 0 gives the binary cross-entropy.
    reduction : {"sum", "mean"}, default="sum"
        As of :class:`~skmedcode.losses.BinaryCrossEntropy`.

    Notes
    -----
    The form for several codes, and its scale, are those of TransICD (Biswas, Pham and Zhang, AIME
    2021). A code that no training note has is taken for one that one note has. The margin is there
    in training alone: prediction reads the logits as they are.

    Examples
    --------
    >>> import torch
    >>> loss = LDAMLoss(scale=3.0)
    >>> loss.count_codes(torch.ones(16, 1))  # a margin of 1.5
    >>> loss(torch.tensor([[1.5], [0.0]]), torch.tensor([[1.0], [0.0]]))
    tensor([0.6931, 0.6931])
    """

    def __init__(self, scale=3.0, reduction="sum"):
        super().__init__(reduction)
        if not scale >= 0:
            raise ValueError(f"scale must be a number of at least 0, got {scale!r}.")
        self.scale = scale

    def forward(self, outputs, targets):
        """Shapes (n, n_codes), (n, n_codes) -> (n,)."""
        _, n_with = self._counts(outputs)
        margin = self.scale * n_with.clamp(min=1) ** -0.25  # (n_codes,)
        loss = F.binary_cross_entropy_with_logits(
            outputs - targets * margin, targets, reduction="none"
        )
        return self._reduced(loss)
