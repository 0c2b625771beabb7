"""The schedule of the learning rate: every step's rate against a loop over steps."""

import numpy as np
import pytest
from skorch.callbacks import Callback

from skmedcode.training import continue_network, fit_network, fit_one_epoch, one_epoch
from skmedcode.training._make_net import new_net
from skmedcode.training._schedule import share_of_rate

SEED = 3


class Rates(Callback):
    """Notes the rates of each step, after anything else could have set them."""

    runs = []  # callbacks are cloned: what they see is kept here

    def on_train_begin(self, net, **kwargs):
        self.runs.append([])

    def on_grad_computed(self, net, **kwargs):
        self.runs[-1].append([group["lr"] for group in net.optimizer_.param_groups])


@pytest.fixture
def seen():
    Rates.runs = []
    yield Rates.runs
    Rates.runs = []


def rates_by_loop(n_steps, max_epochs, epochs, warmup, rate):
    """Rise and fall, drawn through the middles of all steps that could be taken."""
    total, expected = n_steps * max_epochs, []
    for step in range(n_steps * epochs):
        middle, height = step + 0.5, warmup * total
        rises = middle < height
        share = middle / height if rises else (total - middle) / (total - height)
        expected.append([rate * share])
    return expected


@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.5])
def test_every_step_has_its_rate(recipe, module, data, seen, warmup):
    settings = recipe(warmup=warmup, validation_fraction=0, callbacks=[Rates()], lr=0.02)
    trained = fit_network(settings, module, data(20), SEED)  # 3 steps an epoch, the last short
    np.testing.assert_allclose(seen[0], rates_by_loop(3, 4, 4, warmup, 0.02), rtol=1e-12)
    assert trained.net.optimizer_.param_groups[0]["lr"] == 0.02
    assert "schedule" not in dict(trained.net.callbacks_)


def test_none_keeps_the_rate(recipe, module, data, seen):
    fit_network(recipe(callbacks=[Rates()]), module, data(), SEED)
    assert np.ptp(seen[0]) == 0


def test_stopping_early_leaves_the_curve_and_refit_follows_it(recipe, module, data, seen):
    settings = recipe(
        warmup=0.2, max_epochs=10, n_iter_no_change=2, lr=1e-12, refit=True, callbacks=[Rates()]
    )
    trained = fit_network(settings, module, data(), SEED)
    n_epochs = len(trained.history)
    assert trained.n_iter < n_epochs < 10
    watched, refitted = seen  # 45 of 60 notes, then all 60, in batches of 8
    np.testing.assert_allclose(watched, rates_by_loop(6, 10, n_epochs, 0.2, 1e-12), rtol=1e-9)
    np.testing.assert_allclose(
        refitted, rates_by_loop(8, 10, trained.n_iter, 0.2, 1e-12), rtol=1e-9
    )


def test_a_warm_start_lays_it_anew_and_partial_fit_keeps_the_rate(recipe, module, data, seen):
    settings = recipe(warmup=0.25, validation_fraction=0, max_epochs=2, callbacks=[Rates()])
    net = fit_network(settings, module, data(16), SEED).net
    settings.max_epochs = 3
    continue_network(settings, net, data(16), SEED)
    one_epoch(settings, net, data(16), SEED)
    fit_one_epoch(settings, module, data(16), SEED)
    for run, max_epochs in zip(seen, (2, 3), strict=False):
        np.testing.assert_allclose(run, rates_by_loop(2, max_epochs, max_epochs, 0.25, 0.01))
    assert seen[2:] == [[[0.01]] * 2] * 2


def test_groups_share_the_curve(recipe, module, data, seen):
    own = (("embedding.*", 0.1), ("encoder.*", 0.2), ("nothing.*", 0.3))
    settings = recipe(
        warmup=0.5, validation_fraction=0, callbacks=[Rates()], _learning_rates=lambda module: own
    )
    net = fit_network(settings, module, data(16), SEED).net
    shares = np.array(rates_by_loop(2, 4, 4, 0.5, 1.0))
    np.testing.assert_allclose(seen[0], shares * [0.1, 0.2, 0.01])
    assert [group["lr"] for group in net.optimizer_.param_groups] == [0.1, 0.2, 0.01]


def test_changed_rates_take_effect(recipe, module, data, seen):
    settings = recipe(callbacks=[Rates()], _learning_rates=lambda module: (("encoder.*", 0.2),))
    net = new_net(settings, module, SEED)
    for lr, own in ((0.01, 0.2), (0.05, 0.2), (0.05, 0.3)):
        settings.lr = lr
        settings._learning_rates = lambda module, own=own: (("encoder.*", own),)
        one_epoch(settings, net, data(8), SEED)
        assert seen[-1] == [[own, lr]]


def test_parameters_with_a_rate_of_their_own(recipe, module):
    """A name is in the group of the pattern that fits it, once."""
    own = (("encoder.*", 0.2), ("*.weight", 0.3))
    net = new_net(recipe(_learning_rates=lambda module: own), module, SEED)
    rate = {
        id(weight): group["lr"]
        for group in net.optimizer_.param_groups
        for weight in group["params"]
    }
    for name, weight in net.module_.named_parameters():
        expected = 0.2 if name.startswith("encoder.") else 0.3 if name.endswith("weight") else 0.01
        assert rate.pop(id(weight)) == expected
    assert not rate


def test_a_failure_puts_the_rate_back(recipe, module, data):
    class Fails(Callback):
        def on_epoch_end(self, net, **kwargs):
            raise RuntimeError("on purpose")

    settings = recipe(warmup=0.5, validation_fraction=0)
    net = new_net(settings, module, SEED)
    net.callbacks_.append(("fails", Fails()))
    with pytest.raises(RuntimeError, match="on purpose"):
        continue_network(settings, net, data(), SEED)
    assert net.optimizer_.param_groups[0]["lr"] == 0.01


@pytest.mark.parametrize(
    ("progress", "warmup", "share"),
    [(0.05, 0.1, 0.5), (0.1, 0.1, 1.0), (0.55, 0.1, 0.5), (1.0, 0.1, 0.0), (0.0, 0.0, 1.0)],
)
def test_share_of_rate(progress, warmup, share):
    assert share_of_rate(progress, warmup) == pytest.approx(share, abs=1e-15)
