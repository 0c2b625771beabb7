"""Documents stand beside the notes that are trained on, and beside no other."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from torch import nn

from skmedcode.decoders import LabelAttention
from skmedcode.layers import ConvNorm
from skmedcode.losses import LDAMLoss
from skmedcode.training import CodeDocuments, NoteBatches, NoteDataset, fit_network, one_epoch
from skmedcode.training._documents import statistics_of_notes
from skmedcode.training._make_net import new_net
from skmedcode.training._parts import parts
from skmedcode.utils._sequences import TokenSequences

N_CODES, SEED = 4, 3


class Phrases:
    """Code k is spoken of by phrase k, codes in random order; the last code has no name."""

    has_name = np.array([True] * (N_CODES - 1) + [False])

    def __init__(self):
        self.asked = []

    def draw(self, codes, rng):
        self.asked.append(codes.tolist())
        return [[code] for code in rng.permutation(codes) if self.has_name[code]]


def documents(weight=1.0):
    """Phrase k is k + 1 times the word k + 2."""
    lengths = np.arange(1, N_CODES + 1)
    words = np.repeat(np.arange(N_CODES) + 2, lengths)
    return CodeDocuments(Phrases(), TokenSequences.from_lengths(words, lengths), weight)


def codes_of(rows):
    return sparse.csr_array(np.array(rows, dtype=np.float32).reshape(-1, N_CODES))


some_codes = st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=1, max_size=9)


@settings(deadline=None)
@given(some_codes, st.integers(0, 9), st.integers(1, 9))
def test_documents_say_the_codes_of_their_notes(rows, seed, n_parts):
    weight = 1.0 + np.arange(len(rows))
    drawn = documents(0.5).draw(codes_of(rows), weight, np.random.RandomState(seed))
    told = [note for note, row in enumerate(rows) if any(row[:-1])]
    if not told:
        assert drawn is None
        return
    assert len(drawn) == len(rows)
    X, targets = drawn.batch()
    assert drawn.notes.tolist() == told
    assert drawn.share == len(told) / len(rows)
    for place, note in enumerate(told):
        words = X["ids"][place][X["mask"][place]].tolist()
        expected = [k + 2 for k in range(N_CODES - 1) for _ in range(k + 1) if rows[note][k]]
        assert sorted(words) == expected
        assert targets[place].tolist() == [*rows[note][:-1], 0]
        assert X["weight"][place] == 0.5 * weight[note]
    ids = {"ids": torch.ones(len(rows), 1), "mask": torch.ones(len(rows), 1, dtype=torch.bool)}
    found = [
        own for _, own, _ in parts(ids | {"documents": drawn}, torch.zeros(len(rows)), n_parts)
    ]
    cut = [own["documents"] for own in found if "documents" in own]
    assert sum(len(own.notes) for own in cut) == len(told)
    together = np.vstack([own.batch()[1] for own in cut])
    np.testing.assert_array_equal(together, targets)
    assert all(len(own["documents"]) == len(own["ids"]) for own in found if "documents" in own)


def test_documents_are_drawn_anew_in_each_epoch(data):
    batches = NoteBatches(data().with_documents(documents()), 60, random_state=0)
    epochs = [next(iter(batches))[0]["documents"].batch()[0]["ids"] for _ in range(2)]
    assert epochs[0].sum() == epochs[1].sum()
    assert not torch.equal(*epochs)


def test_batches_that_nobody_trains_on_have_no_documents(data):
    dataset = data().with_documents(documents())
    X, _ = next(iter(NoteBatches(dataset, 8)))
    assert "documents" not in X
    assert not dataset.documents.phrases.asked


@pytest.mark.parametrize("refit", [False, True])
def test_held_out_notes_have_no_document(data, recipe, module, refit):
    """By codes that are unique: no document of the first pass tells those of a held-out note."""
    n_notes = 40
    sequences = data(n_notes).sequences
    pairs = np.array([(i, j, k) for i in range(5) for j in range(5) for k in range(2)])[:n_notes]
    codes = np.zeros((n_notes, 12), dtype=np.float32)
    for column, first in enumerate((0, 5, 10)):
        codes[np.arange(n_notes), first + pairs[:, column]] = 1
    assert len(np.unique(codes, axis=0)) == n_notes

    phrases = Phrases()
    phrases.has_name = np.ones(12, dtype=bool)
    words = TokenSequences.from_lengths(np.arange(12) + 2, np.ones(12, dtype=int))
    drawer = CodeDocuments(phrases, words, 1.0)
    dataset = NoteDataset(sequences, sparse.csr_array(codes)).with_documents(drawer)
    parts_ = []

    def make(part):
        parts_.append([np.flatnonzero(row).tolist() for row in part.targets().toarray()])
        return module(n_codes=12)

    settings = recipe(refit=refit, max_epochs=2, validation_fraction=0.25)
    trained = fit_network(settings, make, dataset, SEED)
    first = 2 * len(parts_[0])  # two epochs of the training part
    assert len(parts_[0]) == 30
    assert sorted(phrases.asked[:first]) == sorted(2 * parts_[0])
    rest = phrases.asked[first:]
    if refit:
        assert len(parts_[1]) == n_notes
        assert sorted(rest) == sorted(trained.n_iter * parts_[1])
    else:
        assert not rest


def gradient(net, batch):
    net.module_.zero_grad()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        loss = net.train_step_single(batch)["loss"]
    grads = [weight.grad for weight in net.module_.parameters()]
    return float(loss.detach()), [grad.clone() for grad in grads if grad is not None]


@pytest.mark.parametrize("weighted", [False, True])
def test_the_loss_adds_that_of_the_documents(data, recipe, module, weighted):
    weight = np.random.RandomState(0).uniform(0.5, 2, size=60) if weighted else None
    dataset = data(weight=weight)
    net = new_net(recipe(dropout=0.0), lambda: module(dropout=0.0), SEED)
    rows, rng = np.arange(9), np.random.RandomState(1)
    plain, _ = gradient(net, dataset.batch(rows))
    X, y = dataset.with_documents(documents(0.3)).batch(rows, rng)
    own, targets = X["documents"].batch()
    besides = 0.0
    for note in range(len(targets)):  # each document alone, and unpadded
        ids = own["ids"][note][own["mask"][note]][None]
        outputs = net.infer({"ids": ids, "mask": torch.ones_like(ids, dtype=torch.bool)})
        bce = nn.functional.binary_cross_entropy_with_logits(
            outputs, targets[note][None], reduction="sum"
        )
        place = X["documents"].notes[note]
        besides += 0.3 * (1 if weight is None else weight[place]) * float(bce.detach())
    assert len(targets) < 9, "one of these notes has no document"
    loss, whole = gradient(net, (X, y))
    assert loss == pytest.approx(plain + besides / 9, rel=1e-5)
    net.accumulate = 4
    cut_loss, cut = gradient(net, (X, y))
    assert cut_loss == pytest.approx(loss, rel=1e-5)
    for first, second in zip(whole, cut, strict=True):
        torch.testing.assert_close(first, second, rtol=1e-4, atol=1e-6)


def test_r_drop_compares_notes_alone(data, recipe, module):
    dataset = data()
    net = new_net(recipe(r_drop=0.7), lambda: module(dropout=0.0), SEED)
    rows = np.arange(9)
    twice, _ = gradient(net, dataset.batch(rows))
    X, y = dataset.with_documents(documents()).batch(rows, np.random.RandomState(1))
    net.r_drop = 0.0
    with_documents, _ = gradient(net, (X, y))
    plain, _ = gradient(net, dataset.batch(rows))
    net.r_drop = 0.7
    assert gradient(net, (X, y))[0] == pytest.approx(twice + with_documents - plain, rel=1e-5)


class Normalised(nn.Module):
    """A convolution with batch normalisation under an attention for each code."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(24, 8, padding_idx=0)
        self.encoder = ConvNorm(8, 6, 3)
        self.decoder = LabelAttention(6, N_CODES)

    def forward(self, ids, mask):
        return self.decoder(self.encoder(self.embedding(ids.long()), mask), mask)


def test_running_statistics_are_those_of_the_notes(data, recipe):
    found, rows = [], np.arange(9)
    for dataset in (data(), data().with_documents(documents())):
        net = new_net(recipe(), Normalised, SEED)
        gradient(net, dataset.batch(rows, np.random.RandomState(1)))
        found.append(net.module_.encoder.norm)
    assert torch.equal(found[0].running_mean, found[1].running_mean)
    assert torch.equal(found[0].running_var, found[1].running_var)
    assert found[1].running_mean.abs().sum() > 0
    assert found[1].momentum == 0.1


def test_momentum_comes_back_after_an_error():
    module = nn.Sequential(nn.BatchNorm1d(3))
    with pytest.raises(RuntimeError, match="halt"), statistics_of_notes(module):
        assert module[0].momentum == 0.0
        module(torch.arange(12.0).view(4, 3))
        raise RuntimeError("halt")
    assert module[0].momentum == 0.1
    assert not module[0].running_mean.any()


def test_documents_are_not_counted(data, recipe, module):
    """A loss that counts notes counts notes."""
    counts = []
    for dataset in (data(), data().with_documents(documents())):
        net = new_net(recipe(loss=LDAMLoss()), module, SEED, dataset.targets())
        one_epoch(recipe(loss=LDAMLoss()), net, dataset, SEED)
        counts.append({name: b.clone() for name, b in net.criterion_.named_buffers()})
    assert counts[0].keys() == counts[1].keys() and counts[0]
    for name, buffer in counts[0].items():
        assert torch.equal(buffer, counts[1][name])
