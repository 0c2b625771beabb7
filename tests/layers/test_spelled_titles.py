"""Vectors of codes from spelled titles, and learnt ones for codes without."""

import torch
from torch import nn

from skmedcode.layers import SpelledTitles


class Sums(nn.Module):
    """The sum of a title's ids, plus the number of words and segments that were given."""

    out_features = 2

    def forward(self, ids, words, segments):
        count = torch.tensor([len(words), len(segments)])
        return ids.sum(1, keepdim=True).flip(0) + 0.5 * count


def test_each_code_gets_the_row_of_its_own_title():
    ids = torch.tensor([[1, 2], [3, 0]])
    words, order = [torch.tensor([[1], [2], [3]])], torch.tensor([[2], [1]])  # flipped by Sums
    segments = [torch.tensor([[1, 2]]), torch.tensor([[3]])]
    titles = SpelledTitles(Sums(), 4, torch.tensor([3, 1]), ids, words, segments, order)
    vectors = titles()
    torch.testing.assert_close(vectors[3], torch.tensor([3.5, 4.0]))
    torch.testing.assert_close(vectors[1], torch.tensor([3.5, 4.0]))
    torch.testing.assert_close(vectors[[0, 2]], titles.learnt)
    vectors.sum().backward()
    assert (titles.learnt.grad == 1).all()


def test_without_untitled_codes_nothing_is_learnt():
    ids, part = torch.tensor([[1]]), [torch.tensor([[1]])]
    titles = SpelledTitles(Sums(), 1, torch.tensor([0]), ids, part, part, torch.tensor([[1]]))
    assert titles.learnt is None
    assert titles().shape == (1, 2)
