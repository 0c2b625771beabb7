"""Codes that are known by their titles alone."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

SHARPNESS = 20.0
AGAIN = 0.3  # what a word tells that is there e times, beside one that is there once
LENGTH = 0.6  # between 0, the sum over a title's words, and 1, their mean
NUMBERS_AT_ONCE = 2**24  # of title words by words of notes, 64 MiB


class TitleAttention(nn.Module):
    """Codes read a note word by word of their titles, so that codes never seen are read too.

    How much of word ``w`` the note has is ``m_w = min(1, s_w) + 0.3 max(0, log s_w)`` with
    ``s_w = sum_t exp(20 (cos(e_w, h_t) - 1))``: 1 where the word itself is there, little where
    only others are that mean almost the same, more where it is repeated. A code's logit is

        ``z_c = k sum_w a_w m_w / (sum_w a_w)^0.6 + v . t_c + b``

    over the words of its title, with ``t_c`` their weighted mean vector. What a word tells,
    ``a_w = r_w² exp(u . e_w + g log r_w)``, starts at the square of its rarity ``r_w``, as in
    TF-IDF. ``u``, ``g``, ``k``, ``v`` and ``b`` are shared: no code has a number of its own, so
    that they carry over to codes without a training note. Words meet late as in Khattab and
    Zaharia, "ColBERT", SIGIR 2020, with weights learnt from word vectors.

    Parameters
    ----------
    in_features : int
    n_codes : int
    title_words : nn.Module
        See :class:`~skmedcode.layers.TitleWords`.
    dropout : float, default=0.0
        That of the word embedding: it makes states longer by ``(1 - dropout)^-0.5``, which cosines
        in training leave out, so that a word is like itself then too.

    Notes
    -----
    A code whose title has no known word attends to all words alike, and its logit is ``b``.

    Words and notes meet in blocks of title words, so that memory grows with notes times distinct
    title words, and not with the length of the notes besides.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, title_words=None, dropout=0.0):
        super().__init__()
        if title_words is None:
            raise ValueError(
                'code_descriptions must be given for decoder="title_attention", which knows codes '
                "by their titles alone."
            )
        self.title_words = title_words
        self.dropout = dropout
        self.word_slope = nn.Parameter(torch.zeros(in_features))
        self.rarity_slope = nn.Parameter(torch.tensor(0.0))
        self.scale = nn.Parameter(torch.tensor(1.0))
        self.slope = nn.Parameter(torch.zeros(in_features))
        self.offset = nn.Parameter(torch.tensor(-5.0))  # most codes are rare

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        words = self.title_words()
        told = self._told(words)
        total = self.title_words.add_up(told.unsqueeze(0))  # (1, n_codes)
        present = presence(_unit(words), self._unit_states(hidden), mask)  # (n, n_words)
        found = self.title_words.add_up(told * present)
        prior = self._means(words, told) @ self.slope
        return self.scale * found / total.clamp(min=1e-6) ** LENGTH + prior + self.offset

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, n_asked, length).

        Each word of the title shares what it adds to the logit out by likeness.
        """
        words = self.title_words()
        places, has = self.title_words.of_codes(codes)  # (..., n_asked, longest)
        asked = F.pad(_unit(words), (0, 0, 0, 1))[places] * has.unsqueeze(-1)
        n, length = mask.shape
        asked = asked.expand(n, *asked.shape[-3:]).flatten(1, 2)
        states = self._unit_states(hidden)
        closeness = _closeness(asked, states, mask)  # (n, n_asked * longest, length)
        told = F.pad(self._told(words), (0, 1))[places] * has
        least = 1e-9 * (has | ~has.any(-1, keepdim=True))  # so that weights have a sum
        weight = told * _present(closeness).view(n, *places.shape[-2:]) + least
        weight = weight / weight.sum(-1, keepdim=True)  # (n, n_asked, longest)
        shares = torch.softmax(closeness, dim=-1).view(n, *places.shape[-2:], length)
        return (weight.unsqueeze(-1) * shares).sum(-2)

    def code_embeddings(self):
        """The weighted mean vectors of the titles, of length 1, shape (n_codes, in_features)."""
        words = self.title_words()
        return self._means(words, self._told(words))

    def add_titles(self, title_ids):
        """Know further codes, behind the others, by the token ids of their titles."""
        self.title_words.extend(title_ids)

    def _unit_states(self, hidden):
        longer = (1 - self.dropout) ** -0.5 if self.training else 1.0
        return longer * _unit(hidden)

    def _told(self, words):
        """What each word tells, (n_words, in_features) -> (n_words,)."""
        rarity = self.title_words.rarity[self.title_words.words].log()
        return torch.exp(2 * rarity + words @ self.word_slope + self.rarity_slope * rarity)

    def _means(self, words, told):
        return F.normalize(self.title_words.add_up((told.sqrt().unsqueeze(-1) * words).T).T, dim=-1)


def presence(keys, hidden, mask):
    """How much of each title word is in the notes, (n_words, features) -> (n, n_words)."""
    parts = keys.split(max(1, NUMBERS_AT_ONCE // mask.numel()))
    if len(parts) == 1:
        return _presence(keys, hidden, mask)
    found = [
        checkpoint(_presence, part, hidden, mask, use_reentrant=False, preserve_rng_state=False)
        for part in parts
    ]
    return torch.cat(found, dim=-1)


def _presence(keys, hidden, mask):
    return _present(_closeness(keys, hidden, mask))


def _closeness(keys, hidden, mask):
    """0 where a word is the title's, below where it is another, (n, n_words, length)."""
    zero = hidden.new_full(mask.shape, -SHARPNESS).masked_fill(~mask, -torch.inf).unsqueeze(1)
    keys = (SHARPNESS * keys).expand(len(hidden), *keys.shape[-2:])
    return torch.baddbmm(zero, keys, hidden.transpose(1, 2))


def _present(closeness):
    total = torch.logsumexp(closeness, dim=-1)
    return total.clamp(max=0).exp() + AGAIN * total.clamp(min=0)


def _unit(vectors):
    return F.normalize(vectors, dim=-1)
