"""Both directions against reversing each note by hand."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from skmedcode.encoders import Bidirectional, ConvEncoder, GatedConvEncoder
from skmedcode.encoders._bidirectional import reverse_notes

LENGTHS = [6, 1, 4]


def example(extra=0):
    mask = torch.arange(6 + extra) < torch.tensor(LENGTHS)[:, None]
    generator = torch.Generator().manual_seed(0)
    embedded = torch.randn(3, 6 + extra, 3, generator=generator, dtype=torch.float64)
    return embedded * mask.unsqueeze(-1), mask


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_reverse(lengths):
    width = max([1, *lengths])
    hidden = torch.arange(len(lengths) * width * 2.0).reshape(len(lengths), width, 2)
    mask = torch.arange(width) < torch.tensor(lengths)[:, None]
    reversed_ = reverse_notes(hidden, mask)
    for row, length in enumerate(lengths):
        expected = hidden[row].tolist()
        expected = expected[:length][::-1] + expected[length:]
        assert reversed_[row].tolist() == expected
    assert torch.equal(reverse_notes(reversed_, mask), hidden)


@pytest.mark.parametrize(
    "make",
    [
        lambda: GatedConvEncoder(3, hidden_size=5, output_size=4, dilations=(1, 2), causal=True),
        lambda: GatedConvEncoder(3, hidden_size=4, dilations=(1, 2)),
        lambda: ConvEncoder(3, num_filters=4, kernel_size=3),
    ],
    ids=["causal", "centred", "conv"],
)
@pytest.mark.parametrize("extra", [0, 3])
def test_equal_to_each_note_alone(make, extra):
    inner = make().double().eval()
    encoder = Bidirectional(inner)
    embedded, mask = example(extra)
    hidden, positions = encoder(embedded, mask)
    assert encoder.out_features == hidden.shape[-1] == 8
    assert torch.equal(positions, mask)
    for row, length in enumerate(LENGTHS):
        words, whole = embedded[row : row + 1, :length], torch.ones(1, length, dtype=torch.bool)
        forward = inner(words, whole)[0][0]
        backward = inner(words.flip(1), whole)[0][0].flip(0)
        expected = torch.cat([forward, backward], dim=-1)
        torch.testing.assert_close(hidden[row, :length], expected, rtol=0, atol=1e-12)


def test_the_weights_are_shared():
    inner = GatedConvEncoder(3, hidden_size=4)
    both = Bidirectional(inner)
    assert sum(p.numel() for p in both.parameters()) == sum(p.numel() for p in inner.parameters())


def test_a_causal_encoder_then_sees_both_sides():
    encoder = Bidirectional(GatedConvEncoder(3, hidden_size=4, causal=True)).double().eval()
    embedded, mask = example()
    changed = embedded.clone()
    changed[0, 3] += 1
    moved = (encoder(embedded, mask)[0] != encoder(changed, mask)[0])[0]
    assert not moved[:3, :4].any()  # read forwards, the left of the change is as before
    assert not moved[4:, 4:].any()
    assert moved[4:, :4].any()
    assert moved[:3, 4:].any()
