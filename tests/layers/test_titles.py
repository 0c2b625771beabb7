"""Code vectors against a mean over words, one by one."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.layers import TitleVectors

TITLES = [[2, 3, 3], [], [5], [], [1, 4]]


def table():
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(8, 4, generator=generator, dtype=torch.float64)
    return nn.Embedding.from_pretrained(weight, freeze=False, padding_idx=0)


def by_loop(weight, titles):
    rows = []
    for ids in titles:
        total = torch.zeros(weight.shape[1], dtype=weight.dtype)
        for i in ids:
            total = total + weight[int(i)]
        rows.append(total / max(len(ids), 1))
    return torch.stack(rows)


@pytest.mark.parametrize(
    "titles",
    [TITLES, [np.array(ids, dtype=np.int32) for ids in TITLES], [[7]], [[], [2]]],
    ids=["lists", "arrays", "one", "empty first"],
)
def test_equal_to_loop(titles):
    embedding = table()
    vectors = TitleVectors(embedding, titles, 4)()
    assert vectors.shape == (len(titles), 4)
    torch.testing.assert_close(vectors, by_loop(embedding.weight, titles), rtol=0, atol=1e-12)


def test_a_code_without_title_is_zero():
    vectors = TitleVectors(table(), TITLES, 4)()
    assert (vectors[1] == 0).all()
    assert (vectors[3] == 0).all()
    assert (vectors[0] != 0).all()


def test_projection():
    embedding = table()
    titles = TitleVectors(embedding, TITLES, 6).double()
    expected = by_loop(embedding.weight, TITLES) @ titles.projection.weight.T
    torch.testing.assert_close(titles(), expected, rtol=0, atol=1e-12)
    assert titles.projection.bias is None
    assert (titles()[1] == 0).all()
    assert TitleVectors(embedding, TITLES, 4).projection is None


def test_gradients_reach_the_table():
    embedding = table()
    titles = TitleVectors(embedding, TITLES, 4)
    (found,) = torch.autograd.grad(titles().sin().sum(), embedding.weight)
    (expected,) = torch.autograd.grad(
        by_loop(embedding.weight, TITLES).sin().sum(), embedding.weight
    )
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-12)
    assert (found[6] == 0).all()


def test_the_table_is_shared():
    embedding = table()
    titles = TitleVectors(embedding, TITLES, 4)
    before = titles()
    with torch.no_grad():
        embedding.weight.add_(1)
    torch.testing.assert_close(titles()[2], before[2] + 1)
    assert titles.embedding is embedding
    model = nn.ModuleList([embedding, titles])
    assert len(list(model.parameters())) == 1
    again = copy.deepcopy(model)
    assert again[1].embedding is again[0]


def test_state_holds_numbers_only():
    state = TitleVectors(table(), TITLES, 6).state_dict()
    assert set(state) == {"embedding.weight", "ids", "offsets", "projection.weight"}
    assert state["ids"].tolist() == [2, 3, 3, 5, 1, 4]
    assert state["offsets"].tolist() == [0, 3, 3, 4, 4, 6]


def test_meta():
    embedding = nn.Embedding(8, 4, device="meta")
    titles = TitleVectors(embedding, TITLES, 6).to("meta")
    vectors = titles()
    assert vectors.shape == (5, 6)
    vectors.sum().backward()
    assert embedding.weight.grad.shape == (8, 4)
