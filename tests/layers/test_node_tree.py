"""Probabilities along paths against a climb from each node; a child is never above its parent."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit

from skmedcode.layers import NodeTree, lines_above

PARENTS = [5, 5, 6, -1, 6, 7, 7, -1]  # 6 stands above code 2 and code 4; 7 above 5 and 6


@st.composite
def trees(draw):
    """Parents of up to 12 nodes in any order of places, and how many of them are codes."""
    n_nodes = draw(st.integers(1, 12))
    places = draw(st.permutations(range(n_nodes)))
    parents = [-1] * n_nodes
    for rank, node in enumerate(places):
        above = draw(st.integers(-1, rank - 1))
        parents[node] = -1 if above < 0 else places[above]
    return parents, draw(st.integers(1, n_nodes))


def path(parents, node):
    """The node and all above it."""
    while node >= 0:
        yield node
        node = parents[node]


def test_equal_to_a_product_along_each_path():
    torch.manual_seed(0)
    z = torch.randn(3, len(PARENTS), dtype=torch.float64) * 3
    chances = NodeTree(torch.tensor(PARENTS), 5)(z).sigmoid()
    for note in range(3):
        for node in range(len(PARENTS)):
            product = math.prod(1 / (1 + math.exp(-z[note, n])) for n in path(PARENTS, node))
            assert chances[note, node].item() == pytest.approx(product, rel=1e-12)


@given(trees(), st.data())
def test_a_child_is_never_above_its_parent(tree, data):
    parents, n_codes = tree
    shape, floats = (2, len(parents)), st.floats(-1e6, 1e6, width=32)
    z = torch.from_numpy(data.draw(arrays(np.float32, shape, elements=floats)))
    z.requires_grad_()
    log_odds = NodeTree(torch.tensor(parents), n_codes)(z)
    assert log_odds.isfinite().all()
    chances = expit(log_odds.detach().numpy())
    for node, parent in enumerate(parents):
        if parent >= 0:
            assert (log_odds[:, node] <= log_odds[:, parent]).all()
            assert (chances[:, node] <= chances[:, parent]).all()
        else:
            assert torch.equal(log_odds[:, node], z[:, node])
    log_odds.sum().backward()
    assert z.grad.isfinite().all()


@given(trees())
def test_lines_are_climbed(tree):
    parents, n_codes = tree
    expected = {(above, code) for code in range(n_codes) for above in path(parents, code)}
    expected -= {(code, code) for code in range(n_codes)}
    found = lines_above(torch.tensor(parents), n_codes)
    assert found.shape == (2, len(expected))
    assert set(zip(*found.tolist(), strict=True)) == expected


def test_small_probabilities_are_not_lost():
    """In float32 the product itself would be 0, or its complement 1."""
    tree = NodeTree(torch.tensor([1, -1]), 1)
    for z in (-80.0, 40.0):
        own = tree(torch.full((1, 2), z))[0, 0].item()
        odds = 1 / ((1 + math.exp(-z)) ** 2 - 1) if z < 0 else math.exp(z) / 2
        assert own == pytest.approx(math.log(odds), rel=1e-6)


def test_halves_are_computed_in_single_precision():
    z = torch.randn(2, len(PARENTS))
    tree = NodeTree(torch.tensor(PARENTS), 5)
    found = tree(z.bfloat16())
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, tree(z.bfloat16().float()), rtol=0, atol=0)


def test_gradients():
    tree = NodeTree(torch.tensor(PARENTS), 5)
    z = torch.randn(2, len(PARENTS), dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(tree, z)


def test_nodes_have_the_mean_direction_of_their_codes():
    torch.manual_seed(0)
    vectors = torch.randn(5, 3) * torch.tensor([[1.0], [9.0], [1.0], [2.0], [0.0]])
    found = NodeTree(torch.tensor(PARENTS), 5).spread(vectors)
    assert torch.equal(found[:5], vectors)
    unit = [v / v.norm() if v.norm() else v for v in vectors]
    beneath = {5: [0, 1], 6: [2, 4], 7: [0, 1, 2, 4]}
    for node, codes in beneath.items():
        mean = sum(unit[code] for code in codes)
        torch.testing.assert_close(found[node], mean / mean.norm())


@pytest.mark.parametrize(
    ("parents", "n_codes", "message"),
    [
        ([1, 0], 1, "got a circle"),
        ([0], 1, "got a circle"),
        ([2, -1], 2, "must be places of nodes"),
        ([-2, -1], 2, "must be places of nodes"),
        ([-1, -1], 3, "must be places of nodes"),
    ],
)
def test_what_is_no_tree(parents, n_codes, message):
    with pytest.raises(ValueError, match=f"parents .*{message}"):
        NodeTree(torch.tensor(parents), n_codes)
