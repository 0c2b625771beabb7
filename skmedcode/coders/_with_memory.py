"""What coders offer whose network looks notes up in a memory."""

import numbers

import numpy as np
from sklearn.utils.metaestimators import available_if

from skmedcode.training import slot_attention
from skmedcode.utils._validation import check_number


def _reads_slots(coder):
    """Whether a coder may have a memory: it is not fitted, or has one."""
    return not hasattr(coder, "net_") or coder._facts.memory is not None


class MemoryMixin:
    """Names of the slots of a memory, and what notes read there."""

    @available_if(_reads_slots)
    def memory_attention(self, X):
        """How much of each slot the notes read.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, hops, n_slots)
            Columns are ``slot_names_``; each hop sums to 1.
        """
        dataset = self._dataset(X)
        return slot_attention(self.net_, dataset)

    @available_if(_reads_slots)
    def explain_slots(self, X, top_k=5):
        """The slots that the notes read most, by name.

        A slot says what the note was compared with, and not which code follows from it.

        Parameters
        ----------
        X : as in :meth:`fit`
        top_k : int, default=5
            Slots a note, at most.

        Returns
        -------
        list of n_notes lists of (name, weight)
            The mean weight over the hops, the largest first.
        """
        check_number(top_k, "top_k", numbers.Integral, low=1)
        weights = self.memory_attention(X).mean(axis=1)  # (n_notes, n_slots)
        names, best = self.slot_names_, np.argsort(-weights, axis=1, kind="stable")[:, :top_k]
        rows = zip(weights, best, strict=True)
        return [[(names[j], float(row[j])) for j in own] for row, own in rows]

    @property
    def slot_names_(self):
        """Names of the slots."""
        if not hasattr(self, "net_") or self._facts.memory is None:
            raise AttributeError(f"{type(self).__name__} has no slot_names_ (yet).")
        names = self._facts.memory.names
        return self._facts.code_names.tolist() if names is None else list(names)

    def _keep(self, trained, facts=None, *rest):
        if facts is not None and self._has_memory and facts.memory is None:
            facts = facts.with_terms(_terms(trained.net.module_.decoder.slots.keys))
        return super()._keep(trained, facts, *rest)


def _terms(keys):
    """The terms of each code, of the notes that were trained on."""
    return np.split(keys.ids.cpu().numpy(), keys.offsets[1:-1].cpu().numpy())
