"""Logits in the order of the notes."""

import numpy as np
import pytest
import torch

from skmedcode.training import iter_logits, predict_logits
from skmedcode.training._fit import new_net


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


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_agrees_with_cpu(recipe, module, data):
    nets = [new_net(recipe(device=device), module, 0) for device in ("cpu", "cuda")]
    nets[1].module_.load_state_dict(nets[0].module_.state_dict())
    expected, found = (predict_logits(net, data()) for net in nets)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)
