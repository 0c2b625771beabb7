"""Reading a note in both directions."""

import torch
from torch import nn


class Bidirectional(nn.Module):
    """Run one encoder over the note and over the reversed note, with the same weights.

    Padding stays at the end: only the words of each note are reversed.

    Parameters
    ----------
    encoder : nn.Module
        An encoder that keeps the length.

    Attributes
    ----------
    out_features : int
        Twice the encoder's.
    """

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.out_features = 2 * encoder.out_features

    def forward(self, embedded, mask):
        """Shapes as the encoder's, with twice its features."""
        forward, _ = self.encoder(embedded, mask)
        backward, _ = self.encoder(reverse_notes(embedded, mask), mask)
        return torch.cat([forward, reverse_notes(backward, mask)], dim=-1), mask


def reverse_notes(hidden, mask):
    """Reverse the real positions of each note, (n, length, features) -> the same shape."""
    length = mask.shape[1]
    place = torch.arange(length, device=mask.device)
    mirrored = mask.sum(1, keepdim=True) - 1 - place  # (n, length), negative at padding
    index = torch.where(mirrored >= 0, mirrored, place)
    return hidden.gather(1, index.unsqueeze(-1).expand_as(hidden))
