"""The decoder of HyperCore: codes that know their place in a tree and the codes beside them."""

import torch
from torch import nn
from torch.nn import functional as F

from skmedcode.layers import CodeGraph, attend, attention_weights, poincare_distance, to_ball


class HyperbolicGraphAttention(nn.Module):
    """One attention a code, whose result meets the code in hyperbolic space and in a graph.

    After Cao et al., ACL 2020. A code reads the note as in
    :class:`~skmedcode.decoders.StructuredAttention`,
    ``m_c = sum_t a_ct h_t`` with ``a_c = softmax_t(u_c . tanh(P h_t + p))``. Then

    - ``m_c`` goes to a point of the Poincaré ball, by a direction and a magnitude; how near it
      falls to the code's own point at the distance ``d_c`` is ``s_c = 1 / (1 + d_c)``;
    - graph convolutions give ``g_c``, what the code and those that occur with it are about;
    - ``z_c = w_c . tanh(M m_c + G (m_c * g_c) + s_c h) + b_c``.

    Titles, where given, take part on both sides: ``u_c = r_c + 3 P t_c`` and ``w_c = v_c + M t_c``
    with ``t_c`` the unit title vector, and ``r_c, v_c`` learnt.

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module, default=None
        Gives code vectors of shape (n_codes, in_features) when called.
    start : Tensor of shape (n_codes, in_features), default=None
        Vectors ``s_c`` of length 1 from which codes start: ``r_c`` at ``6 P s_c`` and ``v_c`` at
        ``2 M s_c``, on top of small random numbers. None starts from those alone.
    points : Tensor of shape (n_codes, dim), default=None
        The codes' points in the ball, which stay. None leaves hyperbolic space out.
    graph : CodeGraph, default=None
        None leaves the graph out.

    Notes
    -----
    ``G`` and ``h`` start at zero: training starts from the attention alone. ``P`` and ``M`` are
    orthogonal at first. The graph starts from ``u_c P``, back among the words, at the length
    ``sqrt(in_features)``.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, *, titles=None, start=None, points=None, graph=None):
        super().__init__()
        self.projection = nn.Linear(in_features, in_features)
        self.queries = nn.Parameter(torch.empty(n_codes, in_features))
        self.from_note = nn.Parameter(torch.empty(in_features, in_features))
        self.weight = nn.Parameter(torch.empty(n_codes, in_features))
        self.bias = nn.Parameter(torch.empty(n_codes))
        self.titles, self.graph = titles, graph
        self.register_buffer("points", points)
        if points is not None:
            self.direction = nn.Linear(in_features, points.shape[1])
            self.magnitude = nn.Linear(in_features, 1)
            self.from_nearness = nn.Parameter(torch.zeros(in_features))
        if graph is not None:
            self.from_graph = nn.Parameter(torch.zeros(in_features, in_features))
        self._start(start)

    def _start(self, start):
        nn.init.orthogonal_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)
        nn.init.orthogonal_(self.from_note)
        nn.init.normal_(self.queries, std=0.03)
        nn.init.normal_(self.weight, std=0.03)
        bound = self.queries.shape[1] ** -0.5
        nn.init.uniform_(self.bias, -bound, bound)
        if start is not None:
            with torch.no_grad():
                self.queries.add_(6 * start @ self.projection.weight.T)
                self.weight.add_(2 * start @ self.from_note.T)

    def forward(self, hidden, mask):
        """Logits, (n, length, in_features), (n, length) -> (n, n_codes)."""
        queries, weight = self._vectors()
        context = attend(queries, self._keys(hidden), mask, values=hidden)  # (n, n_codes, in)
        mixed = F.linear(context, self.from_note)
        if self.graph is not None:
            mixed = mixed + F.linear(context * self._beside(queries), self.from_graph)
        if self.points is not None:
            mixed = mixed + self.nearness(context).unsqueeze(-1) * self.from_nearness
        return (mixed.tanh() * weight).sum(-1) + self.bias  # (n, n_codes)

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return attention_weights(self._vectors()[0][codes], self._keys(hidden), mask)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self._vectors()[0]

    def nearness(self, context):
        """How near what a code has read falls to its point, in (0, 1].

        (n, n_codes, in_features) -> (n, n_codes), in float32 or better.
        """
        places = to_ball(self.direction(context), self.magnitude(context))  # (n, n_codes, dim)
        return 1 / (1 + poincare_distance(places, self.points))

    def _beside(self, queries):
        """What the code and those beside it are about, shape (n_codes, in_features)."""
        vectors = F.normalize(queries @ self.projection.weight, dim=-1)
        return self.graph(vectors * vectors.shape[1] ** 0.5)

    def _keys(self, hidden):
        return self.projection(hidden).tanh()  # (n, length, in_features)

    def _vectors(self):
        if self.titles is None:
            return self.queries, self.weight
        titles = F.normalize(self.titles(), dim=-1)
        queries = self.queries + 3 * F.linear(titles, self.projection.weight)
        return queries, self.weight + F.linear(titles, self.from_note)


def hyperbolic_graph(
    in_features,
    n_codes,
    *,
    titles=None,
    start=None,
    points=None,
    cooccurrence=None,
    hyperbolic_dim=20,
    graph_layers=1,
):
    """:class:`HyperbolicGraphAttention` from numbers.

    Parameters
    ----------
    in_features : int
    n_codes : int
    titles : nn.Module, default=None
    start : Tensor of shape (n_codes, in_features), default=None
        As of :class:`HyperbolicGraphAttention`.
    points : Tensor of shape (n_codes, hyperbolic_dim), default=None
        The codes' points in the ball; None where they are loaded afterwards.
    cooccurrence : tuple of Tensor, default=None
        Which codes occur together, as :class:`~skmedcode.layers.CodeGraph` reads it; None where it
        is loaded afterwards.
    hyperbolic_dim : int, default=20
    graph_layers : int, default=1

    Returns
    -------
    HyperbolicGraphAttention
    """
    return HyperbolicGraphAttention(
        in_features,
        n_codes,
        titles=titles,
        start=start,
        points=torch.zeros(n_codes, hyperbolic_dim) if points is None else points,
        graph=CodeGraph(in_features, cooccurrence, n_layers=graph_layers),
    )
