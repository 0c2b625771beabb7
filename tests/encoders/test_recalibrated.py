"""An encoder under the recalibrated aggregation module."""

import torch

from skmedcode.encoders import ConvEncoder, RecalibratedEncoder


def test_it_reads_what_the_encoder_gives():
    torch.manual_seed(0)
    inner = ConvEncoder(6, num_filters=8, kernel_size=4)  # one position more than words
    encoder = RecalibratedEncoder(inner, dropout=0.0).eval()
    embedded, mask = torch.randn(2, 7, 6), torch.ones(2, 7, dtype=torch.bool)
    hidden, positions = encoder(embedded, mask)
    before, expected = inner(embedded, mask)
    assert torch.equal(positions, expected) and hidden.shape == (2, 8, 8) == before.shape
    torch.testing.assert_close(hidden, encoder.recalibration(before, expected))
    assert encoder.out_features == 8
