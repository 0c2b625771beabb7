"""The decoder that goes down a tree, against loops and against label attention."""

import math

import torch
from torch import nn

from skmedcode.decoders import HierarchicalAttention, LabelAttention

PARENTS = [4, 4, 0, -1, -1]  # code 2 beneath code 0, code 0 and 1 beneath node 4
HIDDEN = torch.randn(3, 6, 5, generator=torch.Generator().manual_seed(0))
MASK = torch.tensor([[True] * 6, [True] * 4 + [False] * 2, [True] + [False] * 5])


class Titles(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 5))

    def forward(self):
        return self.weight


def make(**options):
    torch.manual_seed(1)
    return HierarchicalAttention(5, 4, tree=torch.tensor(PARENTS), **options)


def test_equal_to_loops():
    decoder = make()
    own = decoder.nodes
    codes, of_nodes, conditional = decoder(HIDDEN, MASK)
    assert torch.equal(codes, of_nodes[:, :4])
    for note, hidden in enumerate(HIDDEN):
        chances = []
        for node in range(5):
            words = hidden[MASK[note]]
            weights = torch.softmax(words @ own.queries[node], 0)
            z = (weights @ words) @ own.weight[node] + own.bias[node]
            torch.testing.assert_close(conditional[note, node], z)
            chances.append(1 / (1 + math.exp(-z.item())))
        path = [4, 0], [4, 1], [4, 0, 2], [3], [4]
        for node, nodes in enumerate(path):
            expected = torch.tensor(math.prod(chances[n] for n in nodes))
            torch.testing.assert_close(of_nodes[note, node].sigmoid(), expected)


def test_without_a_tree_it_is_label_attention():
    titles, start = Titles(), torch.randn(4, 5)
    torch.manual_seed(1)
    plain = LabelAttention(5, 4, titles=titles, start=start)
    torch.manual_seed(1)
    flat = HierarchicalAttention(5, 4, tree=torch.full((4,), -1), titles=titles, start=start)
    logits, of_nodes, conditional = flat(HIDDEN, MASK)
    torch.testing.assert_close(logits, plain(HIDDEN, MASK))
    assert torch.equal(logits, of_nodes) and torch.equal(logits, conditional)


def test_titles_and_starts_of_nodes_are_those_of_the_codes_beneath():
    titles, start = Titles(), torch.randn(4, 5)
    decoder, bare = make(titles=titles, start=start), make()
    moved = (decoder.nodes.queries - bare.nodes.queries) / 6
    torch.testing.assert_close(moved[:4], start)
    mean = nn.functional.normalize(start, dim=-1)[:3].sum(0)
    torch.testing.assert_close(moved[4], mean / mean.norm())
    mean = nn.functional.normalize(titles(), dim=-1)[:3].sum(0)
    torch.testing.assert_close(decoder.nodes.titles()[4], mean / mean.norm())
    torch.testing.assert_close(decoder.nodes.titles()[:4], titles())


def test_attention_is_that_of_the_codes():
    decoder = make()
    asked = torch.tensor([3, 1])
    weights = decoder.attend(HIDDEN, MASK, asked)
    torch.testing.assert_close(weights, decoder.nodes.attend(HIDDEN, MASK, asked))
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 2))
    assert decoder.code_embeddings().shape == (4, 5)


def test_every_weight_has_a_gradient_from_the_codes_alone():
    decoder = make(titles=Titles())
    decoder(HIDDEN, MASK)[0].sin().sum().backward()
    for name, parameter in decoder.named_parameters():
        assert (parameter.grad.abs().sum(-1) > 0).all(), name


def test_autocast():
    decoder = make()
    with torch.autocast("cpu", torch.bfloat16):
        codes, of_nodes, _ = decoder(HIDDEN, MASK)
    assert codes.dtype == of_nodes.dtype == torch.float32
    assert (of_nodes[:, [0, 1]] <= of_nodes[:, [4]]).all()
    assert (codes[:, 2] <= codes[:, 0]).all()
    codes.sum().backward()
    assert all(p.grad.isfinite().all() for p in decoder.parameters())


def test_meta_device():
    decoder = make(titles=Titles()).to("meta")
    outputs = decoder(HIDDEN.to("meta"), MASK.to("meta"))
    assert [tuple(o.shape) for o in outputs] == [(3, 4), (3, 5), (3, 5)]
    sum(output.sum() for output in outputs).backward()
    assert all(p.grad.device.type == "meta" for p in decoder.parameters())
