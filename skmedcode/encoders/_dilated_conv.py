"""The encoder of DCAN: temporal blocks whose reach doubles from level to level."""

from torch import nn

from skmedcode.layers import TemporalBlock


class DilatedConvEncoder(nn.Module):
    """Temporal blocks with dilations 1, 2, 4, ..., then a linear layer with ReLU.

    Ji, Cambria and Marttinen, Clinical NLP 2020. A position sees
    ``2 (kernel_size - 1) (2 ** n_levels - 1)`` words to its left, and none to its right.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    hidden_size : int, default=600
        Channels of the blocks.
    output_size : int, default=300
        Features after the linear layer.
    n_levels : int, default=3
    kernel_size : int, default=2
    dropout : float, default=0.2

    Attributes
    ----------
    out_features : int
    """

    def __init__(
        self,
        in_features,
        *,
        hidden_size=600,
        output_size=300,
        n_levels=3,
        kernel_size=2,
        dropout=0.2,
    ):
        super().__init__()
        widths = [in_features, *[hidden_size] * n_levels]
        self.blocks = nn.Sequential(
            *(
                TemporalBlock(
                    widths[level],
                    widths[level + 1],
                    kernel_size=kernel_size,
                    dilation=2**level,
                    dropout=dropout,
                )
                for level in range(n_levels)
            )
        )
        self.linear = nn.Linear(hidden_size, output_size)
        nn.init.xavier_uniform_(self.linear.weight)
        self.out_features = output_size

    def forward(self, embedded, mask):
        """Encode notes.

        Parameters
        ----------
        embedded : Tensor of shape (n, length, in_features)
        mask : bool Tensor of shape (n, length)

        Returns
        -------
        hidden : Tensor of shape (n, length, out_features)
            Zero at padding.
        mask : bool Tensor of shape (n, length)
        """
        hidden = self.linear(self.blocks(embedded)).relu()
        return hidden * mask.unsqueeze(-1), mask
