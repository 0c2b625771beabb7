"""Cross attention against a loop over notes and codes."""

import pytest
import torch
from torch.nn import functional as F

from skmedcode.decoders import CrossAttention


def loop(decoder, hidden, mask):
    """Logits, one note and one code at a time."""
    logits = torch.zeros(len(hidden), len(decoder.queries))
    for note, length in enumerate(mask.sum(1)):
        own = hidden[note, :length]
        keys, values = decoder.keys(own), decoder.values(own)
        for code, query in enumerate(decoder.queries):
            weights = torch.softmax(keys @ query, dim=0)
            read = F.layer_norm(
                (weights[:, None] * values).sum(0), (6,), decoder.norm.weight, decoder.norm.bias
            )
            weight = decoder.weight
            if decoder.own_weights is not None:
                weight = weight + decoder.own_weights[code]
            logits[note, code] = read @ weight + decoder.bias[code]
    return logits


@pytest.fixture
def batch():
    torch.manual_seed(0)
    mask = torch.arange(7) < torch.tensor([7, 1, 4])[:, None]
    return torch.randn(3, 7, 6) * mask.unsqueeze(-1), mask


@pytest.mark.parametrize("own_weights", [False, True])
def test_equal_to_a_loop(batch, own_weights):
    decoder = CrossAttention(6, 5, own_weights=own_weights)
    for parameter in decoder.parameters():
        torch.nn.init.normal_(parameter)
    torch.testing.assert_close(decoder(*batch), loop(decoder, *batch), rtol=0, atol=1e-5)


def test_attention_sums_to_one_over_words(batch):
    decoder = CrossAttention(6, 5)
    hidden, mask = batch
    weights = decoder.attend(hidden, mask, torch.tensor([3, 1]))
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2))
    assert (weights[~mask.unsqueeze(1).expand_as(weights)] == 0).all()
    expected = torch.softmax(decoder.keys(hidden[2, :4]) @ decoder.queries[1], dim=0)
    torch.testing.assert_close(weights[2, 1, :4], expected)


def test_published_start_and_sizes():
    torch.manual_seed(0)
    decoder = CrossAttention(768, 50)
    assert sum(p.numel() for p in decoder.parameters()) == 2 * 768**2 + 4 * 768 + 50 * 769
    for weight in (decoder.queries, decoder.keys.weight, decoder.values.weight, decoder.weight):
        assert abs(weight.std().item() - 0.03) < 0.003
    assert (decoder.bias == 0).all()


@pytest.mark.parametrize("own_weights", [False, True])
def test_codes_start_at_states(own_weights):
    """A code attends to the state at which it starts; one whose row is zero starts at chance."""
    torch.manual_seed(0)
    states = torch.randn(5, 32)
    states[4] = 0
    decoder = CrossAttention(32, 5, start=states, own_weights=own_weights)
    hidden = states[None, :4]
    mask = torch.ones(1, 4, dtype=torch.bool)
    weights = decoder.attend(hidden, mask, torch.arange(5))[0]
    assert weights[:4].argmax(1).tolist() == [0, 1, 2, 3]
    assert weights[:4].diagonal().min() > 0.9
    assert weights[4].max() < 0.6
    assert decoder.code_embeddings().shape == (5, 32)
    if own_weights:
        logits = torch.stack([decoder(hidden[:, [i]], mask[:, :1])[0, :4] for i in range(4)])
        assert (logits - logits.mean(0)).argmax(1).tolist() == [0, 1, 2, 3]


def test_it_is_whole_under_autocast(batch):
    """Large scores differ by less than half precision can tell at their size."""
    decoder = CrossAttention(6, 2)
    with torch.no_grad():
        decoder.queries.mul_(300)
    expected = decoder(*batch)
    with torch.autocast("cpu", torch.bfloat16):
        logits = decoder(*batch)
        assert torch.isfinite(decoder(batch[0].bfloat16(), batch[1])).all()
    assert logits.dtype == torch.float32
    assert torch.equal(logits, expected)
