"""The private net: losses, R-Drop, precision, pickles."""

import io
import math
import pickle

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.losses import BinaryCrossEntropy
from skmedcode.training import NoteBatches, NoteDataset
from skmedcode.training._fit import new_net
from skmedcode.training._net import disagreement, logits


def divergence(p, q):
    """Kullback-Leibler divergence of two Bernoulli variables."""
    return p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))


def disagreement_by_loop(first, second):
    rows = []
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        codes = []
        for a, b in zip(one, other, strict=True):
            p, q = 1 / (1 + math.exp(-a)), 1 / (1 + math.exp(-b))
            codes.append((divergence(p, q) + divergence(q, p)) / 2)
        rows.append(sum(codes) / len(codes))
    return torch.tensor(rows, dtype=torch.float64)


def bce_by_loop(outputs, targets):
    losses = []
    for scores, codes in zip(outputs.tolist(), targets.tolist(), strict=True):
        chances = [1 / (1 + math.exp(-score)) for score in scores]
        losses.append(
            -sum(math.log(p if y else 1 - p) for p, y in zip(chances, codes, strict=True))
        )
    return losses


class Outputs(nn.Module):
    """Gives prepared logits, one set a call, whatever it reads."""

    def __init__(self, *prepared):
        super().__init__()
        self.prepared = nn.ParameterList(prepared)
        self.calls = 0

    def forward(self, ids, mask):
        self.calls += 1
        return self.prepared[(self.calls - 1) % len(self.prepared)]


def two_sets():
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(5, 3, generator=generator, dtype=torch.float64) for _ in range(2)]


def example(weight=None):
    generator = torch.Generator().manual_seed(1)
    targets = (torch.rand(5, 3, generator=generator) < 0.5).double()
    weight = torch.ones(5) if weight is None else torch.tensor(weight)
    X = {"ids": torch.ones(5, 2, dtype=torch.int32), "mask": torch.ones(5, 2, dtype=torch.bool)}
    return X | {"weight": weight}, targets


def test_disagreement_is_the_mean_over_codes():
    first, second = two_sets()
    found = disagreement(first, second)
    assert found.shape == (5,)
    torch.testing.assert_close(found, disagreement_by_loop(first, second), rtol=0, atol=1e-12)
    torch.testing.assert_close(disagreement(second, first), found)
    assert (disagreement(first, first) == 0).all()
    wide = disagreement(first.repeat(1, 4), second.repeat(1, 4))
    torch.testing.assert_close(wide, found)


def test_disagreement_of_far_logits_is_finite():
    far = torch.tensor([[1e4, -1e4]], requires_grad=True)
    value = disagreement(far, -far)
    value.backward()
    assert torch.isfinite(value)
    assert torch.isfinite(far.grad).all()


@pytest.mark.parametrize("weight", [None, [0.0, 2.0, 1.0, 0.5, 1.5]])
def test_loss_is_the_weighted_mean_over_notes(recipe, weight):
    net = new_net(recipe(), lambda: Outputs(two_sets()[0]), 0)
    X, targets = example(weight)
    weights = X["weight"]
    outputs = net.infer(X)
    found = net.get_loss(outputs, targets, X).item()
    losses = bce_by_loop(outputs.detach(), targets)
    total = sum(w * loss for w, loss in zip(weights.tolist(), losses, strict=True))
    assert found == pytest.approx(total / 5, abs=1e-12)


@pytest.mark.parametrize("weight", [None, [0.0, 2.0, 1.0, 0.5, 1.5]])
@pytest.mark.parametrize("r_drop", [0.5, 3.0])
def test_r_drop(recipe, r_drop, weight):
    first, second = two_sets()
    net = new_net(recipe(r_drop=r_drop), lambda: Outputs(first, second), 0)
    X, targets = example(weight)
    weights = X["weight"]
    step = net.train_step_single((X, targets))
    apart = disagreement_by_loop(first, second).tolist()
    one, other = bce_by_loop(first, targets), bce_by_loop(second, targets)
    expected = 0.0
    for note, factor in enumerate(weights.tolist()):
        expected += factor * ((one[note] + other[note]) / 2 + r_drop * apart[note]) / 5
    assert step["loss"].item() == pytest.approx(expected, abs=1e-12)
    assert net.module_.calls == 2
    assert net.module_.training
    assert torch.equal(step["y_pred"], first)

    leaves = [first.clone().requires_grad_(), second.clone().requires_grad_()]
    p, q = leaves[0].sigmoid(), leaves[1].sigmoid()

    def kl(a, b):
        return a * (a / b).log() + (1 - a) * ((1 - a) / (1 - b)).log()

    bce = nn.functional.binary_cross_entropy
    rows = sum(bce(x, targets, reduction="none").sum(-1) / 2 for x in (p, q))
    rows = rows + r_drop * ((kl(p, q) + kl(q, p)) / 2).mean(-1)
    gradients = torch.autograd.grad((rows * weights).mean(), leaves)
    for parameter, gradient in zip(net.module_.prepared, gradients, strict=True):
        torch.testing.assert_close(parameter.grad, gradient, rtol=0, atol=1e-10)


def test_without_r_drop_one_pass(recipe):
    net = new_net(recipe(), lambda: Outputs(*two_sets()), 0)
    net.train_step_single(example())
    assert net.module_.calls == 1


@pytest.mark.parametrize("weight", [None, [0.5, 2.0, 1.0, 0.0, 1.5]])
def test_evidence_adds_to_the_loss_of_its_note(recipe, weight):
    first, _ = two_sets()
    net = new_net(recipe(evidence_weight=0.7), lambda: Outputs(first), 0)
    X, targets = example(weight)
    generator = torch.Generator().manual_seed(2)
    attention = torch.softmax(torch.randn(5, 2, 6, generator=generator).double(), dim=-1)
    spans = torch.zeros(5, 2, 6, dtype=torch.bool)
    spans[0, 1, 2:4] = spans[3, 0, 0] = spans[4, 0, 5] = spans[4, 1, 1] = True
    X |= {"codes": torch.zeros(5, 2, dtype=torch.int64), "spans": spans}
    missed = [0.0] * 5
    for note, code in ((0, 1), (3, 0), (4, 0), (4, 1)):
        missed[note] -= math.log(attention[note, code][spans[note, code]].sum().item())
    losses = [a + 0.7 * b for a, b in zip(bce_by_loop(first, targets), missed, strict=True)]
    weights = [1.0] * 5 if weight is None else weight
    expected = sum(a * w for a, w in zip(losses, weights, strict=True)) / 5
    assert net.get_loss((first, attention), targets, X).item() == pytest.approx(expected, abs=1e-6)


def test_r_drop_trains(recipe, data, module, weights_of):
    trained = []
    for r_drop in (0.0, 2.0):
        net = new_net(recipe(r_drop=r_drop, max_epochs=1), module, 0)
        before = weights_of(net)
        with torch.random.fork_rng():
            torch.manual_seed(0)
            net.partial_fit(data())
        assert any(not torch.equal(before[name], now) for name, now in weights_of(net).items())
        trained.append(weights_of(net)["decoder.weight"])
    assert not torch.equal(*trained)


def test_heavier_notes_pull_more(recipe, data, module, weights_of):
    """One step of plain gradient descent is the weighted mean of the notes' own steps."""
    weight = np.linspace(0, 2, 12)
    weighted, plain = data(12, weight=weight), data(12)
    settings = recipe(optimizer="sgd", lr=1.0, weight_decay=0.0, clip_norm=None, batch_size=12)
    settings.max_epochs = 1

    def step(dataset):
        net = new_net(settings, lambda part=None: module(dropout=0.0), 0)
        before = weights_of(net)["decoder.weight"]
        net.partial_fit(dataset)
        return weights_of(net)["decoder.weight"] - before

    steps = [step(plain.part(np.array([row]))) for row in range(12)]
    expected = sum(w * s for w, s in zip(weight, steps, strict=True)) / 12
    torch.testing.assert_close(step(weighted), expected.float(), rtol=1e-4, atol=1e-6)


class Pair(nn.Module):
    """Logits, and something that only its own loss reads."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(4))

    def forward(self, ids, mask):
        scores = self.weight * mask.sum(1, keepdim=True)
        return scores, scores.square().sum(-1)


class PairLoss(nn.Module):
    def forward(self, outputs, targets):
        scores, penalty = outputs
        return BinaryCrossEntropy()(scores, targets) + penalty


@pytest.mark.parametrize("r_drop", [0.0, 1.0])
def test_a_module_may_give_more_than_logits(recipe, data, r_drop):
    net = new_net(recipe(loss=PairLoss(), r_drop=r_drop), Pair, 0)
    net.partial_fit(data())
    outputs = net.infer(data().batch(np.arange(3))[0])
    assert isinstance(outputs, tuple)
    assert logits(outputs) is outputs[0]
    assert logits(outputs[0]) is outputs[0]
    assert (net.module_.weight != 0).any()


@pytest.mark.parametrize("make", [None, Pair])
def test_reduced_precision_leaves_in_float32(recipe, data, module, make):
    X, _ = data().batch(np.arange(5))
    with torch.random.fork_rng():
        nets = [new_net(recipe(amp=amp), make or module, 0) for amp in (True, False)]
    for net in nets:
        net.module_.eval()
    low, full = (logits(net.infer(X)) for net in nets)
    assert low.dtype == full.dtype == torch.float32
    torch.testing.assert_close(low, full, rtol=0.05, atol=0.05)
    if make is None:
        assert not torch.equal(low, full)


def test_pickle_holds_the_weights_once(recipe):
    net = new_net(recipe(), lambda: Outputs(torch.zeros(50_000)), 0)
    assert len(pickle.dumps(net)) < 1.2 * 4 * 50_000
    assert net.module is Outputs
    file = io.BytesIO()
    torch.save(net.module_.state_dict(), file)
    assert file.tell() > 4 * 50_000


def test_pickle_predicts_the_same(recipe, data, module):
    net = new_net(recipe(), module, 0)
    with torch.random.fork_rng():
        net.partial_fit(data())
    again = pickle.loads(pickle.dumps(net))
    X, _ = data().batch(np.arange(7))
    for one in (net, again):
        one.module_.eval()
    assert torch.equal(again.infer(X), net.infer(X))


def test_iterators(recipe, data, module):
    net = new_net(recipe(batch_size=7), module, 5)
    dataset = data()
    assert isinstance(dataset, NoteDataset)
    train, valid = (net.get_iterator(dataset, training=training) for training in (True, False))
    assert isinstance(train, NoteBatches)
    assert isinstance(valid, NoteBatches)
    assert train.batch_size == valid.batch_size == 7
    assert train.rng is not None
    assert valid.rng is None
