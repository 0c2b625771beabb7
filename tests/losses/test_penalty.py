"""Penalties of a note's own codes."""

import torch

from skmedcode.losses import BinaryCrossEntropy, CodePenalty, LDAMLoss


def test_equal_to_loop():
    plain = BinaryCrossEntropy("mean")
    logits, penalty = torch.randn(3, 4).double(), torch.rand(4).double()
    targets = (torch.rand(3, 4) < 0.5).double()
    found = CodePenalty(plain, 0.3)((logits, penalty), targets)
    for note in range(3):
        own = sum(penalty[code] for code in range(4) if targets[note, code])
        expected = plain(logits, targets)[note] + 0.3 * own
        torch.testing.assert_close(found[note], expected, rtol=0, atol=1e-12)


def test_plain_logits_add_nothing():
    plain = BinaryCrossEntropy()
    logits, targets = torch.randn(3, 4), torch.ones(3, 4)
    assert torch.equal(CodePenalty(plain, 5.0)(logits, targets), plain(logits, targets))


def test_counts_are_passed_on():
    loss = CodePenalty(LDAMLoss(), 1.0)
    loss.count_codes(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    assert loss.loss.n_with.tolist() == [2, 0]
    CodePenalty(BinaryCrossEntropy(), 1.0).count_codes(torch.zeros(2, 2))
