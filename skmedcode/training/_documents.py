"""Documents that stand beside the notes of a training batch, and never beside held-out ones."""

from contextlib import contextmanager

import numpy as np
from scipy import sparse

from skmedcode.training._batches import NoteDataset


class BatchDocuments:
    """The documents of some of a batch's notes.

    Parameters
    ----------
    dataset : NoteDataset
    notes : integer ndarray of shape (n_documents,)
        The note of each document, counted within the batch.
    n_notes : int
    """

    def __init__(self, dataset, notes, n_notes):
        self.dataset, self.notes, self.n_notes = dataset, notes, n_notes

    def __len__(self):  # skorch wants the lengths of all inputs to agree
        return self.n_notes

    @property
    def share(self):
        """Documents a note."""
        return len(self.notes) / self.n_notes

    def batch(self):
        """Tensors of the documents, as :meth:`NoteDataset.batch` gives those of notes."""
        return self.dataset.batch(np.arange(len(self.notes)))

    def part(self, notes):
        """The documents of a slice of the notes, or None."""
        start, stop, _ = notes.indices(self.n_notes)
        rows = np.flatnonzero((self.notes >= start) & (self.notes < stop))
        if not len(rows):
            return None
        return BatchDocuments(self.dataset.part(rows), self.notes[rows] - start, stop - start)


class CodeDocuments:
    """Draws documents for the codes of notes.

    Parameters
    ----------
    phrases : object
        ``phrases.draw(codes, rng)`` lists for each code the numbers of phrases that speak of it;
        ``phrases.has_name`` tells the codes that have some.
    sequences : TokenSequences
        The phrases, by number.
    weight : float
        Of a document in the loss.
    """

    def __init__(self, phrases, sequences, weight):
        self.phrases, self.sequences, self.weight = phrases, sequences, weight
        self.told = sparse.diags_array(phrases.has_name.astype(np.float32))

    def draw(self, Y, weight, rng):
        """The documents of a batch.

        Parameters
        ----------
        Y : csr_array of shape (n_notes, n_codes)
        weight : ndarray of shape (n_notes,)
            Of the notes.
        rng : RandomState

        Returns
        -------
        BatchDocuments or None
            None where no note has a code of which something can be said.
        """
        said = [
            self.phrases.draw(Y.indices[start:stop], rng)
            for start, stop in zip(Y.indptr[:-1], Y.indptr[1:], strict=True)
        ]
        notes = np.flatnonzero([len(own) > 0 for own in said])
        if not len(notes):
            return None
        sequences = self.sequences.joined([np.concatenate(said[note]) for note in notes])
        targets = sparse.csr_array(Y[notes] @ self.told)
        dataset = NoteDataset(sequences, targets, self.weight * weight[notes])
        return BatchDocuments(dataset, notes, Y.shape[0])


@contextmanager
def statistics_of_notes(module):
    """Keep what is read out of the running statistics of batch normalisation."""
    norms = [part for part in module.modules() if hasattr(part, "running_mean")]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    try:
        yield
    finally:
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
