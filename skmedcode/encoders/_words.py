"""No encoder: the words themselves."""

from torch import nn


class WordEncoder(nn.Module):
    """Hand the word embedding on as it is.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.

    Attributes
    ----------
    out_features : int
        ``in_features``.
    """

    reads_words_alone = True  # so that what a word does is the same wherever it stands

    def __init__(self, in_features):
        super().__init__()
        self.out_features = in_features

    def forward(self, embedded, mask):
        """Shapes (n, length, in_features), (n, length) -> the same."""
        return embedded, mask
