"""Every coder learns by every loss that has a name."""

import pickle

import numpy as np
import pytest
import torch
from sklearn.base import clone
from tests_helpers import small_coders
from torch import nn
from torch.nn import functional as F

from skmedcode import AttentionCoder, CAMLCoder, JointLAATCoder, MTRAMCoder, load, save
from skmedcode.training import _fit
from skmedcode.training._parameters import LOSSES
from skmedcode.utils.estimator_checks import quick, toy_notes

NOTES, Y = toy_notes()
ONE_OF_EACH = list({type(coder): coder for coder in small_coders()}.values())
COUNTING = ["weighted_bce", "class_balanced", "ldam"]
GROUPS = {0: "a", 1: "b", 2: "a"}
HAS = np.column_stack([Y[:, 0] | Y[:, 2], Y[:, 1]])  # of GROUPS


def small(cls, **parameters):
    own = {"embedding_dim": 6, "embeddings": "random", "lr": 0.01, "validation_fraction": 0.0}
    return quick(cls(**own | parameters))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("coder", ONE_OF_EACH, ids=lambda coder: type(coder).__name__)
def test_each_coder_learns_by_each_loss(coder, loss):
    coder = quick(coder, loss=loss, max_epochs=1, validation_fraction=0.0).fit(NOTES, Y)
    assert np.isfinite(coder.predict_proba(NOTES)).all()
    assert np.isfinite(coder.history_[0]["train_loss"])


@pytest.mark.parametrize("loss", COUNTING)
def test_the_loss_matters(loss):
    plain, other = (small(CAMLCoder, loss=name).fit(NOTES, Y) for name in ("bce", loss))
    assert not np.allclose(plain.predict_proba(NOTES), other.predict_proba(NOTES), atol=1e-4)


@pytest.mark.parametrize("refit", [True, False])
def test_held_out_notes_are_not_counted(refit, monkeypatch):
    parts, trained = [], []

    def split_rows(*args):
        parts.append(own_split(*args))
        return parts[-1]

    def fit(coder, net, *args):
        trained.append(net.criterion_)
        return own_fit(coder, net, *args)

    own_split, own_fit = _fit.split_rows, _fit._fit
    monkeypatch.setattr(_fit, "split_rows", split_rows)
    monkeypatch.setattr(_fit, "_fit", fit)
    coder = small(CAMLCoder, loss="ldam", validation_fraction=0.3, refit=refit).fit(NOTES, Y)
    ((train, held_out),) = parts
    assert len(held_out)
    assert trained[0].n_notes == len(train)
    assert trained[0].n_with.tolist() == Y[train].sum(axis=0).tolist()
    kept = Y if refit else Y[train]
    assert coder.net_.criterion_.n_with.tolist() == kept.sum(axis=0).tolist()


def test_codes_and_groups_are_counted_apart():
    loss = small(MTRAMCoder, code_groups=GROUPS, loss="ldam").fit(NOTES, Y).net_.criterion_
    assert loss.loss.n_with.tolist() == Y.sum(axis=0).tolist()
    assert loss.group_loss.n_with.tolist() == HAS.sum(axis=0).tolist()
    names = ["E11.9", "I10", "E11.2"]
    loss = small(JointLAATCoder, code_names=names, loss="ldam").fit(NOTES, Y).net_.criterion_
    assert loss.loss.n_with.tolist() == [*Y.sum(axis=0), *HAS.sum(axis=0)]


@pytest.mark.parametrize("cls", [CAMLCoder, JointLAATCoder, MTRAMCoder])
def test_a_saved_coder_keeps_its_counts(cls, tmp_path):
    coder = small(cls, loss="ldam").fit(NOTES, Y)
    save(coder, tmp_path / "coder")
    others = [load(tmp_path / "coder", device="cpu"), pickle.loads(pickle.dumps(coder))]
    for other in others:
        state, expected = other.net_.criterion_.state_dict(), coder.net_.criterion_.state_dict()
        assert state.keys() == expected.keys()
        assert all(torch.equal(state[name], expected[name]) for name in state)
        other.set_params(warm_start=True).fit(NOTES, Y)  # goes on
        assert other.net_.criterion_.state_dict().keys() == expected.keys()


def test_partial_fit_adds_and_warm_start_keeps():
    coder = small(CAMLCoder, loss="weighted_bce")
    coder.partial_fit(NOTES[:10], Y[:10])
    assert coder.net_.criterion_.n_notes == 10
    coder.partial_fit(NOTES[10:], Y[10:])
    assert coder.net_.criterion_.n_with.tolist() == Y.sum(axis=0).tolist()
    coder.set_params(warm_start=True).fit(NOTES, Y)
    assert coder.net_.criterion_.n_notes == len(Y)


def test_partial_fit_that_fails_adds_nothing():
    coder = small(CAMLCoder, loss="weighted_bce").fit(NOTES, Y)
    coder.set_params(lr=1e30)
    with pytest.raises(ValueError, match="Training diverged"):
        for _ in range(5):
            coder.partial_fit(NOTES, Y, sample_weight=np.full(len(Y), 1e30))
    epochs = len(coder.history_)  # some may have gone well
    assert coder.net_.criterion_.n_notes == len(Y) * (1 + epochs - 2)


class Own(nn.Module):
    """Divides each code's loss by its number of notes."""

    def count_codes(self, targets):
        self.n_with = getattr(self, "n_with", 0) + targets.sum(0)

    def forward(self, outputs, targets):
        loss = F.binary_cross_entropy_with_logits(outputs, targets, reduction="none")
        return (loss / self.n_with.clamp(min=1)).sum(-1)


@pytest.mark.parametrize("cls", [AttentionCoder, JointLAATCoder, MTRAMCoder])
def test_an_own_loss_may_count_too(cls):
    own = Own()
    coder = clone(small(cls, loss=own)).fit(NOTES, Y)
    assert not hasattr(own, "n_with")  # the coder told a copy
    told = coder.net_.criterion_
    told = getattr(told, "loss", told)
    assert told.n_with[:3].tolist() == Y.sum(axis=0).tolist()


def test_counting_in_blocks(monkeypatch):
    monkeypatch.setattr("skmedcode.training._make_net.BLOCK", 7)
    coder = small(CAMLCoder, loss="ldam").fit(NOTES, Y)
    assert coder.net_.criterion_.n_notes == len(Y)
    assert coder.net_.criterion_.n_with.tolist() == Y.sum(axis=0).tolist()


@pytest.mark.parametrize("loss", COUNTING)
def test_under_autocast(loss):
    coder = small(CAMLCoder, loss=loss, amp=True).fit(NOTES, Y)
    assert np.isfinite(coder.predict_proba(NOTES)).all()
