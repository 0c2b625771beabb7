"""LAAT (Vu, Nguyen and Nguyen, IJCAI 2020), and the Bi-GRU baseline: torch's own recurrent layers.

Padding is read like words. Packing the notes, as LAAT's authors do on a GPU, would skip it, but on
the CPU torch's gradient of packed notes grows with the square of their length.
"""

import torch
from torch import nn

from textbook.attention import LabelAttention
from textbook.twin import Twin


class TextbookLAAT(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, hidden_size=256, attention_size=256):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.dropout = nn.Dropout(0.3)
        self.layer = nn.LSTM(width, hidden_size, batch_first=True, bidirectional=True)
        self.projection = nn.Linear(2 * hidden_size, attention_size, bias=False)
        self.attention = LabelAttention(2 * hidden_size, n_codes, attention_size)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        embedded = self.dropout(self.embedding(ids))  # (n, length, width)
        hidden, _ = self.layer(embedded)
        return self.attention(hidden, torch.tanh(self.projection(hidden)))


class TextbookGRU(nn.Module):
    def __init__(self, n_tokens, n_codes, *, width=100, hidden_size=256):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, width, padding_idx=0)
        self.layer = nn.GRU(width, hidden_size, batch_first=True, bidirectional=True)
        self.output = nn.Linear(2 * hidden_size, n_codes)

    def forward(self, ids):
        """Logits, (n, length) -> (n, n_codes)."""
        _, last = self.layer(self.embedding(ids))
        return self.output(torch.cat([last[0], last[1]], dim=1))


def names(name):
    """Our name of one of its weights."""
    if name == "projection.weight":
        return "decoder.projection"
    if name.startswith("layer."):
        way = "backwards" if name.endswith("_reverse") else "forwards"
        return name.replace("layer.", f"encoder.{way}.").removesuffix("_reverse")
    return name.replace("attention.", "decoder.").replace("output.", "decoder.")


def work_of_laat(n_codes):
    """Million additions and multiplications a token, forward."""
    return 2e-6 * (2 * 4 * 256 * (100 + 256) + 512 * 256 + n_codes * (256 + 512))


def work_of_gru(n_codes):
    """Million additions and multiplications a token, forward."""
    return 2e-6 * 2 * 3 * 256 * (100 + 256)


LAAT = Twin(
    "LAATCoder",
    {"hidden_size": 256, "attention_size": 256, "encoder_residual": False},
    TextbookLAAT,
    names,
    work_of_laat,
)
GRU = Twin(
    "RNNCoder",
    {"hidden_size": 256, "pooling": "last", "encoder_residual": False},
    TextbookGRU,
    names,
    work_of_gru,
)
