"""The note-code interaction of GatedCNN-NCI, un-normalised as published."""

import torch
from torch import nn


class NoteCodeInteraction(nn.Module):
    """Words and codes as a bipartite graph whose edges carry messages from words to codes.

    With code vectors ``E`` (n_codes, d) and hidden states ``H`` (length, d): interaction
    ``S = E H^T`` without softmax, message passing ``M = S H``, and
    ``z_c = p . (w_c * M_c) + b_c`` with a projection ``p`` that all codes share (Ji, Pan and
    Marttinen, Findings of ACL 2021).

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module, default=None
        Gives ``E`` when called, see :class:`~skmedcode.layers.TitleVectors`. The rows of codes
        without a title are learnt; with None all are.
    mean : bool, default=False
        Divide the messages by the number of words, so that a long note weighs no more.

    Notes
    -----
    Without a softmax ``(E H^T) H = E (H^T H)``: one Gram matrix a note takes the place of the
    (n_codes, length) interaction, with the same numbers.
    """

    is_distribution = False

    def __init__(self, in_features, n_codes, *, titles=None, mean=False):
        super().__init__()
        learnt = list(range(n_codes)) if titles is None else titles.without_words
        self.codes = nn.Parameter(torch.empty(len(learnt), in_features)) if learnt else None
        self.register_buffer("learnt", torch.tensor(learnt, dtype=torch.long))
        self.titles = titles
        self.mean = mean
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.projection = nn.Parameter(torch.empty(in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        bound = in_features**-0.5
        if self.codes is not None:
            nn.init.xavier_uniform_(self.codes)
        nn.init.xavier_uniform_(self.weight)
        nn.init.uniform_(self.projection, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        hidden = hidden * mask.unsqueeze(-1)
        gram = hidden.transpose(1, 2) @ hidden  # (n, in, in)
        if self.mean:
            gram = gram / mask.sum(1)[:, None, None]
        messages = self.code_embeddings() @ gram  # (n, n_codes, in)
        return (messages * (self.weight * self.projection)).sum(-1) + self.bias  # (n, n_codes)

    def attend(self, hidden, mask, codes):
        """What each position adds to the logit of some codes.

        The edge weight times the message: ``S_ct * (p * w_c) . h_t``; over the positions it sums to
        the logit less its bias.

        Returns
        -------
        Tensor of shape (n, len(codes), length)
        """
        states = (hidden * mask.unsqueeze(-1)).transpose(1, 2)  # (n, in, length)
        edges = self.code_embeddings()[codes] @ states  # (n, codes, length)
        added = edges * ((self.weight * self.projection)[codes] @ states)
        return added / mask.sum(1)[:, None, None] if self.mean else added

    def code_embeddings(self):
        """The code vectors ``E``, shape (n_codes, in_features)."""
        if self.titles is None:
            return self.codes
        codes = self.titles()
        if self.codes is None:
            return codes
        return codes.index_add(0, self.learnt, self.codes.to(codes.dtype))
