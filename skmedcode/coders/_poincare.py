"""Places of a tree's nodes in the Poincaré ball, learnt before there is a network."""

import numpy as np
import torch
from torch.nn import functional as F

from skmedcode.layers import poincare_distance, project_to_ball

EPOCHS, BURN_IN = 50, 10
RATE = 1.0
NEGATIVES = 10  # nodes that a node is compared with, besides the one above it


def tree_points(parents, dim, seed):
    """Points of which each is nearer to what stands above it than to other nodes.

    Nickel and Kiela, "Poincaré Embeddings for Learning Hierarchical Representations", NIPS 2017:
    for a node ``u`` and one of its ancestors ``v``, the loss is
    ``-log(exp(-d(u, v)) / sum_w exp(-d(u, w)))``, ``w`` being ``v`` and nodes drawn at random that
    are not above ``u``. Riemannian gradient descent: the gradient times ``(1 - |x|^2)^2 / 4``, then
    back into the ball; a tenth of the rate at first, while the angles find themselves.

    Parameters
    ----------
    parents : ndarray of int of shape (n_nodes,)
        Place of the node above; -1 at the root.
    dim : int
    seed : int

    Returns
    -------
    ndarray of float32 of shape (n_nodes, dim)
        Of norm below 1. The same for the same seed; torch's generator is not moved.

    Notes
    -----
    Differs from the authors' code: a step takes all nodes at once, each with one of its ancestors,
    and a node's gradient is the mean over the comparisons that it takes part in. So the root, which
    is above everything, moves no further than a leaf, and the rate depends on no size. Nodes above
    ``u`` that lie between are not among its negatives, nor is ``u`` itself.
    """
    generator = torch.Generator().manual_seed(seed)
    lines = _lines(torch.from_numpy(parents))
    points = (2 * torch.rand(len(parents), dim, generator=generator) - 1) * 1e-3
    for epoch in range(EPOCHS if lines.shape[1] else 0):
        triples = _comparisons(lines, generator)
        rate = RATE / 10 if epoch < BURN_IN else RATE
        points = _step(points, *triples, rate)
    return points.numpy()


def _lines(parents):
    """All nodes above each node, the nearest first, then -1; shape (n_nodes, depth)."""
    lines = [parents]
    while (lines[-1] >= 0).any():
        last = lines[-1]
        lines.append(torch.where(last < 0, last, parents[last.clamp_min(0)]))
    return torch.stack(lines, dim=1)[:, :-1]  # the last is -1 throughout


def _comparisons(lines, generator):
    """Nodes, what each is compared with, and which of these are related to it besides.

    Returns
    -------
    nodes : Tensor of shape (n,)
    others : Tensor of shape (n, 1 + NEGATIVES)
        One of the node's ancestors first.
    related : bool Tensor of shape (n, 1 + NEGATIVES)
    """
    depths = (lines >= 0).sum(1)
    nodes = depths.nonzero().squeeze(1)
    column = (torch.rand(len(nodes), generator=generator) * depths[nodes]).long()
    above = lines[nodes, column].unsqueeze(1)
    drawn = torch.randint(len(lines), (len(nodes), NEGATIVES), generator=generator)
    related = drawn == nodes.unsqueeze(1)
    for line in lines[nodes].unbind(1):
        related |= drawn == line.unsqueeze(1)
    return nodes, torch.cat([above, drawn], dim=1), F.pad(related, (1, 0))


def _step(points, nodes, others, related, rate):
    """The points after one Riemannian step."""
    places = torch.cat([nodes.unsqueeze(1), others], dim=1)  # (n, 2 + NEGATIVES)
    rows = points[places].requires_grad_()
    scores = -poincare_distance(rows[:, :1], rows[:, 1:]).masked_fill(related, torch.inf)
    loss = -scores.log_softmax(dim=1)[:, 0].sum()
    (slopes,) = torch.autograd.grad(loss, rows)
    total = torch.zeros_like(points).index_add_(0, places.flatten(), slopes.flatten(0, 1))
    times = np.bincount(places.flatten().numpy(), minlength=len(points)).clip(1)
    gradient = total / torch.from_numpy(times).to(total).unsqueeze(1)
    scale = (1 - points.square().sum(1, keepdim=True)).square() / 4
    return project_to_ball(points - rate * scale * gradient)
