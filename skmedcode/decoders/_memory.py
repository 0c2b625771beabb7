"""A memory in which a note is looked up, hop after hop."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

SHARPNESS = 10.0
SLOTS_AT_ONCE = 512


class CondensedMemory(nn.Module):
    """Look a note up in a memory several times, and code it by all states on the way.

    ``p_j = softmax(K u_{j-1})``, ``u_j = R_j (u_{j-1} + V' p_j)``, and the logits are linear in
    ``u_K`` joined by ``D_1 u_{K-1}, D_2 u_{K-2}, ..., D_K u_0`` (Prakash et al., AAAI 2017), where
    ``D_i`` keeps ``d / 2^i`` of the ``d`` features, so that all of them are fewer than ``2 d``.

    Parameters
    ----------
    in_features : int
    n_codes : int
    slots : nn.Module
        Gives keys and values of shape (n_slots, in_features) when called, and which slots are
        ``empty()``, see :class:`~skmedcode.layers.MemorySlots`. An empty slot is never read.
    hops : int, default=3
    condensation : {"concat", "average", None}, default="concat"
        "average" halves the weight of a state from hop to hop, and adds no weights; None keeps the
        last state alone.
    transform : bool, default=True
        Have the matrices ``R_j``, which start at the identity; without them states add up.
    query : {"known_words", "mean"}, default="known_words"
        The first state ``u_0``: the mean of the note's words, or that of the words which the memory
        knows. These weigh ``softmax_t(log sum_i exp(10 k_i · h_t))`` with the keys at length 1, and
        their mean is taken ten times.
    start : Tensor of shape (n_codes, in_features), default=None
        Vectors of length 1; codes start at twice theirs in ``u_K``, on top of small random numbers.
    """

    def __init__(
        self,
        in_features,
        n_codes,
        slots,
        *,
        hops=3,
        condensation="concat",
        transform=True,
        query="known_words",
        start=None,
    ):
        super().__init__()
        if condensation not in ("concat", "average", None):
            raise ValueError(
                f"condensation must be 'concat', 'average' or None, got {condensation!r}."
            )
        if query not in ("known_words", "mean"):
            raise ValueError(f"query must be 'known_words' or 'mean', got {query!r}.")
        if hops < 1:
            raise ValueError(f"hops must be at least 1, got {hops}.")
        self.slots = slots
        self.hops = hops
        self.condensation = condensation
        self.query = query
        self.transform = None
        if transform:
            self.transform = nn.Parameter(torch.eye(in_features).repeat(hops, 1, 1))
        narrow = [in_features >> i for i in range(1, hops + 1)] if condensation == "concat" else []
        self.condense = nn.ParameterList(
            nn.init.xavier_uniform_(torch.empty(width, in_features)) for width in narrow if width
        )
        width = in_features + sum(narrow)
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(n_codes, width)))
        self.bias = nn.Parameter(torch.zeros(n_codes))
        if start is not None:
            with torch.no_grad():
                self.weight[:, :in_features].add_(2 * start)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        states, _ = self._look_up(hidden, mask)
        return F.linear(self._condensed(states), self.weight, self.bias)

    def attend_slots(self, hidden, mask):
        """Attention over the slots, (n, length, in_features) -> (n, hops, n_slots); sums to 1."""
        return torch.stack(self._look_up(hidden, mask)[1], dim=1)

    def code_embeddings(self):
        """The vectors by which the codes read the condensed states, (n_codes, condensed width)."""
        return self.weight

    def _look_up(self, hidden, mask):
        """All states, the first one first, and the attention of each hop."""
        keys, values = self.slots()
        empty = self.slots.empty()
        states, weights = [self._first_state(hidden, mask, keys)], []
        for hop in range(self.hops):
            likeness = (states[-1] @ keys.T).masked_fill(empty, -torch.inf)
            weights.append(torch.softmax(likeness, dim=-1))  # (n, n_slots)
            state = states[-1] + weights[-1].to(values.dtype) @ values  # (n, in_features)
            states.append(state if self.transform is None else F.linear(state, self.transform[hop]))
        return states, weights

    def _first_state(self, hidden, mask, keys):
        if self.query == "mean":
            total = (hidden * mask.unsqueeze(-1)).sum(dim=1)  # (n, in_features)
            return total / mask.sum(dim=1, keepdim=True)
        known = familiarity(hidden, SHARPNESS * F.normalize(keys, dim=-1))  # (n, length)
        weights = torch.softmax(known.masked_fill(~mask, -torch.inf), dim=-1)
        return SHARPNESS * (weights.unsqueeze(-1) * hidden).sum(dim=1)

    def _condensed(self, states):
        """One state of all: (n, condensed width)."""
        if self.condensation is None:
            return states[-1]
        if self.condensation == "average":
            mean = states[0]
            for state in states[1:]:
                mean = (mean + state) / 2
            return mean
        earlier = zip(self.condense, reversed(states[:-1]), strict=False)  # too narrow ones end
        return torch.cat([states[-1], *(F.linear(state, down) for down, state in earlier)], dim=-1)


def familiarity(hidden, keys):
    """``log sum_i exp(k_i · h_t)``, shape (n, length), without a tensor of all slots in training.

    Parameters
    ----------
    hidden : Tensor of shape (n, length, features)
    keys : Tensor of shape (n_slots, features)
    """
    parts = keys.split(SLOTS_AT_ONCE)
    if len(parts) == 1:
        return _familiarity(hidden, keys)
    found = [
        checkpoint(_familiarity, hidden, part, use_reentrant=False, preserve_rng_state=False)
        for part in parts
    ]
    return torch.logsumexp(torch.stack(found, dim=-1), dim=-1)


def _familiarity(hidden, keys):
    return torch.logsumexp(hidden @ keys.T, dim=-1)
