"""What ``fit`` has learnt before the network exists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy import sparse
from sklearn.preprocessing import normalize
from torch import nn

from skmedcode.layers import MemorySlots, TitleVectors, TitleWords, lines_above


@dataclass(frozen=True, eq=False)
class MemoryFacts:
    """The slots of a memory, as token ids.

    Parameters
    ----------
    keys, values : sequence of n_slots integer arrays
        What a slot is looked up by, and what is read there.
    names : list of n_slots names, default=None
        None means that the codes are the slots.
    """

    keys: Sequence
    values: Sequence
    names: list | None = None


@dataclass(frozen=True, eq=False)
class TreeFacts:
    """What stands above the codes.

    Parameters
    ----------
    parents : ndarray of int of shape (n_nodes,)
        Place of the node above each, -1 for the topmost; the codes come first.
    names : ndarray of shape (n_named,)
        Names of all that stands above codes.
    places : ndarray of int of shape (n_named,)
        The node that each is; several that tell the same codes apart from others are one.
    """

    parents: np.ndarray
    names: np.ndarray
    places: np.ndarray


@dataclass(frozen=True, eq=False)
class FitFacts:
    """The facts from which a coder composes its network.

    Parameters
    ----------
    n_tokens : int
        Rows of the word embedding, padding and unknown included.
    embedding_dim : int
    code_names : ndarray of shape (n_codes,)
    Y : csr_array of shape (n_notes, n_codes)
        Codes of the training notes.
    word_vectors : ndarray of float32 of shape (n_tokens, embedding_dim), default=None
        Where the embedding starts; None where weights are loaded afterwards.
    code_vectors : ndarray of float32 of shape (n_codes, embedding_dim), default=None
        Where the codes start among the words; None for chance.
    title_ids : sequence of n_codes integer arrays, default=None
        Token ids of the codes' titles, where descriptions are given.
    rarity : ndarray of float32 of shape (n_tokens,), default=None
        How rare each word is in notes and titles, where there are titles.
    encode : callable, default=None
        Text to token ids, where words are known.
    freeze_embeddings : bool, default=False
    code_groups : ndarray of int of shape (n_codes,), default=None
        The group of each code, for a coder that learns groups too.
    group_names : ndarray of shape (n_groups,), default=None
    code_tree : TreeFacts, default=None
        For a coder that tells codes apart level by level.
    memory : MemoryFacts, default=None
        Texts in which notes are looked up, for a coder that has a memory.
    code_points : ndarray of float32 of shape (n_codes, dim), default=None
        Where the codes stand in hyperbolic space, for a coder that learns a hierarchy.
    vocabulary : dict of str to int, default=None
        The id of each word, where words are known.
    checkpoint : dict, default=None
        Plain values from which a pretrained model can be made again, without its weights.
    checkpoint_model : nn.Module, default=None
        The pretrained model; None where weights are loaded afterwards. It stays as it is: a
        network takes a copy.
    n_patient_features : int, default=0
        Numbers that come with each note, where notes come in a table.
    """

    n_tokens: int
    embedding_dim: int
    code_names: np.ndarray
    Y: sparse.csr_array
    word_vectors: np.ndarray | None = None
    code_vectors: np.ndarray | None = None
    title_ids: Sequence | None = None
    rarity: np.ndarray | None = None
    encode: Callable | None = None
    freeze_embeddings: bool = False
    code_groups: np.ndarray | None = None
    group_names: np.ndarray | None = None
    code_tree: TreeFacts | None = None
    memory: MemoryFacts | None = None
    code_points: np.ndarray | None = None
    vocabulary: dict | None = None
    checkpoint: dict | None = None
    checkpoint_model: nn.Module | None = None
    n_patient_features: int = 0

    @property
    def n_codes(self):
        """Number of codes."""
        return len(self.code_names)

    def embedding(self):
        """The word embedding; padding is zero."""
        embedding = nn.Embedding(self.n_tokens, self.embedding_dim, padding_idx=0)
        if self.word_vectors is not None:
            with torch.no_grad():
                embedding.weight.copy_(torch.from_numpy(self.word_vectors))
        embedding.weight.requires_grad_(not self.freeze_embeddings)
        return embedding

    def titles(self, embedding, out_features):
        """Code vectors from titles as a module, or None without titles."""
        if self.title_ids is None:
            return None
        return TitleVectors(embedding, self.title_ids, out_features)

    def title_words(self, embedding, out_features):
        """The words of the titles, each once, as a module, or None without titles."""
        if self.title_ids is None:
            return None
        rarity = None if self.rarity is None else torch.from_numpy(self.rarity)
        return TitleWords(embedding, self.title_ids, out_features, rarity)

    def slots(self, embedding, named=True):
        """The memory as a module; unless ``named``, slots give what they are looked up by."""
        return MemorySlots(embedding, self.memory.keys, self.memory.values if named else None)

    def with_terms(self, terms):
        """The same facts with a memory of each code's terms, a list of n_codes integer arrays."""
        return replace(self, memory=MemoryFacts(terms, terms))

    def with_tree(self, parents, names, places):
        """The same facts with what stands above the codes, see :class:`TreeFacts`."""
        return replace(self, code_tree=TreeFacts(parents, names, places))

    def start(self):
        """Where the codes start among the words, a Tensor, or None for chance."""
        return None if self.code_vectors is None else torch.from_numpy(self.code_vectors)

    def start_bias(self, bias):
        """Set a bias to each code's log-odds in the training notes, half a note on both sides."""
        _start_at_log_odds(bias, _sums(self.Y), self.Y.shape[0])

    def start_node_bias(self, bias):
        """Set a bias to each node's log-odds in the notes that have the node above it.

        A node is there if a code at or beneath it is; half a note on both sides.
        """
        parents = self.code_tree.parents
        lines = lines_above(torch.from_numpy(parents), self.n_codes).numpy()
        nodes, codes = np.hstack([lines, np.tile(np.arange(self.n_codes), (2, 1))])
        at_or_above = sparse.csr_array(
            (np.ones(len(codes)), (codes, nodes)), (self.n_codes, len(parents))
        )
        has = sparse.csr_array(self.Y @ at_or_above)
        has.data[:] = 1  # of however many codes
        count = _sums(has)
        _start_at_log_odds(bias, count, np.where(parents < 0, self.Y.shape[0], count[parents]))

    def graph(self):
        """Which codes occur together in the training notes, as ``CodeGraph`` reads it.

        How often, with 1 for a code itself, divided by the roots of both codes' sums. None without
        notes, where a graph is loaded afterwards.
        """
        if self.Y.shape[0] == 0:
            return None
        counts = sparse.csr_array(self.Y.T @ self.Y, dtype=np.float64)
        counts.setdiag(1)
        scale = sparse.diags_array(np.asarray(counts.sum(axis=1)).ravel() ** -0.5)
        edges = sparse.csr_array(scale @ counts @ scale)
        edges.sort_indices()
        rows = (torch.from_numpy(part.astype(np.int64)) for part in (edges.indptr, edges.indices))
        return *rows, torch.from_numpy(edges.data.astype(np.float32))

    def of_groups(self):
        """The same facts of the groups in place of the codes, without titles."""
        shape = (self.n_codes, len(self.group_names))
        places = (np.arange(self.n_codes), self.code_groups)
        member = sparse.csr_array((np.ones(self.n_codes, dtype=np.float32), places), shape)
        Y = sparse.csr_array(self.Y @ member)
        Y.data[:] = 1  # of however many codes
        starts = self.code_vectors
        if starts is not None:  # a group starts where its codes do
            starts = normalize(member.T @ starts)
        return replace(
            self,
            code_names=self.group_names,
            Y=Y,
            code_vectors=starts,
            title_ids=None,
            code_groups=None,
            code_points=None,
        )

    def without_notes(self):
        """The facts that a fitted coder may keep: no training data, no duplicate weights."""
        empty = sparse.csr_array((0, self.n_codes), dtype=np.float32)
        learnt = ("word_vectors", "code_vectors", "code_points", "encode", "vocabulary", "rarity")
        return replace(self, Y=empty, **dict.fromkeys([*learnt, "checkpoint_model"]))


def _sums(Y):
    return np.asarray(Y.sum(axis=0), dtype=np.float64).ravel()


def _start_at_log_odds(bias, count, n_notes):
    """Log-odds of so many among so many notes, half a note on both sides."""
    with torch.no_grad():
        bias.copy_(torch.from_numpy(np.log(count + 0.5) - np.log(n_notes - count + 0.5)))
