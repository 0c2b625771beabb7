"""Two decoders side by side."""

import torch

from skmedcode.decoders import LabelAttention, TwoTasks


def test_each_task_is_its_own():
    torch.manual_seed(0)
    codes, upper = LabelAttention(5, 4), LabelAttention(5, 2)
    decoder = TwoTasks(codes, upper, torch.tensor([0, 1, 0, 1]))
    hidden, mask = torch.randn(3, 6, 5), torch.ones(3, 6, dtype=torch.bool)
    logits, of_groups = decoder(hidden, mask)
    torch.testing.assert_close(logits, codes(hidden, mask))
    torch.testing.assert_close(of_groups, upper(hidden, mask))
    asked = torch.tensor([3, 1])
    weights = decoder.attend(hidden, mask, asked)
    torch.testing.assert_close(weights, codes.attend(hidden, mask, asked))
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2))
    assert decoder.bias is codes.bias
    assert decoder.code_embeddings() is codes.queries
    assert decoder.group_embeddings() is upper.queries
