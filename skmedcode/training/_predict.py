"""Logits of many notes."""

import numpy as np
import torch

from skmedcode.training._batches import NoteBatches
from skmedcode.training._net import logits


def iter_logits(net, dataset):
    """Logits batch by batch, the longest notes first.

    Yields
    ------
    places : ndarray of int of shape (n,)
        Rows of the data set.
    scores : ndarray of float32 of shape (n, n_codes)
    """
    net._set_training(False)
    batches = NoteBatches(dataset, net.batch_size)
    for places in batches.places():
        with torch.inference_mode():
            outputs = net.infer(dataset.batch(places)[0])
        yield places, logits(outputs).float().cpu().numpy()


def predict_logits(net, dataset):
    """Logits of all notes in their order, ndarray of float32 of shape (n_notes, n_codes)."""
    result = None
    for places, scores in iter_logits(net, dataset):
        if result is None:
            result = np.empty((len(dataset), scores.shape[1]), dtype=np.float32)
        result[places] = scores
    return result
