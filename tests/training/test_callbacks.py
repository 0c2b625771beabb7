"""skorch's own callbacks work, and a run that ends otherwise than planned loses nothing."""

import numpy as np
import pytest
import torch
from skorch.callbacks import Callback, Checkpoint, EarlyStopping, EpochScoring, LRScheduler
from torch import nn

from skmedcode import CNNCoder
from skmedcode.utils.estimator_checks import toy_notes

NOTES, Y = toy_notes(n_notes=40)


def tiny(**parameters):
    own = {"num_filters": 6, "embedding_dim": 8, "max_epochs": 3, "random_state": 0}
    return CNNCoder(**own | {"device": "cpu"} | parameters)


class Interrupt(Callback):
    """Ctrl-C in the middle of an epoch."""

    def __init__(self, epoch):
        self.epoch = epoch

    def on_batch_end(self, net, training=False, **kwargs):
        if training and len(net.history) == self.epoch:
            raise KeyboardInterrupt


@pytest.mark.parametrize("use_caching", [True, False])
def test_epoch_scoring(use_caching):
    if use_caching:
        scoring = EpochScoring("f1_micro", name="f1", lower_is_better=False)
    else:
        scoring = EpochScoring(lambda net, X, y=None: float(len(X)), name="f1", use_caching=False)
    coder = tiny(callbacks=[scoring], refit=False).fit(NOTES, Y)
    scores = [row["f1"] for row in coder.history_]
    assert len(scores) == 3
    assert all(0 <= score <= 1 for score in scores) or not use_caching


@pytest.mark.parametrize(
    "callback",
    [LRScheduler("ReduceLROnPlateau", monitor="valid_loss"), LRScheduler("StepLR", step_size=1)],
    ids=["plateau", "step"],
)
def test_schedules(callback):
    if callback.policy == "StepLR":
        tiny(callbacks=[callback]).fit(NOTES, Y)
        return
    with pytest.warns(UserWarning, match="a callback needs the validation part"):
        coder = tiny(callbacks=[callback]).fit(NOTES, Y)
    assert np.isfinite(coder.predict_proba(NOTES)).all()


def test_checkpoint_without_refit(tmp_path):
    checkpoint = Checkpoint(dirname=tmp_path, monitor="valid_loss_best")
    tiny(callbacks=[checkpoint], refit=False).fit(NOTES, Y)
    assert (tmp_path / "params.pt").exists()


def test_the_users_early_stopping_is_no_interruption(recwarn):
    stop = EarlyStopping("train_loss", patience=1, threshold=100, threshold_mode="abs", sink=str)
    coder = tiny(callbacks=[stop], max_epochs=9, refit=False).fit(NOTES, Y)
    assert len(coder.history_) < 9
    assert not [warning for warning in recwarn if "interrupted" in str(warning.message)]


def test_a_bug_in_a_callback_is_not_hidden():
    class Broken(Callback):
        def on_train_end(self, net, **kwargs):
            raise KeyError("my bug")

    with pytest.raises(KeyError, match="my bug"):
        tiny(callbacks=[Broken()]).fit(NOTES, Y)


def test_an_interrupted_fit_keeps_the_best_epoch_and_says_so():
    with pytest.warns(UserWarning, match="interrupted"):
        coder = tiny(callbacks=[Interrupt(3)]).fit(NOTES, Y)
    assert 1 <= coder.n_iter_ <= 2
    assert np.isfinite(coder.predict_proba(NOTES)).all()


def test_an_interruption_before_the_first_epoch_keeps_the_older_fit():
    coder = tiny(warm_start=True, refit=False).fit(NOTES, Y)
    before = coder.predict_proba(NOTES)
    coder.net_.callbacks_.append(("interrupt", Interrupt(len(coder.history_) + 1)))
    with pytest.raises(KeyboardInterrupt):
        coder.fit(NOTES, Y)
    np.testing.assert_array_equal(coder.predict_proba(NOTES), before)
    with pytest.raises(KeyboardInterrupt):
        coder.partial_fit(NOTES, Y)
    np.testing.assert_array_equal(coder.predict_proba(NOTES), before)


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
@pytest.mark.parametrize("n_codes", [1, 3])
def test_diverged_training_raises_and_keeps_the_older_fit(method, n_codes):
    coder = tiny(warm_start=True, refit=False).fit(NOTES, Y[:, :n_codes])
    before = coder.predict_proba(NOTES)
    coder.set_params(lr=1e30)
    with pytest.raises(ValueError, match="diverged|finite"):
        getattr(coder, method)(NOTES, Y[:, :n_codes])
    np.testing.assert_array_equal(coder.predict_proba(NOTES), before)
    with pytest.raises(ValueError, match="diverged|finite"):
        tiny(lr=1e30, validation_fraction=0.0).fit(NOTES, Y[:, :n_codes])


def test_a_loss_of_the_wrong_shape():
    with pytest.raises(ValueError, match="one value a note"):
        tiny(loss=nn.BCEWithLogitsLoss()).fit(NOTES, Y)


def test_fit_inside_other_peoples_no_grad():
    with torch.no_grad():
        coder = tiny(max_epochs=1).fit(NOTES, Y)
    assert coder.n_iter_ == 1
