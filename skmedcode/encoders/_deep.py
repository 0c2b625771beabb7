"""Several layers of one encoder, joined to each other and to the words."""

import torch
from torch import nn

from skmedcode.layers._beside import BESIDE, asked, chosen


class StackedEncoder(nn.Module):
    """Layers one on another: each reads the states of the layer beneath.

    The other connections differ in what a layer reads, how its states join those beneath, and what
    leaves the last one.

    Parameters
    ----------
    in_features : int
        Width of the word embedding.
    make_layer : callable ``(in_features) -> nn.Module``
        Makes one layer, an encoder with one state a word.
    depth : int, default=2
        Layers.

    Attributes
    ----------
    out_features : int

    Examples
    --------
    >>> import torch
    >>> from skmedcode.encoders import ConvEncoder
    >>> def layer(width):
    ...     return ConvEncoder(width, num_filters=6, kernel_size=3)
    >>> encoder = StackedEncoder(4, layer, depth=3)
    >>> hidden, mask = encoder(torch.randn(2, 5, 4), torch.ones(2, 5, dtype=torch.bool))
    >>> hidden.shape
    torch.Size([2, 5, 6])
    """

    def __init__(self, in_features, make_layer, *, depth=2):
        super().__init__()
        self.layers = nn.ModuleList()
        widths = [in_features]
        for _ in range(depth):
            self.layers.append(make_layer(self._reads(widths)))
            widths.append(self.layers[-1].out_features)
        self.out_features = self._leaves(widths)

    @property
    def asks(self):
        """What some layer asks for beside words and mask, a tuple of str."""
        return tuple(name for name in BESIDE if any(name in asked(own) for own in self.layers))

    def forward(self, embedded, mask, **beside):
        """Shapes (n, length, in_features), (n, length) -> (n, length, out_features), mask.

        ``beside`` goes to the layers that name it.
        """
        states = [embedded]
        for number, layer in enumerate(self.layers):
            own = chosen(layer, beside)
            hidden, positions = layer(self._read(states), mask, **own)
            if positions.shape != mask.shape:
                raise ValueError(
                    "encoder must give one state a word where layers are connected; got "
                    f"{positions.shape[1]} states for {mask.shape[1]} words. Take an odd "
                    "kernel_size."
                )
            hidden = self._join(number, states[-1], hidden)
            states.append(hidden.masked_fill(~mask.unsqueeze(-1), 0.0))  # padding is zero for each
        return self._leave(states), mask

    def _reads(self, widths):
        return widths[-1]

    def _read(self, states):
        return states[-1]

    def _join(self, number, beneath, hidden):
        return hidden

    def _leaves(self, widths):
        return widths[-1]

    def _leave(self, states):
        return states[-1]


class InjectedEncoder(StackedEncoder):
    """Each layer above the first reads the words again, beside the states beneath.

    Parameters
    ----------
    in_features : int
    make_layer : callable ``(in_features) -> nn.Module``
    depth : int, default=2
        As of :class:`StackedEncoder`.
    """

    def _reads(self, widths):
        return widths[0] + widths[-1] if len(widths) > 1 else widths[0]

    def _read(self, states):
        return torch.cat([states[0], states[-1]], dim=-1) if len(states) > 1 else states[0]


class DenseEncoder(StackedEncoder):
    """Each layer reads the words and the states of all layers beneath; all of them leave.

    Huang, Liu, van der Maaten and Weinberger, "Densely Connected Convolutional Networks", CVPR
    2017; in medical coding Xie, Xiong, Yu and Zhu (MSATT-KG), CIKM 2019.

    Parameters
    ----------
    in_features : int
    make_layer : callable ``(in_features) -> nn.Module``
    depth : int, default=2
        As of :class:`StackedEncoder`.
    """

    def _reads(self, widths):
        return sum(widths)

    def _read(self, states):
        return torch.cat(states, dim=-1)

    def _leaves(self, widths):
        return sum(widths[1:])

    def _leave(self, states):
        return torch.cat(states[1:], dim=-1)


class ResidualEncoder(StackedEncoder):
    """Each layer adds to the states beneath: ``h = P(below) + G(below)``.

    ``P`` is linear where the widths differ, and nothing where they do not (He, Zhang, Ren and Sun,
    CVPR 2016).

    Parameters
    ----------
    in_features : int
    make_layer : callable ``(in_features) -> nn.Module``
    depth : int, default=2
        As of :class:`StackedEncoder`.
    """

    def __init__(self, in_features, make_layer, *, depth=2):
        super().__init__(in_features, make_layer, depth=depth)
        self.shortcuts = nn.ModuleList(
            nn.Identity() if low == high else nn.Linear(low, high, bias=False)
            for low, high in self._widths(in_features)
        )

    def _widths(self, in_features):
        """Width beneath and above each layer."""
        widths = [in_features, *(layer.out_features for layer in self.layers)]
        return [(widths[place], widths[place + 1]) for place in range(len(self.layers))]

    def _join(self, number, beneath, hidden):
        return self.shortcuts[number](beneath) + hidden


class HighwayEncoder(ResidualEncoder):
    """Each layer replaces the states beneath as far as a gate lets it.

    ``h = t G(below) + (1 - t) P(below)`` with ``t = sigmoid(W below + b)``, and ``b`` at -1 to
    begin with, so that the states beneath pass (Srivastava, Greff and Schmidhuber, 2015).

    Parameters
    ----------
    in_features : int
    make_layer : callable ``(in_features) -> nn.Module``
    depth : int, default=2
        As of :class:`StackedEncoder`.
    """

    def __init__(self, in_features, make_layer, *, depth=2):
        super().__init__(in_features, make_layer, depth=depth)
        self.gates = nn.ModuleList(nn.Linear(*widths) for widths in self._widths(in_features))
        for gate in self.gates:
            nn.init.constant_(gate.bias, -1.0)

    def _join(self, number, beneath, hidden):
        share = torch.sigmoid(self.gates[number](beneath))
        return share * hidden + (1 - share) * self.shortcuts[number](beneath)
