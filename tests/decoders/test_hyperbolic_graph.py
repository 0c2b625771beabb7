"""The decoder of HyperCore against a loop over notes, codes and words."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.decoders import HyperbolicGraphAttention
from skmedcode.layers import CodeGraph, TitleVectors, project_to_ball

IN, CODES, DIM = 6, 4, 3


def graph():
    """Codes 0 and 1 occur together, the others alone."""
    values = torch.tensor([0.5, 0.5, 0.5, 0.5, 1.0, 1.0])
    return CodeGraph(IN, (torch.tensor([0, 2, 4, 5, 6]), torch.tensor([0, 1, 0, 1, 2, 3]), values))


def decoder(*, hyperbolic=True, cograph=True, titles=True, start=None):
    torch.manual_seed(0)
    titles = TitleVectors(nn.Embedding(9, 5), [[2, 3], [4], [], [5, 6]], IN) if titles else None
    points = project_to_ball(torch.randn(CODES, DIM), 0.9) if hyperbolic else None
    net = HyperbolicGraphAttention(
        IN, CODES, titles=titles, start=start, points=points, graph=graph() if cograph else None
    )
    for name, parameter in net.named_parameters():
        if name in ("from_graph", "from_nearness"):  # zero at first
            nn.init.normal_(parameter)
    return net


def notes():
    torch.manual_seed(1)
    hidden, lengths = torch.randn(2, 5, IN), [5, 2]
    return hidden, torch.tensor([[True] * n + [False] * (5 - n) for n in lengths]), lengths


def slow_distance(u, v):
    gaps = (1 - sum(x * x for x in u)) * (1 - sum(x * x for x in v))
    return math.acosh(1 + 2 * sum((x - y) ** 2 for x, y in zip(u, v, strict=True)) / gaps)


def slow_logit(net, words, code):
    """One note, one code."""
    titles = torch.zeros(CODES, IN) if net.titles is None else F.normalize(net.titles(), dim=-1)
    P, M = net.projection.weight, net.from_note
    query = net.queries[code] + 3 * P @ titles[code]
    scores = torch.stack([query @ torch.tanh(P @ h + net.projection.bias) for h in words])
    read = sum(a * h for a, h in zip(torch.softmax(scores, 0), words, strict=True))
    mixed = M @ read
    if net.graph is not None:
        about = []
        for other in range(CODES):
            own = (net.queries[other] + 3 * P @ titles[other]) @ P
            about.append(own / own.norm() * IN**0.5)
        beside = (about[0] + about[1]) / 2 if code < 2 else about[code]
        mixed = mixed + net.from_graph @ (read * torch.tanh(beside @ net.graph.weights[0]))
    if net.points is not None:
        direction = net.direction(read)
        share = torch.sigmoid(net.magnitude(read)).item() * (1 - 1e-5)
        place = [share * x / direction.norm().item() for x in direction.tolist()]
        near = 1 / (1 + slow_distance(place, net.points[code].tolist()))
        mixed = mixed + near * net.from_nearness
    return (net.weight[code] + M @ titles[code]) @ torch.tanh(mixed) + net.bias[code]


@pytest.mark.parametrize("titles", [True, False])
@pytest.mark.parametrize("hyperbolic", [True, False])
@pytest.mark.parametrize("cograph", [True, False])
def test_by_a_loop(titles, hyperbolic, cograph):
    net = decoder(titles=titles, hyperbolic=hyperbolic, cograph=cograph)
    hidden, mask, lengths = notes()
    with torch.no_grad():
        rows = [
            [slow_logit(net, hidden[note, :length], code) for code in range(CODES)]
            for note, length in enumerate(lengths)
        ]
    expected = torch.tensor(rows)
    torch.testing.assert_close(net(hidden, mask), expected, rtol=1e-4, atol=1e-5)


def test_padding_and_neighbours_change_nothing():
    net = decoder()
    hidden, mask, _ = notes()
    alone = net(hidden[1:, :2], mask[1:, :2])
    longer = F.pad(hidden, (0, 0, 0, 3), value=7.0), F.pad(mask, (0, 3))
    torch.testing.assert_close(net(*longer)[1:], alone)


def test_attention_and_code_embeddings():
    net = decoder()
    hidden, mask, _ = notes()
    attention = net.attend(hidden, mask, torch.tensor([2, 0]))
    torch.testing.assert_close(attention.sum(-1), torch.ones(2, 2))
    assert (attention[1, :, 2:] == 0).all()
    keys = torch.tanh(net.projection(hidden[0]))
    expected = torch.softmax(keys @ net.code_embeddings()[0], dim=0)
    torch.testing.assert_close(attention[0, 1], expected)


def test_graph_and_space_are_silent_at_first():
    hidden, mask, _ = notes()
    torch.manual_seed(0)
    points = project_to_ball(torch.randn(CODES, DIM), 0.9)
    full = HyperbolicGraphAttention(IN, CODES, points=points, graph=graph())
    plain = HyperbolicGraphAttention(IN, CODES)
    plain.load_state_dict(full.state_dict(), strict=False)
    assert torch.equal(full(hidden, mask), plain(hidden, mask))


def test_codes_start_where_they_are_told():
    torch.manual_seed(0)
    start = F.normalize(torch.randn(CODES, IN), dim=-1)
    net = decoder(titles=False, hyperbolic=False, cograph=False, start=start)
    aligned = F.cosine_similarity(net.queries @ net.projection.weight, start)
    assert (aligned > 0.99).all()
    assert (F.cosine_similarity(net.weight @ net.from_note, start) > 0.98).all()


def test_gradients_reach_all_parameters_but_the_points():
    net = decoder()
    net(*notes()[:2]).sum().backward()
    assert all((p.grad != 0).any() for p in net.parameters())
    assert not any(name.startswith("points") for name, _ in net.named_parameters())


def test_bfloat16_keeps_the_space_in_float32():
    net = decoder()
    hidden, mask, _ = notes()
    with torch.autocast("cpu", torch.bfloat16):
        near = net.nearness(hidden[:, :CODES])
        logits = net(hidden, mask)
    assert near.dtype == torch.float32 and ((near > 0) & (near <= 1)).all()
    torch.testing.assert_close(logits.float(), net(hidden, mask), rtol=0, atol=0.2)
