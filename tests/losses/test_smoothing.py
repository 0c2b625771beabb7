"""Label smoothing note by note."""

import math

import pytest
import torch

from skmedcode.losses import BinaryCrossEntropy, LabelSmoothing, LDAMLoss


@pytest.mark.parametrize("amount", [0.0, 0.1, 1.0])
def test_equal_to_loop(amount):
    outputs = torch.randn(3, 4, dtype=torch.float64)
    targets = (torch.rand(3, 4) < 0.4).double()
    found = LabelSmoothing(BinaryCrossEntropy("mean"), amount)(outputs, targets)
    for note in range(3):
        total = 0
        for z, y in zip(outputs[note].tolist(), targets[note].tolist(), strict=True):
            y = (1 - amount) * y + amount / 4
            p = 1 / (1 + math.exp(-z))
            total -= y * math.log(p) + (1 - y) * math.log(1 - p)
        assert found[note].item() == pytest.approx(total / 4, abs=1e-12)


def test_codes_are_counted_unsmoothed():
    loss = LabelSmoothing(LDAMLoss(), 0.5)
    loss.count_codes(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    assert loss.loss.n_with.tolist() == [2, 0]
    LabelSmoothing(BinaryCrossEntropy(), 0.5).count_codes(torch.zeros(2, 2))
