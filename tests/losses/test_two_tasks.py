"""The loss of two tasks."""

import pytest
import torch

from skmedcode.losses import BinaryCrossEntropy, LDAMLoss, TwoTaskLoss

GROUPS = torch.tensor([1, 0, 1, 2])


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_equal_to_loop(reduction, weight):
    loss = BinaryCrossEntropy(reduction)
    logits, of_groups = torch.randn(5, 4).double(), torch.randn(5, 3).double()
    targets = (torch.rand(5, 4) < 0.4).double()
    has = torch.zeros(5, 3).double()
    for note in range(5):
        for code, group in enumerate(GROUPS.tolist()):
            has[note, group] = max(has[note, group], targets[note, code])
    expected = (1 - weight) * loss(logits, targets) + weight * loss(of_groups, has)
    found = TwoTaskLoss(loss, GROUPS, weight)((logits, of_groups), targets)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


def test_a_loss_with_a_value_for_each_code_is_named():
    own = torch.nn.BCEWithLogitsLoss(pos_weight=torch.ones(4), reduction="none")
    loss = TwoTaskLoss(own, GROUPS)
    with pytest.raises(ValueError, match="4 codes, and then 3 groups of codes; it failed"):
        loss((torch.zeros(2, 4), torch.zeros(2, 3)), torch.zeros(2, 4))


def test_codes_and_groups_have_counts_of_their_own():
    loss = TwoTaskLoss(LDAMLoss(), GROUPS, 0.3)
    seen = torch.tensor([[1.0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    loss.count_codes(seen[:2])
    loss.count_codes(seen[2:])
    codes, groups = LDAMLoss(), LDAMLoss()
    codes.count_codes(seen)
    groups.count_codes(torch.tensor([[0.0, 1, 0], [0, 1, 0], [0, 0, 1]]))
    assert loss.loss.n_with.tolist() == codes.n_with.tolist()
    assert loss.group_loss.n_with.tolist() == groups.n_with.tolist()
    logits, of_groups = torch.randn(1, 4), torch.randn(1, 3)
    own, upper = codes(logits, seen[:1]), groups(of_groups, torch.tensor([[0.0, 1, 0]]))
    found = loss((logits, of_groups), seen[:1])
    torch.testing.assert_close(found, 0.7 * own + 0.3 * upper)


def test_a_loss_that_does_not_count_is_shared_and_not_told():
    plain = BinaryCrossEntropy()
    loss = TwoTaskLoss(plain, GROUPS)
    loss.count_codes(torch.zeros(2, 4))
    assert loss.loss is loss.group_loss is plain
