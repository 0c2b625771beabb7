"""Graph convolutions over the words of a note that stand together."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import at_least_float, no_autocast
from skmedcode.utils._sequences import UNKNOWN


class GraphEncoder(nn.Module):
    r"""Each distinct word of a note is a node that reads the words it stands with.

    Two nodes are joined by how often their words stand within ``window`` words of each other, and
    a node to itself by how often its word occurs. With these weights as matrix :math:`A`, and
    :math:`D` their sums on the diagonal, a layer is
    :math:`H' = \mathrm{ReLU}(D^{-1/2} A D^{-1/2} H W + b)` (Kipf and Welling, ICLR 2017), on a
    graph of the one note, as in Zhang, Yu, Cui, Wu, Wen and Wang, "Every Document Owns Its
    Structure" (TextING), ACL 2020. The state of a word is that of its node, wherever it stands.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=100
    window : int, default=5
        Words on each side.
    n_layers : int, default=2
        A word hears of others that are so many edges away.

    Attributes
    ----------
    out_features : int

    Notes
    -----
    Differs from TextING: edges count, where its own are 0 or 1 for a window anywhere in the note,
    plain layers stand in place of gated ones, and the words are read by whatever decoder follows.
    Unknown words are each a node of their own, because nothing says that they are the same word.

    No matrix is made. A word hears its neighbours by sums over windows, words that are the same
    meet in one row, found by sorting ids: time and memory grow with the length of the note.

    Examples
    --------
    >>> import torch
    >>> encoder = GraphEncoder(8, hidden_size=6, window=2)
    >>> ids = torch.tensor([[5, 7, 5, 9]])
    >>> hidden, mask = encoder(nn.Embedding(10, 8)(ids), ids != 0, ids)
    >>> hidden.shape, bool((hidden[0, 0] == hidden[0, 2]).all())
    (torch.Size([1, 4, 6]), True)
    """

    def __init__(self, in_features, *, hidden_size=100, window=5, n_layers=2):
        super().__init__()
        for name, value in (("window", window), ("n_layers", n_layers)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}.")
        self.window = window
        widths = [in_features] + [hidden_size] * n_layers
        self.layers = nn.ModuleList(nn.Linear(*widths[i : i + 2]) for i in range(n_layers))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        self.out_features = hidden_size

    def forward(self, embedded, mask, ids=None):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)
        ids : integer Tensor of shape (n, length), default=None
            Which positions hold the same word. Without it each position is a node of its own.

        Returns
        -------
        hidden : Tensor of shape (n, length, hidden_size)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        node = None if ids is None else nodes(ids)
        real = mask.unsqueeze(-1).to(at_least_float(embedded).dtype)  # (n, length, 1)
        with no_autocast(embedded):
            hidden = together(embedded * real, node) / together(real, node).clamp(min=1)
            degree = together(window_sums(real, self.window) * real, node)
            scale = degree.clamp(min=1).rsqrt() * real
        for layer in self.layers:
            with no_autocast(embedded):
                heard = window_sums(at_least_float(hidden) * scale, self.window)
                heard = together(heard * real, node) * scale
            hidden = layer(heard).relu()
        return hidden * mask.unsqueeze(-1), mask


def window_sums(hidden, window):
    """Sum over the window around each position, (n, length, features) -> the same shape.

    The sums of 1, 2, 4, ... positions are made of each other, and the window's of those that its
    width is made of; pooling takes several times as long on the CPU.
    """
    length, size, run = hidden.shape[1], 2 * window + 1, 1
    runs = F.pad(hidden, (0, 0, window, window))
    sums, done = runs[:, :length], 1
    while 2 * run <= size:
        runs, run = runs[:, :-run] + runs[:, run:], 2 * run
        if size & run:
            sums, done = sums + runs[:, done : done + length], done + run
    return sums


def nodes(ids):
    """The node of each position: its word's rank among the note's ids, shape (n, length)."""
    position = torch.arange(ids.shape[1], device=ids.device)
    keys = torch.where(ids == UNKNOWN, -1 - position, ids)
    keys, order = keys.sort(dim=1)
    rank = F.pad(keys.diff(dim=1) != 0, (1, 0)).cumsum(dim=1)
    return torch.zeros_like(rank).scatter(1, order, rank)


def together(hidden, node):
    """The sum over all positions of a word, at each of them, (n, length, features)."""
    if node is None:
        return hidden
    n, length, _ = hidden.shape
    row = node + length * torch.arange(n, device=node.device).unsqueeze(1)
    words = hidden.flatten(0, 1)
    return F.embedding(row, torch.zeros_like(words).index_add(0, row.flatten(), words))
