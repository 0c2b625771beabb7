"""Attention of codes over the positions of a note, without a (notes, codes, length) tensor."""

import torch
from torch.nn import functional as F


def attend(queries, hidden, mask, values=None):
    """Each code's weighted mean of the hidden states.

    The exact sum ``softmax(queries @ hidden.T) @ hidden`` as cross attention in which the hidden
    states are keys and values, so that the weights of all codes are never held.

    Parameters
    ----------
    queries : Tensor of shape (n_codes, features)
    hidden : Tensor of shape (n, length, features)
    mask : bool Tensor of shape (n, length)
        True at positions that may be read; at least one in each note.
    values : Tensor of shape (n, length, width), default=None
        What the mean is taken of; None takes the hidden states.

    Returns
    -------
    Tensor of shape (n, n_codes, features), or (n, n_codes, width)
    """
    values = hidden if values is None else values
    features, width = hidden.shape[-1], values.shape[-1]
    if features != width:  # the kernels that hold no weights ask for equal widths
        queries, hidden = (F.pad(x, (0, max(width - features, 0))) for x in (queries, hidden))
        values = F.pad(values, (0, max(features - width, 0)))
    queries = queries.expand(hidden.shape[0], 1, *queries.shape)  # (n, 1, n_codes, features)
    context = F.scaled_dot_product_attention(
        queries,
        hidden.unsqueeze(1),
        values.unsqueeze(1),
        attn_mask=mask[:, None, None, :],
        scale=1.0,
    )
    return context.squeeze(1)[..., :width]


def queries_at(keys):
    """Queries that look for given keys: where one matches, it gets about 6 more than others.

    Parameters
    ----------
    keys : Tensor of shape (n_codes, features)

    Returns
    -------
    Tensor of shape (n_codes, features)
        Zero for a single key, since what keys have in common is taken away.
    """
    own = keys - keys.mean(0)
    return 6 * own / own.square().sum(-1, keepdim=True).clamp(min=1e-8)


def attention_weights(queries, hidden, mask):
    """The weights behind :func:`attend`, for a few codes.

    Parameters
    ----------
    queries : Tensor of shape (n_codes, features), or (n, n_codes, features) for each note's own
    hidden : Tensor of shape (n, length, features)
    mask : bool Tensor of shape (n, length)

    Returns
    -------
    Tensor of shape (n, n_codes, length)
        Sums to 1 over the positions that may be read, 0 elsewhere.
    """
    scores = queries @ hidden.transpose(1, 2)  # (n, n_codes, length)
    return torch.softmax(scores.masked_fill(~mask[:, None, :], -torch.inf), dim=-1)
