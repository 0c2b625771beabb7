"""The last state of each note, found by hand."""

import pytest
import torch

from skmedcode.decoders import LastStateLinear


@pytest.mark.parametrize("bidirectional", [True, False])
def test_equal_to_loop(bidirectional):
    decoder = LastStateLinear(6, 4, bidirectional=bidirectional).double()
    lengths = [5, 1, 3]
    hidden = torch.randn(3, 5, 6, dtype=torch.float64)
    mask = torch.arange(5) < torch.tensor(lengths)[:, None]
    found = decoder(hidden, mask)
    for note, length in enumerate(lengths):
        state = hidden[note, length - 1]
        if bidirectional:
            state = torch.cat([state[:3], hidden[note, 0, 3:]])
        expected = decoder.weight @ state + decoder.bias
        torch.testing.assert_close(found[note], expected, rtol=0, atol=1e-12)


def test_start():
    decoder = LastStateLinear(25, 400)
    assert 0.19 < decoder.weight.abs().max() <= 0.2
    assert not hasattr(decoder, "attend")
