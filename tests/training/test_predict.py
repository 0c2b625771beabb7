"""Logits in the order of the notes."""

import numpy as np
import pytest
import torch

from skmedcode import RNNCoder
from skmedcode.training import _predict, iter_logits, predict_logits
from skmedcode.training._fit import new_net
from skmedcode.training._predict import blocks, note_passes, passes, word_table
from skmedcode.utils.estimator_checks import toy_notes


@pytest.fixture
def net(recipe, module):
    return new_net(recipe(), module, 0)


def one_by_one(net, dataset):
    net.module_.eval()
    rows = []
    for place in range(len(dataset)):
        ids = torch.from_numpy(dataset.sequences[int(dataset.rows[place])][None].copy())
        with torch.no_grad():
            rows.append(net.module_(ids, torch.ones_like(ids, dtype=torch.bool))[0].numpy())
    return np.array(rows)


@pytest.mark.parametrize("batch_size", [1, 7, 60, 500])
def test_order_is_restored(net, data, batch_size):
    dataset = data()
    net.set_params(batch_size=batch_size)
    found = predict_logits(net, dataset)
    assert found.shape == (60, 4)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, one_by_one(net, dataset), rtol=0, atol=1e-5)


def test_part_of_the_notes(net, data):
    dataset = data()
    rows = np.array([50, 3, 3, 17])
    np.testing.assert_allclose(
        predict_logits(net, dataset.part(rows)),
        predict_logits(net, dataset)[rows],
        rtol=0,
        atol=1e-5,
    )


def test_dropout_is_off(net, data):
    net.module_.train()
    first = predict_logits(net, data())
    assert not net.module_.training
    np.testing.assert_array_equal(predict_logits(net, data()), first)


def test_batch_by_batch(net, data):
    dataset = data()
    whole = predict_logits(net, dataset)
    seen, lengths = [], []
    for places, scores in iter_logits(net, dataset):
        assert isinstance(scores, np.ndarray)
        assert scores.dtype == np.float32
        np.testing.assert_array_equal(scores, whole[places])
        seen += places.tolist()
        lengths += dataset.lengths[places].tolist()
    assert sorted(seen) == list(range(60))
    assert lengths == sorted(lengths, reverse=True)


def test_nothing_is_left_for_autograd(net, data):
    with torch.enable_grad():
        predict_logits(net, data())
    assert all(parameter.grad is None for parameter in net.module_.parameters())


def test_passes_hold_few_padded_tokens():
    lengths = np.array([7, 300, 50, 50, 30, 9])
    places = np.argsort(-lengths, kind="stable")
    parts = list(passes(places, lengths, 100))
    assert [part.tolist() for part in parts] == [[1], [2, 3], [4, 5, 0]]


def test_a_gru_reads_many_notes_at_once(monkeypatch):
    monkeypatch.setattr(_predict, "PASS", 1)
    notes, Y = toy_notes()
    own = {"hidden_size": 4, "embedding_dim": 6, "max_epochs": 1, "device": "cpu"}
    counts = {}
    for cell in ("gru", "lstm"):
        coder = RNNCoder(cell=cell, batch_size=8, random_state=0, **own).fit(notes, Y)
        counts[cell] = len(note_passes(coder.net_, coder._dataset(notes)))
    assert counts == {"gru": -(-len(notes) // 8), "lstm": len(notes)}


def test_blocks_hold_many_tokens(monkeypatch):
    monkeypatch.setattr(_predict, "BLOCK", 10)
    batches, lengths = [np.array([0]), np.array([1, 2]), np.array([3])], np.array([4, 4, 4, 4])
    assert [len(group) for group in blocks(batches, lengths)] == [2, 1]


@pytest.mark.parametrize("block", [1, 200, 2**20])
def test_the_table_of_words_gives_the_same(net, data, monkeypatch, block):
    dataset = data()
    monkeypatch.setattr(_predict, "BLOCK", block)
    monkeypatch.setattr(_predict, "PAYS", np.inf)
    usual = predict_logits(net, dataset)
    seen = []
    monkeypatch.setattr(_predict, "PAYS", 0)
    monkeypatch.setattr(_predict, "word_table", lambda *a: seen.append(word_table(*a)) or seen[-1])
    np.testing.assert_allclose(predict_logits(net, dataset), usual, rtol=0, atol=1e-5)
    assert seen
    assert None not in seen


def test_a_table_follows_the_weights(net, data, monkeypatch):
    """It is made for one prediction, so training in between cannot leave it behind."""
    monkeypatch.setattr(_predict, "PAYS", 0)
    dataset = data()
    first = predict_logits(net, dataset)
    with torch.no_grad():
        net.module_.encoder.weight.mul_(3)
    second = predict_logits(net, dataset)
    assert not np.allclose(first, second)
    np.testing.assert_allclose(second, one_by_one(net, dataset), rtol=0, atol=1e-5)


def test_where_a_table_would_not_pay(net, data, monkeypatch):
    dataset = data()
    all_notes = [np.arange(60)]
    assert word_table(net, dataset, all_notes) is not None
    assert word_table(net, dataset, [np.array([0])]) is None  # as many words as tokens
    monkeypatch.setattr("skmedcode.module.MOST_ANSWERS", 100)
    assert word_table(net, dataset, all_notes) is None


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_agrees_with_cpu(recipe, module, data):
    nets = [new_net(recipe(device=device), module, 0) for device in ("cpu", "cuda")]
    nets[1].module_.load_state_dict(nets[0].module_.state_dict())
    expected, found = (predict_logits(net, data()) for net in nets)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)
