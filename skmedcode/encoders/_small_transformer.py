"""A small transformer to train from scratch."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import Dropout


class SmallTransformer(nn.Module):
    """Layers of self-attention over a chunk of words, with learned positions.

    Normalised before each part, as is stable without a warm-up (Xiong et al., ICML 2020). What the
    parts add to the words starts at zero, so that a few hundred notes suffice. It is called as
    transformers' encoders are.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=128
    n_layers : int, default=2
    n_heads : int, default=4
        Must divide ``hidden_size``.
    n_positions : int, default=128
        Words in a chunk, at most.
    dropout : float, default=0.1
    """

    def __init__(
        self, in_features, *, hidden_size=128, n_layers=2, n_heads=4, n_positions=128, dropout=0.1
    ):
        super().__init__()
        self.scale = in_features**0.5  # of words, so that positions are small beside them
        self.project = nn.Linear(in_features, hidden_size, bias=False)
        self.positions = nn.Parameter(torch.empty(n_positions, hidden_size))
        nn.init.normal_(self.positions, std=0.02)
        self.layers = nn.ModuleList(
            SelfAttentionLayer(hidden_size, n_heads, dropout) for _ in range(n_layers)
        )
        self.norm = nn.LayerNorm(hidden_size)

    def forward(self, inputs_embeds, attention_mask):
        """States of the words.

        Parameters
        ----------
        inputs_embeds : Tensor of shape (n, length, in_features)
        attention_mask : Tensor of shape (n, length)
            Not 0 at words.

        Returns
        -------
        tuple of one Tensor of shape (n, length, hidden_size)
        """
        hidden = self.project(self.scale * inputs_embeds) + self.positions[: inputs_embeds.shape[1]]
        mask = attention_mask.bool()[:, None, None, :]  # (n, 1, 1, length)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return (self.norm(hidden),)


class SelfAttentionLayer(nn.Module):
    """Self-attention and a wider layer on each word, both added to the words.

    Parameters
    ----------
    hidden_size : int
    n_heads : int
    dropout : float
    """

    def __init__(self, hidden_size, n_heads, dropout):
        super().__init__()
        self.n_heads = n_heads
        self.norms = nn.ModuleList([nn.LayerNorm(hidden_size), nn.LayerNorm(hidden_size)])
        self.read = nn.Linear(hidden_size, 3 * hidden_size)
        self.write = nn.Linear(hidden_size, hidden_size)
        self.widen = nn.Linear(hidden_size, 2 * hidden_size)
        self.narrow = nn.Linear(2 * hidden_size, hidden_size)
        self.dropout = Dropout(dropout)
        for last in (self.write, self.narrow):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, hidden, mask):
        """Shapes (n, length, hidden_size), (n, 1, 1, length) -> the first's."""
        shape = (*hidden.shape[:2], 3, self.n_heads, -1)
        query, key, value = self.read(self.norms[0](hidden)).view(shape).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).flatten(2)  # (n, length, hidden_size)
        hidden = hidden + self.dropout(self.write(mixed))
        wide = F.gelu(self.widen(self.norms[1](hidden)))
        return hidden + self.dropout(self.narrow(wide))
