"""The loss over two levels, column by column."""

import pytest
import torch

from skmedcode.losses import BinaryCrossEntropy, GroupLoss, WeightedBinaryCrossEntropy

GROUPS = torch.tensor([1, 0, 1, 2])


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_equal_to_loop(reduction):
    loss = BinaryCrossEntropy(reduction)
    logits, of_groups = torch.randn(5, 4).double(), torch.randn(5, 3).double()
    targets = (torch.rand(5, 4) < 0.4).double()
    has = torch.zeros(5, 3).double()
    for note in range(5):
        for code, group in enumerate(GROUPS.tolist()):
            has[note, group] = max(has[note, group], targets[note, code])
    codes, groups = loss(logits, targets), loss(of_groups, has)
    # a mean counts a level by its columns, as published: sum_i n_i L_i / sum_i n_i
    expected = codes + groups if reduction == "sum" else (4 * codes + 3 * groups) / 7
    found = GroupLoss(loss, GROUPS)((logits, of_groups), targets)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)


def test_groups_move_with_the_module():
    assert GroupLoss(BinaryCrossEntropy(), GROUPS).to("meta").groups.device.type == "meta"


def test_a_loss_with_a_value_for_each_code_is_named():
    loss = GroupLoss(torch.nn.BCEWithLogitsLoss(pos_weight=torch.ones(4)), GROUPS)
    with pytest.raises(ValueError, match="loss must take 7 columns, 4 codes and 3 groups"):
        loss((torch.zeros(2, 4), torch.zeros(2, 3)), torch.zeros(2, 4))


def test_groups_are_counted_beside_the_codes():
    loss = GroupLoss(WeightedBinaryCrossEntropy(), GROUPS)
    loss.count_codes(torch.tensor([[1.0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]]))
    assert loss.loss.n_notes.item() == 3
    assert loss.loss.n_with.tolist() == [1, 0, 2, 1, *[0, 2, 1]]  # two notes have the second group
    assert torch.isfinite(loss((torch.zeros(2, 4), torch.zeros(2, 3)), torch.ones(2, 4))).all()


def test_a_loss_that_does_not_count_is_not_told():
    loss, outputs = GroupLoss(BinaryCrossEntropy(), GROUPS), (torch.ones(2, 4), torch.ones(2, 3))
    before = loss(outputs, torch.ones(2, 4))
    loss.count_codes(torch.zeros(2, 4))
    assert torch.equal(loss(outputs, torch.ones(2, 4)), before)
