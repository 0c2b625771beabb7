"""Attention of codes over the positions of a note, without a (notes, codes, length) tensor."""

import torch
from torch.nn import functional as F


def attend(queries, hidden, mask):
    """Each code's weighted mean of the hidden states.

    The exact sum ``softmax(queries @ hidden.T) @ hidden`` as cross attention in which the hidden
    states are keys and values, so that the weights of all codes are never held.

    Parameters
    ----------
    queries : Tensor of shape (n_codes, features)
    hidden : Tensor of shape (n, length, features)
    mask : bool Tensor of shape (n, length)
        True at positions that may be read; at least one in each note.

    Returns
    -------
    Tensor of shape (n, n_codes, features)
    """
    states = hidden.unsqueeze(1)  # (n, 1, length, features)
    queries = queries.expand(hidden.shape[0], 1, *queries.shape)  # (n, 1, n_codes, features)
    context = F.scaled_dot_product_attention(
        queries, states, states, attn_mask=mask[:, None, None, :], scale=1.0
    )
    return context.squeeze(1)


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
