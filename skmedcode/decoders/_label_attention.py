"""One attention and one classifier a code."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import AttendedWords, attend, attention_weights


class LabelAttention(nn.Module):
    """Each code reads the note by its own attention: ``z_c = w_c · sum_t a_ct h_t + b_c``.

    ``a_c = softmax_t(u_c · h_t)`` over the real positions (Mullenbach et al., NAACL 2018). Titles,
    where given, take part on both sides: ``u_c = r_c + 3 t_c`` and ``w_c = v_c + t_c`` with ``t_c``
    the unit title vector, which stays tied to the word embedding, and ``r_c, v_c`` learnt.

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module, default=None
        Gives code vectors of shape (n_codes, in_features) when called, see
        :class:`~skmedcode.layers.TitleVectors`.
    start : Tensor of shape (n_codes, in_features), default=None
        Vectors of length 1 from which codes start: ``r_c`` at 6 times, ``v_c`` at twice theirs, on
        top of small random numbers. None starts from those alone, as published.

    Notes
    -----
    Differs from CAML's code: padding is masked, and the unused bias of the queries is left out.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, *, titles=None, start=None):
        super().__init__()
        self.queries = nn.Parameter(torch.empty(n_codes, in_features))
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        self.titles = titles
        nn.init.xavier_uniform_(self.queries)
        nn.init.xavier_uniform_(self.weight)
        nn.init.uniform_(self.bias, -(in_features**-0.5), in_features**-0.5)
        if start is not None:
            with torch.no_grad():
                self.queries.add_(6 * start)
                self.weight.add_(2 * start)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        queries, weight = self._vectors()
        context = attend(queries, hidden, mask)  # (n, n_codes, in_features)
        return (context * weight).sum(-1) + self.bias  # (n, n_codes)

    def tabulate(self, embedding, words):
        """The same for notes of plain word embeddings, as a table; see AttendedWords."""
        if type(self).forward is not LabelAttention.forward:
            return None  # a subclass may do other things there
        return AttendedWords(embedding, *self._vectors(), self.bias, words)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return attention_weights(self._vectors()[0][codes], hidden, mask)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self._vectors()[0]

    def _vectors(self):
        if self.titles is None:
            return self.queries, self.weight
        titles = F.normalize(self.titles(), dim=-1)
        return self.queries + 3 * titles, self.weight + titles
