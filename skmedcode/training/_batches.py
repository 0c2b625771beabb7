"""Notes as batches of similar length."""

from copy import copy

import numpy as np
import torch
from torch.utils.data import Dataset

BUCKET = 50  # batches that are sorted by length together: little padding, and still a shuffle


class Shared:
    """What a batch has besides one row a note; skorch wants the lengths of all inputs to agree.

    Parameters
    ----------
    n_notes : int
    arrays : dict of str to list of ndarrays
    part : callable, default=None
        ``slice of the notes -> dict of Tensor``: the inputs of some of them, laid out anew.

    Attributes
    ----------
    tensors : dict of str to list of Tensors
    """

    def __init__(self, n_notes, arrays, part=None):
        self.n_notes = n_notes
        self.part = part
        self.tensors = {
            name: [torch.from_numpy(array) for array in own] for name, own in arrays.items()
        }

    def __len__(self):
        return self.n_notes


class NoteDataset(Dataset):
    """Notes, their codes and weights, taken by rows.

    Parameters
    ----------
    sequences : TokenSequences
        No note may be empty.
    Y : csr_array of shape (n_notes, n_codes), default=None
    weight : ndarray of shape (n_notes,), default=None
    evidence : list of lists of (column, places), default=None
        The words of each note that support its codes.
    rows : ndarray of int, default=None
        The part of the notes that this data set shows; None means all.
    groups : ndarray of int of shape (n_notes,), default=None
        Numbers of patients: their notes are held out together.
    states : NoteStates, default=None
        What a frozen encoder makes of the notes.
    documents : CodeDocuments, default=None
        Draws what is trained on besides the notes.
    """

    def __init__(
        self,
        sequences,
        Y=None,
        weight=None,
        evidence=None,
        rows=None,
        groups=None,
        states=None,
        documents=None,
    ):
        self.sequences = sequences
        self.Y = Y
        self.weight = weight
        self.evidence = evidence
        self.rows = np.arange(len(sequences)) if rows is None else np.asarray(rows)
        self.groups = groups
        self.states = states
        self.documents = documents

    def __len__(self):
        return len(self.rows)

    @property
    def lengths(self):
        """Number of tokens of each note shown."""
        return self.sequences.lengths[self.rows]

    def part(self, rows):
        """The notes at some of this data set's rows."""
        return self._but(rows=self.rows[rows])

    def with_states(self, states):
        """The same notes with what a frozen encoder makes of them."""
        return self._but(states=states)

    def with_documents(self, documents):
        """The same notes with what draws documents for them."""
        return self._but(documents=documents)

    def _but(self, **changes):
        changed = copy(self)
        vars(changed).update(changes)
        return changed

    def targets(self):
        """The codes of the notes shown, csr_array of shape (n, n_codes)."""
        return self.Y[self.rows]

    def batch(self, places, rng=None):
        """Tensors of some notes: a dict for the module and the loss, and the targets.

        Only with ``rng``, which draws documents, is there what training alone is for: gold
        evidence, and documents.
        """
        rows = self.rows[places]
        X = self._inputs(rows)
        if self.states is not None:
            X["states"], X["states_mask"] = self.states.pad(rows)
        if self.Y is None:
            return X, None
        codes = self.Y[rows]
        weight = np.ones(len(rows)) if self.weight is None else self.weight[rows]
        X["weight"] = torch.from_numpy(weight.astype(np.float32))  # for the loss alone
        if rng is not None and self.evidence is not None:
            X |= self._evidence(rows, X["ids"].shape[1])
        if rng is not None and self.documents is not None:
            documents = self.documents.draw(codes, weight, rng)
            X |= {} if documents is None else {"documents": documents}
        return X, torch.from_numpy(codes.toarray())

    def _inputs(self, rows):
        """What a network reads of some notes."""
        own, shared = self.sequences.inputs(rows)
        X = {name: torch.from_numpy(array) for name, array in own.items()}
        if shared:
            X["shared"] = Shared(len(rows), shared, lambda part: self._inputs(rows[part]))
        return X

    def _evidence(self, rows, length):
        """The codes whose attention the module gives, and what the loss compares it with."""
        most = max(len(self.evidence[row]) for row in rows)
        if most == 0:
            return {}
        codes = np.zeros((len(rows), most), dtype=np.int64)
        spans = np.zeros((len(rows), most, length), dtype=bool)  # none where a note has fewer codes
        for i, row in enumerate(rows):
            for j, (column, places) in enumerate(self.evidence[row]):
                codes[i, j] = column
                spans[i, j, places] = True
        return {"codes": torch.from_numpy(codes), "spans": torch.from_numpy(spans)}


class NoteBatches:
    """Batches of notes of similar length; the iterator that the net uses.

    Parameters
    ----------
    dataset : NoteDataset
    batch_size : int
    random_state : int, default=None
        Shuffle, differently in every epoch: notes are shuffled, sorted by length within groups of
        ``50 * batch_size``, and the batches are shuffled again. None sorts by length alone.
    """

    def __init__(self, dataset, batch_size, random_state=None):
        self.dataset = dataset
        self.batch_size = batch_size
        self.rng = None if random_state is None else np.random.RandomState(random_state)

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def places(self):
        """Rows of the data set, one array a batch, the longest notes first."""
        longest_first = -self.dataset.lengths
        if self.rng is None:
            return self._cut(np.argsort(longest_first, kind="stable"))
        order = self.rng.permutation(len(self.dataset))
        batches = []
        for start in range(0, len(order), BUCKET * self.batch_size):
            group = order[start : start + BUCKET * self.batch_size]
            batches += self._cut(group[np.argsort(longest_first[group], kind="stable")])
        return [batches[i] for i in self.rng.permutation(len(batches))]

    def _cut(self, order):
        return [
            order[start : start + self.batch_size]
            for start in range(0, len(order), self.batch_size)
        ]

    def __iter__(self):
        return (self.dataset.batch(places, self.rng) for places in self.places())
