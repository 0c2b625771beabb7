"""Graph convolution over codes that occur together."""

import torch
from torch import nn
from torch.nn import functional as F


class CodeGraph(nn.Module):
    """Graph convolutions: ``V <- tanh(A V W)`` with ``A`` fixed, symmetric and sparse.

    Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017:
    ``A = D^(-1/2) (C + I) D^(-1/2)``, ``C`` how often two codes occur together and ``D`` the row
    sums of ``C + I``. Each ``W`` starts at the identity.

    Parameters
    ----------
    features : int
    graph : tuple of Tensor, default=None
        ``A``, symmetric, by its rows: where each row starts among the edges, shape (n_codes + 1,);
        the column of each edge and its value, both of shape (n_edges,). None where weights are
        loaded afterwards: the buffers then take the shapes of the saved ones.
    n_layers : int, default=1

    Examples
    --------
    >>> import torch
    >>> rows = torch.tensor([0, 1, 3, 5]), torch.tensor([0, 1, 2, 1, 2])
    >>> graph = CodeGraph(4, (*rows, torch.tensor([1.0, 0.5, 0.5, 0.5, 0.5])))
    >>> graph(torch.ones(3, 4)).shape
    torch.Size([3, 4])
    """

    def __init__(self, features, graph=None, *, n_layers=1):
        super().__init__()
        if graph is None:
            kinds = (torch.long, torch.long, torch.float32)
            graph = [nn.UninitializedBuffer(dtype=kind) for kind in kinds]
        for name, buffer in zip(("starts", "neighbours", "edges"), graph, strict=True):
            self.register_buffer(name, buffer)
        self.weights = nn.ParameterList(
            nn.init.eye_(torch.empty(features, features)) for _ in range(n_layers)
        )

    def forward(self, vectors):
        """Code vectors that have seen their neighbours', both (n_codes, features)."""
        for weight in self.weights:
            vectors = torch.tanh(self.spread(vectors @ weight))
        return vectors

    def spread(self, vectors):
        """The product ``A V``, in float32 or better, under autocast too."""
        vectors = vectors.to(torch.promote_types(vectors.dtype, torch.float32))
        return _SymmetricProduct.apply(vectors, self.starts, self.neighbours, self.edges)


class _SymmetricProduct(torch.autograd.Function):
    """``A V`` row by row, no edge's vector held; the gradient is ``A`` times it, as ``A = A^T``."""

    @staticmethod
    def forward(ctx, vectors, starts, neighbours, edges):
        ctx.save_for_backward(starts, neighbours, edges)
        return _product(vectors, starts, neighbours, edges)

    @staticmethod
    def backward(ctx, slopes):
        return _product(slopes.contiguous(), *ctx.saved_tensors), None, None, None


def _product(vectors, starts, neighbours, edges):
    return F.embedding_bag(
        neighbours,
        vectors,
        starts,
        mode="sum",
        per_sample_weights=edges.to(vectors.dtype),
        include_last_offset=True,
    )
