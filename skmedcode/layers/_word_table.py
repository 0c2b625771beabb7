"""Convolutions of word embeddings, looked up instead of computed."""

import torch
from torch.nn import functional as F


class WordTable:
    """What each tap of a convolution answers to each word, so that convolving is adding up rows.

    A convolution of word embeddings is, at each position, the sum over its taps of a product of
    weight and embedding that depends on the tap and the word alone:
    ``sum_k weight[:, :, k] @ embedding[ids[t + k]]``. There are far fewer words than positions, so
    the products are made once a word. The numbers are the convolution's, to rounding. For
    prediction: it keeps no gradient, and needs embeddings without dropout.

    Parameters
    ----------
    embedding : Tensor of shape (n_tokens, in_features)
        Row 0 is padding and zero.
    weight : Tensor of shape (out_features, in_features, kernel_size)
    words : integer Tensor of shape (n_words,)
        The ids that occur, each once, 0 first.

    Examples
    --------
    >>> embedding, weight = torch.randn(9, 4), torch.randn(6, 4, 3)
    >>> embedding[0] = 0
    >>> table = WordTable(embedding, weight, torch.tensor([0, 3, 5, 8]))
    >>> table.convolve(torch.tensor([[5, 3, 8], [3, 0, 0]]), padding=(1, 1)).shape
    torch.Size([2, 3, 6])
    """

    def __init__(self, embedding, weight, words):
        out_features, in_features, self.kernel_size = weight.shape
        with torch.no_grad():
            taps = weight.permute(1, 2, 0).reshape(in_features, -1)  # (in, kernel * out)
            self.answers = (embedding[words] @ taps).view(-1, out_features)  # a row a word and tap
            self.row = torch.zeros(len(embedding), dtype=torch.long, device=words.device)
            self.row[words] = torch.arange(len(words), device=words.device)

    def convolve(self, ids, *, padding=(0, 0), dilation=1):
        """What ``conv_positions`` gives for the embedded words, without bias.

        Parameters
        ----------
        ids : integer Tensor of shape (n, length)
        padding : (int, int), default=(0, 0)
            Zeros before and after.
        dilation : int, default=1

        Returns
        -------
        Tensor of shape (n, positions, out_features)
        """
        reach = dilation * (self.kernel_size - 1)
        rows = F.pad(self.row[ids.long()] * self.kernel_size, padding)  # row 0 answers with zeros
        windows = rows.unfold(1, reach + 1, 1)[..., ::dilation]  # (n, positions, kernel)
        n, positions, _ = windows.shape
        windows = windows + torch.arange(self.kernel_size, device=ids.device)
        summed = F.embedding_bag(windows.flatten(0, 1), self.answers, mode="sum")
        return summed.view(n, positions, -1)
