"""What joins an encoder to the word embedding beneath it."""

from torch import nn

from skmedcode.layers._dropout import Dropout


class EmbeddingResidual(nn.Module):
    """Add a projection of the hidden states to the word embedding: ``H = E + P(h)``.

    ``P`` starts at zero, so training starts from the word embedding itself and the encoder adds
    context as far as it pays. With a few hundred notes this decides whether a coder learns.

    Parameters
    ----------
    embedding_dim : int
    hidden_features : int
        Width of the encoder's hidden states.
    dropout : float, default=0.0
        Element-wise dropout of the hidden states.

    Attributes
    ----------
    out_features : int
        ``embedding_dim``.
    """

    def __init__(self, embedding_dim, hidden_features, *, dropout=0.0):
        super().__init__()
        self.dropout = Dropout(dropout)
        self.projection = nn.Linear(hidden_features, embedding_dim, bias=False)
        nn.init.zeros_(self.projection.weight)
        self.out_features = embedding_dim

    def forward(self, embedded, hidden):
        """Shapes (n, length, embedding_dim), (n, length, hidden_features) -> the first's."""
        return embedded + self.projection(self.dropout(hidden))
