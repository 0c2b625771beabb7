"""Focal and asymmetric loss, cell by cell."""

import math

import numpy as np
import pytest
import torch

from skmedcode import CAMLCoder
from skmedcode.losses import AsymmetricLoss, BinaryCrossEntropy, FocalLoss
from skmedcode.utils.estimator_checks import toy_notes

torch.manual_seed(0)
LOGITS = 3 * torch.randn(4, 5).double()
TARGETS = (torch.rand(4, 5) < 0.4).double()


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_focal_loss(gamma, reduction):
    expected = np.zeros(4)
    for note, code in np.ndindex(4, 5):
        chance = 1 / (1 + math.exp(-LOGITS[note, code].item()))
        true = chance if TARGETS[note, code] else 1 - chance
        expected[note] += -((1 - true) ** gamma) * math.log(true)
    expected /= {"sum": 1, "mean": 5}[reduction]
    found = FocalLoss(gamma, reduction)(LOGITS, TARGETS)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize("margin", [0.0, 0.05, 0.4])
def test_asymmetric_loss(margin):
    expected = np.zeros(4)
    for note, code in np.ndindex(4, 5):
        chance = 1 / (1 + math.exp(-LOGITS[note, code].item()))
        over = max(chance - margin, 0)
        present = -((1 - chance) ** 1.5) * math.log(chance)
        absent = -(over**3) * math.log(1 - over)
        expected[note] += present if TARGETS[note, code] else absent
    found = AsymmetricLoss(1.5, 3.0, margin)(LOGITS, TARGETS)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_without_focus_they_are_the_cross_entropy():
    plain = BinaryCrossEntropy()(LOGITS, TARGETS)
    torch.testing.assert_close(FocalLoss(0.0)(LOGITS, TARGETS), plain)
    torch.testing.assert_close(AsymmetricLoss(0.0, 0.0, 0.0)(LOGITS, TARGETS), plain)


ROOTS = [FocalLoss(0.5), AsymmetricLoss(0.5, 0.5), AsymmetricLoss(0.5, 0.5, margin=0.0)]


@pytest.mark.parametrize(
    "loss", [FocalLoss(), AsymmetricLoss(), AsymmetricLoss(margin=0.0), *ROOTS]
)
def test_sure_networks_keep_finite_gradients(loss):
    logits = torch.tensor([[-200.0, 200.0, -200.0, 200.0]], requires_grad=True)
    loss(logits, torch.tensor([[1.0, 1.0, 0.0, 0.0]])).sum().backward()
    assert torch.isfinite(logits.grad).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda: FocalLoss(-1),
        lambda: FocalLoss(reduction="none"),
        lambda: AsymmetricLoss(margin=1),
        lambda: AsymmetricLoss(gamma_absent=-1),
    ],
)
def test_values_that_make_no_loss(make):
    with pytest.raises(ValueError, match="must be"):
        make()


@pytest.mark.parametrize(("name", "cls"), [("focal", FocalLoss), ("asymmetric", AsymmetricLoss)])
def test_losses_by_name(name, cls):
    coder = CAMLCoder(loss=name, num_filters=4, embedding_dim=6, max_epochs=1, device="cpu")
    assert isinstance(coder.fit(*toy_notes()).net_.criterion_, cls)
