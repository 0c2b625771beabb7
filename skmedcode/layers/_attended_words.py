"""Label attention over words that nothing encodes, looked up instead of computed."""

import torch
from torch.nn import functional as F

LEAST = 1e-30  # below this a sum of exponentials has lost digits


class AttendedWords:
    """What each code makes of each word, so that a note's logits are adding up rows.

    Without an encoder a word's score ``s = u_c . e_w`` and what it tells a code, ``w_c . e_w``,
    are the same wherever it stands. The logit ``sum_t softmax_t(s) (w_c . e) + b_c`` is then a
    quotient of two sums over the words of the note, of ``exp(s) (w_c . e_w)`` and of ``exp(s)``.
    The numbers are those of :func:`~skmedcode.layers.attend`, to rounding. For prediction: it
    keeps no gradient, and needs embeddings without dropout.

    Parameters
    ----------
    embedding : Tensor of shape (n_tokens, features)
    queries, weight : Tensor of shape (n_codes, features)
    bias : Tensor of shape (n_codes,)
    words : integer Tensor of shape (n_words,)
        The ids that occur, each once, 0 (padding) first.
    """

    def __init__(self, embedding, queries, weight, bias, words):
        with torch.no_grad():
            vectors = embedding[words]
            scores = vectors @ queries.T  # (n_words, n_codes)
            strength = (scores - scores[1:].amax(dim=0)).exp()
            strength[0] = 0  # padding is not read
            told = strength * (vectors @ weight.T)
            self.rows = torch.cat([strength, told], dim=1)  # (n_words, 2 * n_codes)
            self.row = torch.zeros(len(embedding), dtype=torch.long, device=words.device)
            self.row[words] = torch.arange(len(words), device=words.device)
            self.bias = bias.detach()

    def logits(self, ids):
        """Logits, (n, length) -> (n, n_codes); None where a note's words are all too weak.

        Strength is measured from the strongest word of all, so that nothing overflows; a note far
        below it for some code must be read the usual way.
        """
        sums = F.embedding_bag(self.row[ids.long()], self.rows, mode="sum")
        strength, told = sums.chunk(2, dim=1)
        if strength.min() < LEAST:
            return None
        return told / strength + self.bias
