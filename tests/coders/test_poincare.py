"""Points of a tree: one step against a slow loop, and parents nearer than strangers."""

import numpy as np
import pytest
import torch

from skmedcode.coders._poincare import NEGATIVES, _comparisons, _lines, _step, tree_points
from skmedcode.layers import poincare_distance, project_to_ball


def full_tree(branches, depth):
    """Parents of a tree in which every node but the leaves has as many children."""
    parents, level = [-1], [0]
    for _ in range(depth):
        parents += [node for node in level for _ in range(branches)]
        level = range(len(parents) - len(level) * branches, len(parents))
    return np.array(parents)


def above(parents, node):
    line = []
    while (node := parents[node]) >= 0:
        line.append(int(node))
    return line


def test_lines_are_all_nodes_above():
    parents = full_tree(3, 3)
    lines = _lines(torch.from_numpy(parents)).tolist()
    assert [[node for node in line if node >= 0] for line in lines] == [
        above(parents, node) for node in range(len(parents))
    ]


def test_comparisons():
    parents = full_tree(2, 3)
    generator = torch.Generator().manual_seed(0)
    lines = _lines(torch.from_numpy(parents))
    seen = set()
    for _ in range(20):
        nodes, others, related = _comparisons(lines, generator)
        assert nodes.tolist() == list(range(1, len(parents)))
        assert others.shape == (len(nodes), 1 + NEGATIVES) and not related[:, 0].any()
        for node, row, flags in zip(nodes.tolist(), others.tolist(), related, strict=True):
            line = above(parents, node)
            assert row[0] in line
            seen.add((node, row[0]))
            expected = [other in [node, *line] for other in row[1:]]
            assert flags[1:].tolist() == expected
    assert len(seen) == sum(len(above(parents, node)) for node in range(len(parents)))


def slow_step(points, nodes, others, related, rate):
    """Every gradient by itself, from the formula of the paper."""
    slopes, times = torch.zeros_like(points), [0] * len(points)
    for node, row, flags in zip(nodes.tolist(), others.tolist(), related.tolist(), strict=True):
        rows = points.clone().requires_grad_()
        gaps = 1 - rows.square().sum(1)
        chances = []
        for other, flag in zip(row, flags, strict=True):
            times[other] += 1
            if not flag:
                apart = (rows[node] - rows[other]).square().sum()
                x = 1 + 2 * apart / (gaps[node] * gaps[other])
                chances.append(torch.exp(-torch.acosh(x)))
        times[node] += 1
        slopes += torch.autograd.grad(-torch.log(chances[0] / sum(chances)), rows)[0]
    return slopes / torch.tensor(times).clamp_min(1).unsqueeze(1)


def state(seed=0):
    parents = full_tree(2, 3)
    generator = torch.Generator().manual_seed(seed)
    triples = _comparisons(_lines(torch.from_numpy(parents)), generator)
    points = project_to_ball(torch.randn(len(parents), 3, generator=generator).double(), 0.9)
    return points, triples


def test_a_step_by_a_loop():
    points, triples = state()
    slopes = slow_step(points, *triples, 0.5)
    scale = (1 - points.square().sum(1, keepdim=True)) ** 2 / 4
    moved = points - 0.5 * scale * slopes
    expected = torch.stack([row / max(row.norm() / (1 - 1e-5), 1) for row in moved])
    torch.testing.assert_close(_step(points, *triples, 0.5), expected)


def test_geoopt_takes_the_same_step():
    geoopt = pytest.importorskip("geoopt")
    points, triples = state(1)
    ball = geoopt.PoincareBall(c=1.0)
    slopes = ball.egrad2rgrad(points, slow_step(points, *triples, 0.2))
    torch.testing.assert_close(_step(points, *triples, 0.2), ball.retr(points, -0.2 * slopes))


@pytest.mark.parametrize(("branches", "depth", "dim"), [(3, 3, 5), (2, 5, 10), (30, 1, 10)])
def test_what_is_above_is_nearer_than_strangers(branches, depth, dim):
    parents = full_tree(branches, depth)
    points = torch.from_numpy(tree_points(parents, dim, seed=0))
    assert points.dtype == torch.float32 and points.norm(dim=1).max() < 1
    ranks = []
    for node in range(1, len(parents)):
        distances = poincare_distance(points[node], points)
        strangers = np.setdiff1d(np.arange(len(parents)), [node, *above(parents, node)])
        ranks += [
            (distances[strangers] < distances[line]).float().mean().item()
            for line in above(parents, node)
        ]
    assert np.mean(ranks) < 0.05  # 0.5 by chance


def test_the_root_is_in_the_middle():
    parents = full_tree(3, 3)
    norms = np.linalg.norm(tree_points(parents, 5, seed=0), axis=1)
    assert norms[0] == norms.min() and norms[0] < 0.2 < np.median(norms)


def test_the_seed_decides_and_the_global_generator_stays():
    parents, before = full_tree(3, 2), torch.get_rng_state()
    first, again, other = (tree_points(parents, 4, seed=seed) for seed in (1, 1, 2))
    assert (first == again).all() and not np.allclose(first, other)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_single_node():
    assert tree_points(np.array([-1]), 3, seed=0).shape == (1, 3)
