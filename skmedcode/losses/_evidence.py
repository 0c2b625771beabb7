"""How far attention is from gold evidence."""

import torch


def evidence_loss(attention, spans):
    """Minus the logarithm of the attention that falls on the evidence, one value a note.

    Parameters
    ----------
    attention : Tensor of shape (n, n_asked, length)
        Sums to 1 over the words of a note.
    spans : bool Tensor of shape (n, n_asked, length)
        True at the words that are evidence; rows without any do not count.

    Returns
    -------
    Tensor of shape (n,)
        Summed over the codes of a note.

    Examples
    --------
    >>> attention = torch.tensor([[[0.5, 0.25, 0.25]]])
    >>> evidence_loss(attention, torch.tensor([[[True, False, True]]]))
    tensor([0.2877])
    """
    on_evidence = (attention * spans).sum(-1)
    loss = -on_evidence.clamp_min(1e-30).log()
    return torch.where(spans.any(-1), loss, 0).sum(-1)
