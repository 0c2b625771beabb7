"""The recalibrated aggregation module, piece by piece."""

import pytest
import torch

from skmedcode.layers import RecalibratedAggregation


def drawn(features, seed=0):
    torch.manual_seed(seed)
    module = RecalibratedAggregation(features, dropout=0.0).double().eval()
    for name, weight in module.named_parameters():
        if "norm" in name:
            torch.nn.init.uniform_(weight, 0.5, 1.5)
    return module


@pytest.mark.parametrize("features", [4, 7, 12])
def test_equal_to_its_pieces(features):
    module = drawn(features)
    hidden = torch.randn(2, 9, features).double()
    mask = torch.ones(2, 9, dtype=torch.bool)
    down = module.down(hidden, mask)
    assert down.shape == (2, 9, features // 2)
    quarter = module.further_down(down, mask)
    assert quarter.shape == (2, 9, features // 4)
    up = module.up(module.lateral(quarter, mask), mask) + down
    expected = (module.further_up(up, mask) * hidden).tanh()
    torch.testing.assert_close(module(hidden, mask), expected)


@pytest.mark.parametrize("training", [True, False])
def test_padding_changes_nothing(training):
    module = drawn(8).train(training)
    hidden = torch.randn(2, 9, 8).double()
    mask = torch.tensor([[True] * 9, [True] * 5 + [False] * 4])
    hidden = hidden * mask.unsqueeze(-1)
    found = module(hidden, mask)
    wider = torch.nn.functional.pad(hidden, (0, 0, 0, 6))
    padded = drawn(8).train(training)(wider, torch.nn.functional.pad(mask, (0, 6)))
    torch.testing.assert_close(padded[:, :9], found)
    assert not found[1, 5:].any()


def test_too_few_features():
    with pytest.raises(ValueError, match="features must be at least 4.*got 2. Use a larger hidden"):
        RecalibratedAggregation(2)
