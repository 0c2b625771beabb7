"""The distinct words of titles, and sums over them, against loops."""

import torch
from torch import nn

from skmedcode.layers import TitleWords

TITLES = [[2, 3, 2], [], [5], [3, 5, 4, 8]]


def titles_of(title_ids=TITLES, **options):
    torch.manual_seed(0)
    return TitleWords(nn.Embedding(9, 6).double(), title_ids, 6, **options)


def test_each_word_is_there_once():
    titles = titles_of()
    assert sorted(titles.words.tolist()) == [2, 3, 4, 5, 8]
    assert torch.equal(titles(), titles.embedding.weight[titles.words])


def test_sums_equal_to_loop():
    titles = titles_of()
    values = torch.randn(3, 5, dtype=torch.float64)
    found = titles.add_up(values)
    place = {int(word): i for i, word in enumerate(titles.words)}
    for note in range(3):
        for code, ids in enumerate(TITLES):
            expected = sum((float(values[note, place[i]]) for i in set(ids)), 0.0)
            torch.testing.assert_close(float(found[note, code]), expected)


def test_words_of_codes():
    titles = titles_of()
    for codes in (torch.tensor([3, 1, 0]), torch.tensor([[3, 1], [2, 2]])):
        places, mask = titles.of_codes(codes)
        assert places.shape == mask.shape == (*codes.shape, 4)
        for code, own, has in zip(
            codes.flatten(), places.flatten(0, -2), mask.flatten(0, -2), strict=True
        ):
            assert set(titles.words[own[has]].tolist()) == set(TITLES[code])


def test_titles_behind_others():
    whole, grown = titles_of(), titles_of(TITLES[:2])
    grown.extend(TITLES[2:])
    for name, value in whole.state_dict().items():
        assert torch.equal(value, grown.state_dict()[name])
    assert whole.longest == grown.longest


def test_further_words_are_as_rare_as_the_rarest():
    titles = titles_of(rarity=torch.arange(1.0, 10.0))
    titles.embedding.weight.data = torch.cat([titles.embedding.weight.data, torch.ones(2, 6)])
    titles.embedding.num_embeddings = 11
    titles.extend([[10, 2]])
    assert titles.rarity.tolist() == [*range(1, 10), 9, 9]
    assert titles.words[-1] == 10


def test_other_widths_are_joined():
    titles = TitleWords(nn.Embedding(9, 6), TITLES, 4)
    assert titles().shape == (5, 4)
    assert torch.equal(titles(), titles.embedding.weight[titles.words] @ titles.projection.weight.T)
