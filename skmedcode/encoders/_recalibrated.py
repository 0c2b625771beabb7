"""An encoder and the recalibrated aggregation module on it."""

from torch import nn

from skmedcode.layers import RecalibratedAggregation
from skmedcode.layers._beside import asked, chosen


class RecalibratedEncoder(nn.Module):
    """Another encoder whose hidden states are recalibrated.

    Parameters
    ----------
    encoder : nn.Module
        ``(embedded, mask) -> hidden, mask``.
    kernel_size : int, default=3
    dropout : float, default=0.2
        As of :class:`~skmedcode.layers.RecalibratedAggregation`.

    Attributes
    ----------
    out_features : int
        Those of the other encoder.
    """

    def __init__(self, encoder, *, kernel_size=3, dropout=0.2):
        super().__init__()
        self.encoder = encoder
        self.recalibration = RecalibratedAggregation(
            encoder.out_features, kernel_size=kernel_size, dropout=dropout
        )
        self.out_features = encoder.out_features

    @property
    def asks(self):
        """What the other encoder asks for beside words and mask, a tuple of str."""
        return asked(self.encoder)

    def forward(self, embedded, mask, **beside):
        """Shapes (n, length, in_features), (n, length) -> (n, positions, out_features), mask."""
        hidden, mask = self.encoder(embedded, mask, **chosen(self.encoder, beside))
        return self.recalibration(hidden, mask), mask


def recalibrated(in_features, make_layer, *, kernel_size=3, dropout=0.2):
    """:class:`RecalibratedEncoder` of an encoder that is still to be made.

    Parameters
    ----------
    in_features : int
    make_layer : callable ``(in_features) -> nn.Module``
    kernel_size : int, default=3
    dropout : float, default=0.2
        As of :class:`RecalibratedEncoder`.

    Returns
    -------
    RecalibratedEncoder
        ``(embedded, mask) -> hidden, mask``.
    """
    return RecalibratedEncoder(make_layer(in_features), kernel_size=kernel_size, dropout=dropout)
