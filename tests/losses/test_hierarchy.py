"""The loss over the nodes of a tree, note by note and node by node."""

import pytest
import torch

from skmedcode.layers import lines_above
from skmedcode.losses import (
    AsymmetricLoss,
    BinaryCrossEntropy,
    ClassBalancedLoss,
    FocalLoss,
    HierarchyLoss,
    LDAMLoss,
    WeightedBinaryCrossEntropy,
)

PARENTS = [4, 4, 0, -1, -1]  # code 2 beneath code 0; codes 0 and 1 beneath node 4
LINES = lines_above(torch.tensor(PARENTS), 4)
TARGETS = torch.tensor([[0.0, 0, 1, 1], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
HAS = torch.tensor([[1.0, 0, 1, 1, 1], [0, 1, 0, 0, 1], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]])


def make(loss):
    return HierarchyLoss(loss, torch.tensor(PARENTS), LINES)


def test_equal_to_loop():
    z = torch.randn(4, 5, generator=torch.Generator().manual_seed(0)).double()
    expected = torch.zeros(4).double()
    for note in range(4):
        for node, parent in enumerate(PARENTS):
            if parent < 0 or HAS[note, parent]:
                chance = z[note, node].sigmoid()
                expected[note] -= (chance if HAS[note, node] else 1 - chance).log()
    found = make(BinaryCrossEntropy("sum"))((None, None, z), TARGETS.double())
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "loss",
    [
        BinaryCrossEntropy("mean"),
        FocalLoss(),
        AsymmetricLoss(),
        WeightedBinaryCrossEntropy(),
        ClassBalancedLoss(),
        LDAMLoss(),
    ],
    ids=lambda loss: type(loss).__name__,
)
def test_only_nodes_beneath_those_that_are_there_are_learnt(loss):
    loss = make(loss)
    loss.count_codes(TARGETS)
    z = torch.randn(4, 5, generator=torch.Generator().manual_seed(0), requires_grad=True)
    loss((None, None, z), TARGETS).sum().backward()
    asked = torch.tensor([[p < 0 or bool(row[p]) for p in PARENTS] for row in HAS])
    assert (z.grad[~asked] == 0).all()
    assert (z.grad[asked].abs() > 0).float().mean() > 0.8  # some forgive what is nearly right
    huge = torch.full((4, 5), 1e4).where(~asked, z.detach())
    values = [loss((None, None, other), TARGETS) for other in (z.detach(), huge)]
    torch.testing.assert_close(*values, rtol=0, atol=0)


def test_nodes_are_counted_beside_the_codes():
    loss = make(WeightedBinaryCrossEntropy())
    for block in (TARGETS[:3], TARGETS[3:]):
        loss.count_codes(block)
    assert loss.loss.n_notes.item() == 4
    assert loss.loss.n_with.tolist() == HAS.sum(0).tolist()


def test_a_loss_that_does_not_count_is_not_told():
    loss, outputs = make(BinaryCrossEntropy()), (None, None, torch.ones(4, 5))
    before = loss(outputs, TARGETS)
    loss.count_codes(TARGETS)
    assert torch.equal(loss(outputs, TARGETS), before)


def test_a_loss_with_a_value_for_each_code_is_named():
    loss = make(torch.nn.BCEWithLogitsLoss(pos_weight=torch.ones(4)))
    with pytest.raises(ValueError, match="loss must take 5 columns, 4 codes and 1 nodes above"):
        loss((None, None, torch.zeros(4, 5)), TARGETS)


def test_the_tree_moves_with_the_module():
    loss = make(BinaryCrossEntropy()).to("meta")
    found = loss((None, None, torch.zeros(4, 5, device="meta")), TARGETS.to("meta"))
    assert found.device.type == "meta" and found.shape == (4,)
