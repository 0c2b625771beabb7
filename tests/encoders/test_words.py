"""The words as they are."""

import torch

from skmedcode.encoders import WordEncoder


def test_identity():
    encoder = WordEncoder(7)
    embedded, mask = torch.randn(2, 3, 7), torch.ones(2, 3, dtype=torch.bool)
    hidden, positions = encoder(embedded, mask)
    assert hidden is embedded
    assert positions is mask
    assert encoder.out_features == 7
    assert list(encoder.parameters()) == []
