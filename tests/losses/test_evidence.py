"""The evidence loss against a loop."""

import math

import pytest
import torch

from skmedcode.losses import evidence_loss


def test_against_a_loop():
    generator = torch.Generator().manual_seed(0)
    attention = torch.softmax(torch.randn(3, 2, 5, generator=generator).double(), dim=-1)
    spans = torch.rand(3, 2, 5, generator=generator) < 0.4
    spans[1] = False
    expected = []
    for weights, gold in zip(attention, spans, strict=True):
        total = 0.0
        for row, places in zip(weights.tolist(), gold.tolist(), strict=True):
            mass = sum(a for a, g in zip(row, places, strict=True) if g)
            total += -math.log(mass) if any(places) else 0.0
        expected.append(total)
    assert expected[1] == 0
    assert evidence_loss(attention, spans).tolist() == pytest.approx(expected, abs=1e-12)


def test_attention_of_zero_is_finite():
    attention = torch.tensor([[[1.0, 0.0]]], requires_grad=True)
    loss = evidence_loss(attention, torch.tensor([[[False, True]]]))
    loss.sum().backward()
    assert torch.isfinite(loss).all()
    assert torch.isfinite(attention.grad).all()
