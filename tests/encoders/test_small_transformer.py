"""The small transformer against one attention head at a time."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.encoders import SmallTransformer


def by_hand(model, words):
    """States of one note without padding, head by head."""
    hidden = model.project(model.scale * words) + model.positions[: len(words)]
    for layer in model.layers:
        query, key, value = layer.read(layer.norms[0](hidden)).chunk(3, dim=-1)
        heads = []
        for q, k, v in zip(*(x.chunk(layer.n_heads, -1) for x in (query, key, value)), strict=True):
            weights = torch.softmax(q @ k.T / q.shape[1] ** 0.5, dim=-1)
            heads.append(weights @ v)
        hidden = hidden + layer.write(torch.cat(heads, dim=-1))
        hidden = hidden + layer.narrow(F.gelu(layer.widen(layer.norms[1](hidden))))
    return model.norm(hidden)


def test_equal_to_one_head_at_a_time():
    torch.manual_seed(0)
    model = SmallTransformer(6, hidden_size=8, n_layers=2, n_heads=2, n_positions=9).eval()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.4)
    words, lengths = torch.randn(3, 9, 6), [9, 1, 4]
    mask = torch.arange(9) < torch.tensor(lengths)[:, None]
    (states,) = model(inputs_embeds=words, attention_mask=mask.long())
    for note, length in enumerate(lengths):
        expected = by_hand(model, words[note, :length])
        torch.testing.assert_close(states[note, :length], expected, rtol=0, atol=1e-5)


def test_it_starts_at_the_words():
    """Layers add nothing at first: a state is its word and, little, its place."""
    model = SmallTransformer(6, hidden_size=8, n_heads=2, n_positions=5).eval()
    words = F.normalize(torch.randn(1, 5, 6), dim=-1)
    (states,) = model(words, torch.ones(1, 5))
    expected = model.norm(model.project(model.scale * words) + model.positions)
    torch.testing.assert_close(states, expected)
