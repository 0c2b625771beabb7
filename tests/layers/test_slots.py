"""Slots of a memory: means of words, read once where nothing can have moved."""

import copy
import pickle

import torch
from torch import nn

from skmedcode.layers import MemorySlots

KEYS, VALUES = [[2, 3, 3], [4], []], [[5], [6, 7], [8]]


def made(values=VALUES):
    torch.manual_seed(0)
    return MemorySlots(nn.Embedding(9, 4, padding_idx=0), KEYS, values)


def test_keys_and_values_are_means_of_their_words():
    slots = made()
    table = slots.keys.embedding.weight
    keys, values = slots()
    torch.testing.assert_close(keys[0], (table[2] + 2 * table[3]) / 3)
    torch.testing.assert_close(values[1], (table[6] + table[7]) / 2)
    assert torch.equal(keys[2], torch.zeros(4))
    assert [name for name, _ in slots.named_parameters()] == ["keys.embedding.weight"]


def test_without_values_the_keys_are_read():
    keys, values = made(values=None)()
    assert values is keys


def test_training_and_gradients_read_afresh():
    slots = made()
    assert slots()[0] is not slots()[0]
    slots.eval()
    assert slots()[0] is not slots()[0]
    keys, _ = slots()
    keys.sum().backward()
    assert slots.keys.embedding.weight.grad is not None


def test_a_pass_in_evaluation_reads_once_and_the_next_one_afresh():
    slots = made().eval()
    with torch.inference_mode():
        first = slots()[0]
        assert slots()[0] is first
    with torch.no_grad():
        slots.keys.embedding.weight.mul_(2)
    slots.eval()
    with torch.inference_mode():
        torch.testing.assert_close(slots()[0], 2 * first)


def test_what_was_read_is_not_kept_in_copies():
    slots = made().eval()
    with torch.inference_mode():
        slots()
    assert slots._read is not None
    assert copy.deepcopy(slots)._read is None
    assert pickle.loads(pickle.dumps(slots))._read is None
    slots()[0].sum().backward()  # no tensor of inference is in the way
