"""Training: the best epoch is kept, its threshold is the best, and nothing else is left behind."""

import pickle
import warnings

import numpy as np
import pytest
import torch
from scipy import sparse
from skorch.callbacks import Callback, EpochScoring, LRScheduler
from torch import nn

from skmedcode.losses import BinaryCrossEntropy
from skmedcode.training import (
    NoteDataset,
    continue_network,
    fit_network,
    fit_one_epoch,
    loaded_net,
    one_epoch,
    predict_logits,
    seeded,
)
from skmedcode.training._make_net import new_net
from skmedcode.training._undo import _extremes_are_finite
from skmedcode.training._validation import MONITORS, split_rows, validation_score

SEED = 3
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")


def same_weights(first, second):
    return first.keys() == second.keys() and all(
        torch.equal(first[name], second[name]) for name in first
    )


def validation_part(dataset, recipe, seed=SEED):
    return dataset.part(split_rows(len(dataset), recipe.validation_fraction, seed)[1])


def best_f1(targets, chances):
    """The best micro-F1 of any cut, by trying each."""
    targets = targets.toarray().astype(bool)
    best = 0.0
    for cut in np.unique(chances):
        given = chances >= cut
        best = max(best, 2 * (given & targets).sum() / (given.sum() + targets.sum()))
    return best


def sigmoid(scores):
    """As ``predict_proba`` computes it, in the scores' own precision."""
    return torch.from_numpy(scores).sigmoid().numpy()


class Wreck(Callback):
    """Destroys the weights at the end of some epochs, after the score was taken."""

    def __init__(self, after):
        self.after = after

    def on_epoch_begin(self, net, **kwargs):
        if len(net.history) - 1 in self.after:
            with torch.no_grad():
                for parameter in net.module_.parameters():
                    parameter.fill_(0.5)


class Remember(Callback):
    """Keeps the weights of each epoch."""

    def on_train_begin(self, net, **kwargs):
        self.epochs_ = []

    def on_epoch_end(self, net, **kwargs):
        self.epochs_.append({k: v.clone() for k, v in net.module_.state_dict().items()})


# A new net.


def test_new_net_takes_the_parameters(recipe, module):
    net = new_net(
        recipe(optimizer="adam", lr=0.5, weight_decay=0.25, max_epochs=7, batch_size=3), module, 0
    )
    (group,) = net.optimizer_.param_groups
    assert type(net.optimizer_) is torch.optim.Adam
    assert (group["lr"], group["weight_decay"], group["fused"]) == (0.5, 0.25, True)
    assert (net.max_epochs, net.batch_size, net.iterator_train__random_state) == (7, 3, 0)
    assert net.device == "cpu"
    assert net.train_split is None
    assert {type(callback).__name__ for _, callback in net.callbacks_} >= {"GradientNormClipping"}


@pytest.mark.parametrize(
    ("optimizer", "kind"),
    [
        ("adamw", torch.optim.AdamW),
        ("sgd", torch.optim.SGD),
        (torch.optim.RMSprop, torch.optim.RMSprop),
    ],
)
def test_optimizers(recipe, module, data, optimizer, kind):
    settings = recipe(optimizer=optimizer)
    net = new_net(settings, module, 0)
    assert type(net.optimizer_) is kind
    one_epoch(settings, net, data(20), 0)
    assert len(net.history) == 1


@pytest.mark.parametrize(("loss", "reduction"), [("bce", "sum"), ("bce_mean", "mean")])
def test_losses(recipe, module, loss, reduction):
    assert new_net(recipe(loss=loss), module, 0).criterion_.reduction == reduction


def test_own_loss_is_copied(recipe, module):
    class Weighted(BinaryCrossEntropy):
        pass

    loss = Weighted("mean")
    net = new_net(recipe(loss=loss), module, 0)
    assert type(net.criterion_) is Weighted
    assert net.criterion_ is not loss


def test_new_net_is_seeded(recipe, module, weights_of):
    first, again, other = (weights_of(new_net(recipe(), module, seed)) for seed in (1, 1, 2))
    assert same_weights(first, again)
    assert not same_weights(first, other)


def test_net_params_come_last(recipe, module):
    net = new_net(
        recipe(net_params={"iterator_valid__batch_size": 99, "optimizer__betas": (0.5, 0.6)}),
        module,
        0,
    )
    assert net.get_iterator([0], training=False).batch_size == 99
    assert net.optimizer_.param_groups[0]["betas"] == (0.5, 0.6)


def test_clip_norm(recipe, module, data):
    class Norms(Callback):
        def initialize(self):
            self.largest_ = 0.0
            return self

        def on_grad_computed(self, net, named_parameters, **kwargs):
            total = sum(float(p.grad.square().sum()) for _, p in named_parameters) ** 0.5
            self.largest_ = max(self.largest_, total)

    largest = []
    for clip_norm in (None, 0.01):
        settings = recipe(clip_norm=clip_norm, callbacks=[("norms", Norms())])
        net = new_net(settings, module, 0)
        one_epoch(settings, net, data(), 0)
        largest.append(dict(net.callbacks_)["norms"].largest_)
    assert largest[1] <= 0.01 * 1.001 < largest[0]


def test_callbacks_are_cloned(recipe, module, data):
    mine, named = Remember(), ("again", Remember())
    settings = recipe(callbacks=[mine, named])
    trained = fit_network(settings, module, data(), SEED)
    assert vars(mine) == vars(named[1]) == {}
    assert settings.callbacks == [mine, named]
    names = [name for name, _ in trained.net.callbacks_]
    assert "Remember" in names
    assert "again" in names


def test_callbacks_can_read_the_score(recipe, module, data):
    class Reads(Callback):
        def on_epoch_end(self, net, **kwargs):
            net.history.record("twice", 2 * net.history[-1, "valid_score"])

    trained = fit_network(recipe(callbacks=[Reads()]), module, data(), SEED)
    assert [row["twice"] for row in trained.history] == [
        2 * row["valid_score"] for row in trained.history
    ]


# Fitting with a validation part.


@pytest.mark.parametrize("monitor", [*MONITORS, "precision_at_2", "recall_at_3"])
def test_best_epoch_is_kept(recipe, module, data, monitor):
    settings = recipe(monitor=monitor, max_epochs=6, lr=0.05, callbacks=[("seen", Remember())])
    dataset = data()
    trained = fit_network(settings, module, dataset, SEED)
    scores = [row["valid_score"] for row in trained.history]
    assert len(scores) == 6
    assert trained.n_iter == 1 + int(np.argmax(scores))  # the first of equals
    kept = trained.net.module_.state_dict()
    assert same_weights(kept, dict(trained.net.callbacks_)["seen"].epochs_[trained.n_iter - 1])

    part = validation_part(dataset, settings)
    logits = predict_logits(trained.net, part)
    if monitor == "loss":
        losses = BinaryCrossEntropy()(
            torch.from_numpy(logits), torch.from_numpy(part.targets().toarray())
        )
        expected = -losses.mean().item()
    else:
        expected = validation_score(monitor, part.targets(), logits)
    assert max(scores) == pytest.approx(expected, abs=1e-5)


def test_every_recorded_score_is_that_epochs(recipe, module, data):
    settings = recipe(max_epochs=4, lr=0.05, callbacks=[("seen", Remember())])
    dataset = data()
    trained = fit_network(settings, module, dataset, SEED)
    part = validation_part(dataset, settings)
    epochs = dict(trained.net.callbacks_)["seen"].epochs_
    for weights, row in zip(epochs, trained.history, strict=True):
        trained.net.module_.load_state_dict(weights)
        found = validation_score(
            settings.monitor, part.targets(), predict_logits(trained.net, part)
        )
        assert row["valid_score"] == pytest.approx(found, abs=1e-6)


def test_wrecked_weights_are_restored(recipe, module, data):
    settings = recipe(max_epochs=8, lr=0.02)
    dataset = data(200)
    settings.callbacks = [Wreck(after=(5, 6, 7))]
    wrecked = fit_network(settings, module, dataset, SEED)
    settings.callbacks, settings.max_epochs = None, 5
    whole = fit_network(settings, module, dataset, SEED)
    assert wrecked.n_iter == whole.n_iter <= 5
    assert len(wrecked.history) == 8
    np.testing.assert_array_equal(
        predict_logits(wrecked.net, dataset), predict_logits(whole.net, dataset)
    )
    assert wrecked.threshold == whole.threshold


def test_early_stopping(recipe, module, data):
    settings = recipe(max_epochs=50, n_iter_no_change=3, callbacks=[Wreck(after=range(4, 50))])
    trained = fit_network(settings, module, data(200), SEED)
    scores = [row["valid_score"] for row in trained.history]
    assert len(scores) == trained.n_iter + 3
    assert scores.index(max(scores)) == trained.n_iter - 1


def test_history(recipe, module, data):
    trained = fit_network(recipe(), module, data(), SEED)
    assert [row["epoch"] for row in trained.history] == [1, 2, 3, 4]
    for row in trained.history:
        assert type(row) is dict
        assert "batches" not in row
        assert row.keys() >= {"train_loss", "valid_loss", "valid_score", "dur"}
        assert type(row["valid_score"]) is float


def test_validation_notes_are_not_trained_on(recipe, module, data):
    """Turning the validation notes' codes upside down moves no weight of an epoch."""
    settings = recipe(callbacks=[("seen", Remember())])
    dataset = data()
    turned = dataset.Y.toarray()
    rows = split_rows(len(dataset), settings.validation_fraction, SEED)[1]
    turned[rows] = 1 - turned[rows]
    other = NoteDataset(dataset.sequences, sparse.csr_array(turned))
    first, second = (fit_network(settings, module, d, SEED) for d in (dataset, other))
    pairs = zip(
        dict(first.net.callbacks_)["seen"].epochs_,
        dict(second.net.callbacks_)["seen"].epochs_,
        strict=True,
    )
    assert all(same_weights(one, two) for one, two in pairs)
    assert first.history[0]["valid_score"] != second.history[0]["valid_score"]


@pytest.mark.parametrize("warm", [False, True])
def test_notes_of_a_patient_are_held_out_together(recipe, module, data, warm):
    dataset, settings = data(), recipe()
    dataset.groups = np.arange(60) // 5
    watched = []

    def make(part):
        watched.append(set(dataset.groups[part.rows]))
        return module()

    trained = fit_network(settings, make, dataset, SEED)
    (train,) = watched
    assert len(train) == 9  # of 12 patients, with a quarter of the notes held out
    if warm:
        seen = Rows()
        trained.net.callbacks_.append(("rows", seen))
        continue_network(settings, trained.net, dataset, SEED)
        assert set(dataset.groups[seen.rows_]) == train


class Rows(Callback):
    """Notes the rows that a net trains on."""

    def on_epoch_begin(self, net, dataset_train=None, **kwargs):
        self.rows_ = dataset_train.rows


def test_one_patient_cannot_be_parted(recipe, module, data):
    dataset = data()
    dataset.groups = np.zeros(60, dtype=int)
    with pytest.warns(UserWarning, match="No validation part: groups name one patient only"):
        trained = fit_network(recipe(), module, dataset, SEED)
    assert trained.n_iter == 4 and trained.threshold == 0.5


@pytest.mark.parametrize("lr", [1e-5, 0.02, 0.1])
@pytest.mark.parametrize("n_codes", [1, 4])
def test_threshold_is_the_best(recipe, module, data, lr, n_codes):
    settings, dataset = recipe(lr=lr), data(80, n_codes)
    trained = fit_network(settings, lambda part=None: module(n_codes=n_codes), dataset, SEED)
    part = validation_part(dataset, settings)
    chances = sigmoid(predict_logits(trained.net, part))
    given, targets = chances >= trained.threshold, part.targets().toarray() > 0
    f1 = 2 * (given & targets).sum() / (given.sum() + targets.sum())
    assert f1 == pytest.approx(best_f1(part.targets(), chances), abs=1e-12)
    assert 0 < trained.threshold < 1


@pytest.mark.parametrize("seed", range(8))
def test_threshold_where_every_note_has_the_code(recipe, module, data, seed):
    """The lowest chance is the threshold, and reaches it in spite of rounding."""
    dataset = data(40, 1, seed=seed)
    dataset.Y = sparse.csr_array(np.ones((40, 1), dtype=np.float32))
    settings = recipe(max_epochs=1)
    trained = fit_network(settings, lambda part=None: module(n_codes=1), dataset, seed)
    part = validation_part(dataset, settings, seed)
    assert (sigmoid(predict_logits(trained.net, part)) >= trained.threshold).all()


def test_same_seed_same_net(recipe, module, data, weights_of):
    nets = [fit_network(recipe(), module, data(), seed).net for seed in (1, 1, 2)]
    first, again, other = map(weights_of, nets)
    assert same_weights(first, again)
    assert not same_weights(first, other)


def test_seed_does_not_depend_on_the_global_generator(recipe, module, data, weights_of):
    first = fit_network(recipe(), module, data(), SEED)
    with torch.random.fork_rng():
        torch.manual_seed(99)
        second = fit_network(recipe(), module, data(), SEED)
    assert same_weights(weights_of(first.net), weights_of(second.net))


def test_net_is_clean_afterwards(recipe, module, data):
    trained = fit_network(recipe(), module, data(), SEED)
    assert trained.net.train_split is None
    assert not {"valid_score", "stop"} & {name for name, _ in trained.net.callbacks_}
    again = pickle.loads(pickle.dumps(trained.net))
    np.testing.assert_array_equal(
        predict_logits(again, data()), predict_logits(trained.net, data())
    )
    size = sum(t.numel() * t.element_size() for t in trained.net.module_.state_dict().values())
    assert len(pickle.dumps(trained.net)) < 4 * size + 40_000  # weights, two moments, bookkeeping


def test_an_error_leaves_the_net_usable(recipe, module, data):
    class Stumbles(Callback):
        def on_epoch_end(self, net, **kwargs):
            raise OSError("disk full")

    settings = recipe()
    net = new_net(settings, module, SEED)
    settings.callbacks = None
    net.callbacks_ = [*net.callbacks_, ("bad", Stumbles())]
    with pytest.raises(OSError, match="disk full"):
        continue_network(settings, net, data(), SEED)
    assert net.train_split is None
    assert not {"valid_score", "stop"} & {name for name, _ in net.callbacks_}


def test_verbose(recipe, module, data, capsys):
    fit_network(recipe(verbose=1, refit=True, max_epochs=2), module, data(), SEED)
    assert "valid_score" in capsys.readouterr().out
    fit_network(recipe(verbose=0, refit=True, max_epochs=2), module, data(), SEED)
    out, err = capsys.readouterr()
    assert out == err == ""


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
@pytest.mark.parametrize("refit", [False, True])
def test_a_score_that_is_never_defined(recipe, module, data, refit):
    """All cells of the validation part positive: no AUC. Training must still count."""
    dataset = data(40, 1)
    dataset.Y = sparse.csr_array(np.ones((40, 1), dtype=np.float32))
    settings = recipe(monitor="macro_auc", refit=refit, max_epochs=3)
    trained = fit_network(settings, lambda part=None: module(n_codes=1), dataset, SEED)
    assert trained.n_iter >= 1
    start = new_net(settings, lambda part=None: module(n_codes=1), SEED).module_.state_dict()
    assert not same_weights(start, trained.net.module_.state_dict())


# Fitting without a validation part.


@pytest.mark.parametrize("n_notes", [5, 19])
def test_few_notes(recipe, module, data, n_notes):
    with pytest.warns(UserWarning, match=f"there are {n_notes} notes, fewer than 20") as caught:
        trained = fit_network(recipe(max_epochs=3), module, data(n_notes), SEED)
    assert len(caught) == 1
    assert "max_epochs=3" in str(caught[0].message)
    assert (trained.n_iter, trained.threshold, len(trained.history)) == (3, 0.5, 3)
    assert "valid_loss" not in trained.history[0]


def test_twenty_notes_are_enough(recipe, module, data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trained = fit_network(recipe(), module, data(20), SEED)
    assert "valid_score" in trained.history[0]


@pytest.mark.parametrize("refit", [False, True])
def test_no_positive_in_the_validation_part(recipe, module, data, refit):
    settings = recipe(refit=refit)
    dataset = data()
    Y = dataset.Y.toarray()
    Y[split_rows(60, 0.25, SEED)[1]] = 0
    dataset.Y = sparse.csr_array(Y)
    with pytest.warns(UserWarning, match="no note of the validation part has a code") as caught:
        trained = fit_network(settings, module, dataset, SEED)
    assert len(caught) == 1
    assert (trained.n_iter, trained.threshold) == (4, 0.5)


def test_no_validation_was_asked_for(recipe, module, data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trained = fit_network(recipe(validation_fraction=0), module, data(), SEED)
    assert (trained.n_iter, trained.threshold, len(trained.history)) == (4, 0.5, 4)


def test_monitor_that_needs_more_codes(recipe, module, data):
    with pytest.raises(ValueError, match="needs at least 5 codes, Y has 4"):
        fit_network(recipe(monitor="precision_at_5"), module, data(), SEED)


# Fitting again on all notes.


def trained_on_all(settings, module, dataset, n_epochs):
    net = new_net(settings, module, SEED)
    with seeded(SEED, "cpu"):
        net.notify("on_train_begin", X=dataset, y=None)
        net.fit_loop(dataset, epochs=n_epochs)
    return net


def test_refit(recipe, module, data, weights_of):
    settings, dataset = recipe(max_epochs=7, callbacks=[Wreck(after=range(4, 7))]), data(200)
    once = fit_network(settings, module, dataset, SEED)
    assert once.n_iter <= 4  # all seven epochs would show
    settings.refit = True
    twice = fit_network(settings, module, dataset, SEED)
    assert (twice.n_iter, twice.threshold) == (once.n_iter, once.threshold)
    scores = [[row["valid_score"] for row in run.history] for run in (once, twice)]
    assert scores[0] == scores[1]
    expected = trained_on_all(settings, module, dataset, once.n_iter)
    assert same_weights(weights_of(twice.net), weights_of(expected))
    assert not same_weights(weights_of(twice.net), weights_of(once.net))


def test_refit_without_validation_trains_once(recipe, module, data, weights_of):
    nets = [
        fit_network(recipe(refit=refit, validation_fraction=0), module, data(), SEED).net
        for refit in (False, True)
    ]
    assert same_weights(*map(weights_of, nets))


@pytest.mark.parametrize(
    "callback",
    [
        lambda: LRScheduler(policy="StepLR", step_size=1),
        lambda: EpochScoring(lambda net, X, y=None: 0.0, name="nothing", use_caching=False),
        Remember,
    ],
    ids=["schedule", "score", "own"],
)
def test_refit_with_callbacks(recipe, module, data, callback):
    """Callbacks that set themselves up at the start of training do so for the second run too."""
    settings = recipe(refit=True, callbacks=[("mine", callback())], max_epochs=2)
    trained = fit_network(settings, module, data(), SEED)
    assert len(trained.net.history) == trained.n_iter


def test_the_network_is_made_for_the_notes_it_is_trained_on(recipe, module, data):
    """What a module learns from the codes' frequencies must not come from validation notes."""
    dataset, made = data(), []

    def make(part):
        made.append(part.rows.tolist())
        return module()

    fit_network(recipe(), make, dataset, SEED)
    train = split_rows(60, 0.25, SEED)[0].tolist()
    assert made == [train]
    fit_network(recipe(refit=True), make, dataset, SEED)
    assert made[1:] == [train, list(range(60))]
    fit_network(recipe(validation_fraction=0), make, dataset, SEED)
    fit_one_epoch(recipe(), make, dataset, SEED)
    assert made[3:] == [list(range(60))] * 2


# Going on.


def optimizer_steps(net):
    return float(net.optimizer_.state_dict()["state"][0]["step"])


def test_continue(recipe, module, data, weights_of):
    settings, dataset = recipe(max_epochs=2, validation_fraction=0), data()
    net = fit_network(settings, module, dataset, SEED).net
    before, steps = weights_of(net), optimizer_steps(net)
    settings.max_epochs, settings.lr = 3, 0.001
    trained = continue_network(settings, net, dataset, SEED)
    assert trained.net is net
    assert [row["epoch"] for row in trained.history] == [1, 2, 3, 4, 5]
    assert trained.n_iter == 3
    assert not same_weights(before, weights_of(net))
    assert net.optimizer_.param_groups[0]["lr"] == 0.001
    assert optimizer_steps(net) == steps * 5 / 2  # the optimizer goes on too


def test_continue_keeps_its_best_epoch(recipe, module, data):
    settings, dataset = recipe(max_epochs=2), data()
    net = fit_network(settings, module, dataset, SEED).net
    settings.max_epochs = 4
    trained = continue_network(settings, net, dataset, SEED)
    scores = [row["valid_score"] for row in trained.history][2:]
    assert len(scores) == 4
    assert trained.n_iter == 1 + int(np.argmax(scores))
    assert 0 < trained.threshold < 1


def test_continue_validates_on_notes_it_has_not_trained_on(recipe, module, data):
    """For the same notes the validation part stays the same, or its score is that of training."""
    settings, dataset = recipe(max_epochs=2), data()
    net = fit_network(settings, module, dataset, SEED).net
    seen = []

    class Rows(Callback):
        def on_train_begin(self, net, X=None, **kwargs):
            seen.append(net.train_split(X)[1].rows.tolist())

    net.callbacks_ = [*net.callbacks_, ("rows", Rows())]
    continue_network(settings, net, dataset, SEED)
    assert seen == [split_rows(len(dataset), 0.25, SEED)[1].tolist()]


def test_continue_is_deterministic(recipe, module, data, weights_of):
    nets = []
    for _ in range(2):
        net = fit_network(recipe(), module, data(), SEED).net
        nets.append(continue_network(recipe(), net, data(), SEED).net)
    assert same_weights(*map(weights_of, nets))


def test_one_epoch(recipe, module, data, weights_of):
    net, dataset = new_net(recipe(), module, SEED), data()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = one_epoch(recipe(), net, dataset, 1)
        before = weights_of(net)
        second = one_epoch(recipe(), net, data(5), 2)
    assert (first.n_iter, second.n_iter) == (1, 1)
    assert (first.threshold, second.threshold) == (0.5, 0.5)
    assert [row["epoch"] for row in second.history] == [1, 2]
    assert "valid_loss" not in second.history[0]
    assert not same_weights(before, weights_of(net))


def test_one_epoch_is_one_epoch_of_fit(recipe, module, data, weights_of):
    dataset = data()
    net = new_net(recipe(), module, SEED)
    one_epoch(recipe(), net, dataset, SEED)
    expected = fit_network(recipe(max_epochs=1, validation_fraction=0), module, dataset, SEED)
    assert same_weights(weights_of(net), weights_of(expected.net))


def test_one_epoch_by_seed(recipe, module, data, weights_of):
    nets = []
    for seed in (1, 1, 2):
        nets.append(one_epoch(recipe(), new_net(recipe(), module, SEED), data(), seed).net)
    first, again, other = map(weights_of, nets)
    assert same_weights(first, again)
    assert not same_weights(first, other)


def test_fit_one_epoch(recipe, module, data, weights_of):
    dataset = data(10)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trained = fit_one_epoch(recipe(), module, dataset, SEED)
    assert (trained.n_iter, trained.threshold, len(trained.history)) == (1, 0.5, 1)
    expected = one_epoch(recipe(), new_net(recipe(), module, SEED), dataset, SEED)
    assert same_weights(weights_of(trained.net), weights_of(expected.net))


@pytest.mark.parametrize("policy", ["StepLR", "WarmRestartLR"])
def test_one_epoch_with_a_schedule(recipe, module, data, policy):
    schedule = LRScheduler(policy=policy, **({"step_size": 1} if policy == "StepLR" else {}))
    net = new_net(recipe(callbacks=[schedule]), module, SEED)
    one_epoch(recipe(), net, data(), 0)
    one_epoch(recipe(), net, data(), 1)
    assert len(net.history) == 2


def test_loaded_net(recipe, module, data):
    trained = fit_network(recipe(), module, data(), SEED)

    def filled():
        fresh = module()
        fresh.load_state_dict(trained.net.module_.state_dict())
        return fresh

    description = {"seed": SEED, "history": trained.history}
    net = loaded_net(recipe(), filled, description)
    np.testing.assert_array_equal(predict_logits(net, data()), predict_logits(trained.net, data()))
    more = one_epoch(recipe(), net, data(), 9)
    assert [row["epoch"] for row in more.history] == [1, 2, 3, 4, 5]
    assert more.history[:4] == trained.history


def test_learns(recipe, module, data):
    settings = recipe(max_epochs=25, lr=0.05, validation_fraction=0, dropout=0.0)
    dataset = data(40)
    trained = fit_network(settings, lambda part=None: module(dropout=0.0), dataset, SEED)
    right = (predict_logits(trained.net, dataset) > 0) == (dataset.Y.toarray() > 0)
    assert right.mean() > 0.95


def test_frozen_parameters_stay(recipe, data, module):
    def frozen(part=None):
        network = module()
        network.embedding.weight.requires_grad_(False)
        return network

    trained = fit_network(recipe(), frozen, data(), SEED)
    start = new_net(recipe(), frozen, SEED).module_
    assert torch.equal(trained.net.module_.embedding.weight, start.embedding.weight)
    assert not torch.equal(trained.net.module_.decoder.weight, start.decoder.weight)


def test_padding_row_stays_zero(recipe, module, data):
    trained = fit_network(recipe(), module, data(), SEED)
    assert (trained.net.module_.embedding.weight[0] == 0).all()


def test_modules_of_any_kind(recipe, data):
    class Bag(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(24, 4, padding_idx=0)

        def forward(self, ids, mask):
            return self.table(ids).sum(1)

    trained = fit_network(recipe(), lambda part: Bag(), data(), SEED)
    assert predict_logits(trained.net, data()).shape == (60, 4)


@pytest.mark.cuda
@needs_cuda
@pytest.mark.parametrize("amp", [False, True])
def test_cuda(recipe, module, data, amp):
    settings = recipe(device="cuda", refit=True, r_drop=0.5, amp=amp)
    before = torch.cuda.get_rng_state()
    first, again = (fit_network(settings, module, data(), SEED) for _ in range(2))
    assert torch.equal(torch.cuda.get_rng_state(), before)
    assert next(first.net.module_.parameters()).is_cuda
    np.testing.assert_allclose(
        predict_logits(first.net, data()), predict_logits(again.net, data()), rtol=0, atol=1e-2
    )
    on_cpu = fit_network(recipe(refit=True, r_drop=0.5), module, data(), SEED)
    assert len(on_cpu.history) == len(first.history)


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), -float("inf")])
def test_one_entry_that_is_not_finite_is_seen(broken):
    weight = torch.zeros(4, 5)
    assert _extremes_are_finite(weight)
    weight[2, 3] = broken
    assert not _extremes_are_finite(weight)
