"""Which slots of a memory notes read."""

import numpy as np
import torch

from skmedcode.training._predict import note_passes


def slot_attention(net, dataset):
    """Attention of notes over the slots of a memory.

    Parameters
    ----------
    net : CoderNet
        Its module's decoder has ``attend_slots``.
    dataset : NoteDataset

    Returns
    -------
    ndarray of float32 of shape (n_notes, hops, n_slots)
    """
    net._set_training(False)
    module, result = net.module_, None
    for places in note_passes(net, dataset):
        X = {name: tensor.to(net.device) for name, tensor in dataset.batch(places)[0].items()}
        with torch.inference_mode():
            beside = {name: X.get(name) for name in ("ids", "sentences", "patient")}
            hidden = module.encode(module.embed(X["ids"], X.get("values")), X["mask"], **beside)
            weights = module.decoder.attend_slots(*hidden).cpu().numpy()
        if result is None:
            result = np.empty((len(dataset), *weights.shape[1:]), dtype=np.float32)
        result[places] = weights
    return result
