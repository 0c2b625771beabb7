"""Logits of many notes."""

import numpy as np
import torch
from torch import nn

from skmedcode.training._batches import NoteBatches
from skmedcode.training._net import logits

PASS = 6_000  # padded tokens that a CPU reads at once: what they become stays in its caches
PASS_OF_GRU = 48_000  # whose steps on the CPU are products with a row a note (LSTMs have a kernel)
BLOCK = 2**20  # tokens that share one table of words: many for each word, and a bounded table
PAYS = 2  # tokens for each distinct word, from which on a table saves time


def iter_logits(net, dataset, pick=logits):
    """Logits batch by batch, the longest notes first.

    Parameters
    ----------
    net : CoderNet
    dataset : NoteDataset
    pick : callable, default=logits
        ``outputs -> Tensor of shape (n, n_columns)``, of what the network gives.

    Yields
    ------
    places : ndarray of int of shape (n,)
        Rows of the data set.
    scores : ndarray of float32 of shape (n, n_codes)
    """
    net._set_training(False)
    for block in blocks(note_passes(net, dataset), dataset.lengths):
        with torch.inference_mode():
            table = word_table(net, dataset, block)
        options = {} if table is None else {"table": table}
        for places in block:
            with torch.inference_mode():
                outputs = net.infer(dataset.batch(places)[0], **options)
            yield places, pick(outputs).float().cpu().numpy()


def note_passes(net, dataset):
    """Rows that the network reads at once, the longest notes first."""
    batches, lengths = NoteBatches(dataset, net.batch_size).places(), dataset.lengths
    if torch.device(net.device).type != "cpu":
        return batches
    has_gru = any(isinstance(part, nn.GRU) for part in net.module_.modules())
    most = PASS_OF_GRU if has_gru else PASS
    return [part for places in batches for part in passes(places, lengths, most)]


def passes(places, lengths, most):
    """Cut a batch, longest note first, into parts of at most so many padded tokens."""
    while len(places):
        size = max(most // lengths[places[0]], 1)
        yield places[:size]
        places = places[size:]


def blocks(batches, lengths):
    """Group batches, in their order, until a group has ``BLOCK`` tokens."""
    group, n_tokens = [], 0
    for places in batches:
        group.append(places)
        n_tokens += lengths[places].sum()
        if n_tokens >= BLOCK:
            yield group
            group, n_tokens = [], 0
    if group:
        yield group


def word_table(net, dataset, block):
    """The network's table of the words in some batches, or None where it would not pay.

    Other devices than the CPU convolve faster than they look up; a network that says
    ``always_tabulates`` gains on all of them.
    """
    tabulate = getattr(net.module_, "tabulate", None)
    device = torch.device(net.device)
    sequences = dataset.sequences
    if tabulate is None or sequences.values is not None:
        return None
    always = getattr(net.module_, "always_tabulates", False)
    if device.type != "cpu" and not always:
        return None
    flat = np.concatenate([sequences[row] for row in dataset.rows[np.concatenate(block)]])
    occurs = np.zeros(flat.max() + 1, dtype=bool)
    occurs[flat], occurs[0] = True, True  # 0 for padding
    words = np.flatnonzero(occurs)
    if len(flat) < PAYS * len(words) and not always:
        return None
    about = {
        name: [torch.from_numpy(array).to(device) for array in own]
        for name, own in sequences.about(words).items()
    }
    return tabulate(torch.from_numpy(words).to(device), **about)


def group_logits(outputs):
    """The logits of groups of codes: they come second."""
    return outputs[1]


def predict_logits(net, dataset, pick=logits):
    """Logits of all notes in their order, ndarray of float32 of shape (n_notes, n_codes).

    ``pick`` as of :func:`iter_logits`.
    """
    result = None
    for places, scores in iter_logits(net, dataset, pick):
        if result is None:
            result = np.empty((len(dataset), scores.shape[1]), dtype=np.float32)
        result[places] = scores
    return result
