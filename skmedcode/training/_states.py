"""What a frozen encoder makes of each note, read once and kept while a fit lasts."""

import torch

from skmedcode.training._predict import note_passes


class NoteStates:
    """States of notes by their rows.

    Parameters
    ----------
    states : dict of int to Tensor of shape (positions, features)
        By the row of the note among all sequences.
    """

    def __init__(self, states):
        self.states = states

    def __getitem__(self, row):
        return self.states[row]

    @property
    def nbytes(self):
        """Bytes that the states take."""
        return sum(own.nbytes for own in self.states.values())

    def pad(self, rows):
        """States of some notes in float32, (n, positions, features), and their mask."""
        own = [self.states[row] for row in rows]
        shape = (len(own), max(len(states) for states in own))
        padded, mask = torch.zeros(*shape, own[0].shape[1]), torch.zeros(shape, dtype=torch.bool)
        for i, states in enumerate(own):
            padded[i, : len(states)], mask[i, : len(states)] = states, True
        return padded, mask


def with_states(coder, net, dataset):
    """The same notes with what the net's encoder makes of them, where it is frozen.

    The states belong to the data set that is returned, and to nothing else: they are of its notes
    alone, and gone with it.

    Parameters
    ----------
    coder : BaseCoder
        ``_states_dtype`` names the precision in which states are kept; None keeps none.
    net : CoderNet
    dataset : NoteDataset

    Returns
    -------
    NoteDataset
    """
    if coder._states_dtype is None or not net.module_.encoder.is_frozen:
        return dataset  # after a warm start the network is as it was, whatever the coder says
    dtype, states = getattr(torch, coder._states_dtype), {}
    net._set_training(False)
    for places in note_passes(net, dataset):
        X, _ = dataset.batch(places)
        hidden, mask = _read(net, X)
        counts = mask.sum(1).tolist()
        for i, row in enumerate(dataset.rows[places]):
            own = hidden[i, : counts[i]].to(dtype)
            states[row] = own.to("cpu", copy=True)  # a view would keep the batch
    return dataset.with_states(NoteStates(states))


def _read(net, X):
    device, read = torch.device(net.device).type, ("ids", "mask", "sentences")
    X = {name: X[name].to(net.device) for name in read if name in X}
    with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=net.amp):
        return net.module_.read(**X)
