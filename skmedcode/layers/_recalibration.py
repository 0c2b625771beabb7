"""The recalibrated aggregation module of MT-RAM."""

from torch import nn

from skmedcode.layers._conv_norm import ConvNorm
from skmedcode.layers._dropout import Dropout

LEAST_FEATURES = 4  # a quarter of them must be left


class TwoConvolutions(nn.Module):
    """``C2(tanh(C1(h)))``, each convolution followed by batch normalisation.

    Parameters
    ----------
    in_features : int
    out_features : int
    kernel_size : int
        Odd.
    """

    def __init__(self, in_features, out_features, kernel_size):
        super().__init__()
        self.first = ConvNorm(in_features, out_features, kernel_size)
        self.second = ConvNorm(out_features, out_features, kernel_size)

    def forward(self, hidden, mask):
        """Shapes (n, length, in_features), zero at padding, -> (n, length, out_features), too."""
        return self.second(self.first(hidden, mask).tanh(), mask)


class RecalibratedAggregation(nn.Module):
    """Hidden states weighed by what a detour through fewer features says of them.

    Down to half and a quarter of the features, across (the lateral block), and up again:
    ``tanh(h * U2(U1(L(D2(D1(h)))) + D1(h)))`` (Sun, Ji, Cambria and Marttinen, ECML PKDD 2021).

    Parameters
    ----------
    features : int
        At least 4.
    kernel_size : int, default=3
        Odd.
    dropout : float, default=0.2

    Attributes
    ----------
    out_features : int

    Notes
    -----
    The authors write the blocks upwards as transposed convolutions. With a step of one these are
    convolutions whose kernels are turned round, and are convolutions here.
    """

    def __init__(self, features, *, kernel_size=3, dropout=0.2):
        super().__init__()
        if features < LEAST_FEATURES:
            raise ValueError(
                f"features must be at least {LEAST_FEATURES}, of which a quarter is left; got "
                f"{features}. Use a larger hidden_size, or no recalibration."
            )
        half, quarter = features // 2, features // 4
        self.down = TwoConvolutions(features, half, kernel_size)
        self.further_down = TwoConvolutions(half, quarter, kernel_size)
        self.lateral = TwoConvolutions(quarter, quarter, kernel_size)
        self.up = TwoConvolutions(quarter, half, kernel_size)
        self.further_up = TwoConvolutions(half, features, kernel_size)
        self.dropout = Dropout(dropout)
        self.out_features = features

    def forward(self, hidden, mask):
        """Shapes (n, length, features), zero at padding, -> the same."""
        down = self.down(hidden, mask)
        across = self.lateral(self.further_down(down, mask), mask)
        up = self.up(across, mask) + down
        return self.dropout((self.further_up(up, mask) * hidden).tanh())
