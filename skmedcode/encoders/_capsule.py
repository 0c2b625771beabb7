"""Capsules that the words of a note vote for."""

import torch
from torch import nn

from skmedcode.layers import at_least_float, conv_positions, no_autocast


class CapsuleEncoder(nn.Module):
    """Words vote for the capsules of their note, and are heard as far as they agree.

    A convolution gives each word one vote a capsule, a vector whose length squashing holds below 1.
    Each word shares itself out among the capsules; a capsule is the squashed sum of what it gets,
    and in the next round a word gives more to the capsules that point where its votes do (dynamic
    routing by agreement: Sabour, Frosst and Hinton, NIPS 2017; for text Zhao et al., EMNLP 2018; in
    medical coding Bao, Lin, Zhang, Wang and Zhang, BMC Medical Informatics and Decision Making
    2021). The state of a word is what it gives to each capsule in the last round, side by side: the
    states of a note add up to what its capsules get.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    n_capsules : int, default=8
    capsule_size : int, default=16
        Numbers in a vote.
    kernel_size : int, default=5
        Words that a vote is made of.
    n_routing : int, default=3
        Rounds of sharing out; with 1 all capsules get the same share.

    Attributes
    ----------
    out_features : int
        ``n_capsules * capsule_size``.

    Notes
    -----
    Differs from the papers: capsules are of the note and not of its classes, so that any decoder
    can read the words behind them, where the papers read the lengths of the last capsules. The
    convolution makes the votes at once; the papers multiply primary capsules by a matrix a pair.
    As in the first of them, there is no capsule for words that say nothing; Zhao et al. have one.
    A word's shares are 1 on average and not in sum, so that states do not shrink where there are
    more capsules. Gradients flow through all rounds.

    Examples
    --------
    >>> import torch
    >>> encoder = CapsuleEncoder(8, n_capsules=3, capsule_size=4)
    >>> hidden, mask = encoder(torch.randn(2, 6, 8), torch.ones(2, 6, dtype=torch.bool))
    >>> hidden.shape
    torch.Size([2, 6, 12])
    """

    def __init__(self, in_features, *, n_capsules=8, capsule_size=16, kernel_size=5, n_routing=3):
        super().__init__()
        for name, value in (("n_capsules", n_capsules), ("n_routing", n_routing)):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}.")
        self.n_capsules = n_capsules
        self.n_routing = n_routing
        self.out_features = n_capsules * capsule_size
        self.weight = nn.Parameter(torch.empty(self.out_features, in_features, kernel_size))
        self.bias = nn.Parameter(torch.zeros(self.out_features))
        # Votes of length about 1 on word vectors of length 1: squashing makes short ones vanish.
        nn.init.normal_(self.weight, std=(kernel_size * capsule_size) ** -0.5)

    @property
    def word_weight(self):
        """The weight that is convolved with the words, for a table of them."""
        return self.weight

    def forward(self, embedded, mask, convolve=None):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)
        convolve : callable, default=None
            As of :class:`ConvEncoder`.

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        real = mask.unsqueeze(-1)
        padding = self.weight.shape[-1] // 2
        if convolve is None:
            votes = conv_positions(embedded * real, self.weight, self.bias, padding=padding)
        else:
            votes = convolve(padding=(padding, padding)) + self.bias
        votes = votes[:, : mask.shape[1]] * real  # an even kernel gives one position more
        votes = at_least_float(votes).unflatten(-1, (self.n_capsules, -1))
        with no_autocast(votes):
            votes = squash(votes)  # (n, length, n_capsules, capsule_size)
            return (self._shares(votes, mask).unsqueeze(-1) * votes).flatten(2), mask

    def _shares(self, votes, mask):
        """How much of its vote each word gives to each capsule, (n, length, n_capsules)."""
        agreement = votes.new_zeros(votes.shape[:-1])
        shares = mask.unsqueeze(-1).expand_as(agreement).to(votes.dtype)
        for _ in range(self.n_routing - 1):
            capsules = squash(torch.einsum("nlc,nlcd->ncd", shares, votes))
            agreement = agreement + torch.einsum("nlcd,ncd->nlc", votes, capsules)
            shares = self.n_capsules * torch.softmax(agreement, dim=-1) * mask.unsqueeze(-1)
        return shares


def squash(vectors):
    """Vectors of the same direction and a length below 1: ``v |v| / (1 + |v|^2)``."""
    square = vectors.square().sum(-1, keepdim=True)
    return vectors * square.clamp(min=1e-12).sqrt() / (1 + square)
