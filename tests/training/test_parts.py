"""A batch that is read in parts: the gradient of the whole, in less memory."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from skorch.callbacks import Callback

from skmedcode.training import NoteDataset, fit_network, one_epoch
from skmedcode.training._make_net import new_net
from skmedcode.training._parts import parts

SEED = 3


@given(n_notes=st.integers(1, 40), n_parts=st.integers(1, 50), seed=st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_parts_make_up_the_batch(n_notes, n_parts, seed):
    rng = np.random.RandomState(seed)
    lengths = rng.randint(1, 9, size=n_notes)
    mask = torch.from_numpy(np.arange(lengths.max()) < lengths[:, None])
    ids = torch.where(mask, torch.from_numpy(rng.randint(2, 9, size=mask.shape)), 0)
    spans = (ids == 3)[:, None].repeat(1, 2, 1)
    X = {"ids": ids, "mask": mask, "weight": torch.arange(n_notes), "spans": spans}
    X["sentences"] = ids + 1
    y = torch.arange(3 * n_notes).view(n_notes, 3)
    found = list(parts(X, y, n_parts))
    assert len(found) <= min(n_parts, n_notes)
    assert sum(share for share, _, _ in found) == pytest.approx(1)
    note = 0
    for share, own, targets in found:
        size = len(targets)
        assert share == size / n_notes
        assert own["ids"].shape[1] == lengths[note : note + size].max()
        for row in range(size):
            length = lengths[note + row]
            assert torch.equal(own["ids"][row, :length], ids[note + row, :length])
            assert torch.equal(own["spans"][row, :, :length], spans[note + row, :, :length])
            assert torch.equal(own["sentences"], own["ids"] + 1)
            assert own["mask"][row].sum() == length
            assert own["weight"][row] == note + row
        assert torch.equal(targets, y[note : note + size])
        note += size
    assert note == n_notes


def evidence_of(dataset):
    """The first word of each note supports its first code; every third note has none."""
    return [
        [] if row % 3 == 0 else [(int(column), [0])]
        for row, column in enumerate(dataset.Y.argmax(axis=1))
    ]


@pytest.mark.parametrize("accumulate", [3, 100])
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"clip_norm": 0.05, "optimizer": "sgd", "weight_decay": 0.0, "lr": 0.3},
        {"r_drop": 2.0, "loss": "focal"},
        {"warmup": 0.3, "refit": True},
        {"evidence": True},
        {"weight": True},
    ],
    ids=str,
)
def test_the_same_as_the_whole_batch(recipe, module, data, weights_of, accumulate, parameters):
    parameters = dict(parameters)
    dataset = data(weight=np.linspace(0, 2, 60) if parameters.pop("weight", False) else None)
    if parameters.pop("evidence", False):
        dataset = NoteDataset(dataset.sequences, dataset.Y, evidence=evidence_of(dataset))
    found = []
    for n_parts in (1, accumulate):
        own = recipe(**{"max_epochs": 2, **parameters, "accumulate": n_parts})
        found.append(fit_network(own, lambda part: module(dropout=0.0).double(), dataset, SEED))
    whole, cut = found
    for name, weight in weights_of(whole.net).items():
        torch.testing.assert_close(weights_of(cut.net)[name], weight, rtol=0, atol=1e-9)
    for one, other in zip(whole.history, cut.history, strict=True):
        assert one["train_loss"] == pytest.approx(other["train_loss"], abs=1e-6)
        assert one["valid_score"] == pytest.approx(other["valid_score"], abs=1e-6)


def test_one_step_a_batch_and_few_notes_at_a_time(recipe, module, data):
    steps, sizes = [], []

    class Steps(Callback):
        def on_grad_computed(self, net, **kwargs):
            steps.append(len(sizes))

    class Watched(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = module()

        def forward(self, ids, mask):
            sizes.append(len(ids))
            return self.inner(ids, mask)

    own = recipe(accumulate=3, callbacks=[Steps()])
    net = new_net(own, Watched, SEED)
    one_epoch(own, net, data(16), SEED)
    assert sizes == [3, 3, 2] * 2
    assert steps == [3, 6]
    own.accumulate = 1  # between two calls
    one_epoch(own, net, data(16), SEED)
    assert sizes[6:] == [8, 8]


def test_callbacks_see_the_outputs_of_all_notes(recipe, module, data):
    seen = []

    class Sees(Callback):
        def on_batch_end(self, net, batch=None, training=False, y_pred=None, **kwargs):
            if training:
                seen.append((y_pred.shape, batch[1].shape))

    own = recipe(accumulate=3, callbacks=[Sees()])
    one_epoch(own, new_net(own, module, SEED), data(20), SEED)
    assert len(seen) == 3
    assert all(outputs == targets for outputs, targets in seen)


def test_in_reduced_precision(recipe, module, data):
    found = []
    for n_parts in (1, 4):
        own = recipe(amp=True, accumulate=n_parts, max_epochs=2, lr=1e-3)
        found.append(fit_network(own, lambda part: module(dropout=0.0), data(), SEED))
    losses = [[row["train_loss"] for row in trained.history] for trained in found]
    np.testing.assert_allclose(*losses, rtol=1e-2)
