"""What is known of a patient besides the words, added to what was read."""

import torch
from torch import nn


class PatientFeatures(nn.Module):
    """Move every state of a note by one vector that its patient's numbers give.

    The states become ``h_t + W p``. An attention that compares states with vectors of codes is left
    as it is, since all its scores move alike, and the context of each code moves by ``W p``; what
    pools states, and attention behind another layer, read the moved states. ``W`` starts at zero,
    and the network as the one without.

    Parameters
    ----------
    n_features : int
        Numbers that are known of a patient.
    out_features : int
        Width of the states.
    dropout : float, default=0.0
        Of single numbers.

    Examples
    --------
    >>> import torch
    >>> part = PatientFeatures(n_features=2, out_features=4)
    >>> hidden, mask = torch.randn(3, 5, 4), torch.ones(3, 5, dtype=torch.bool)
    >>> bool((part(hidden, mask, torch.randn(3, 2)) == hidden).all())
    True
    """

    def __init__(self, n_features, out_features, *, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.weight = nn.Parameter(torch.zeros(out_features, n_features))

    def forward(self, hidden, mask, patient):
        """Moved states, (n, positions, out_features); padding stays as it is."""
        shift = nn.functional.linear(self.dropout(patient), self.weight)  # (n, out_features)
        return hidden + shift.unsqueeze(1) * mask.unsqueeze(-1)
