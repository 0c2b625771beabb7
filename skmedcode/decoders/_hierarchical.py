"""Codes told apart level by level, down the tree above them."""

from torch import nn

from skmedcode.decoders._label_attention import LabelAttention
from skmedcode.layers import NodeTree


class HierarchicalAttention(nn.Module):
    """Each node of the tree says whether it is there, given that the node above it is.

    A node, be it a code or what stands above codes, reads the note by its own label attention and
    gives the log-odds ``z_n`` of ``P(n | parent of n)``; the probability of a code is the product
    along its path from the top, see :class:`~skmedcode.layers.NodeTree`. So no code is more
    probable than what stands above it. Such a product is in the tree of words of Redmon and Farhadi
    ("YOLO9000: Better, Faster, Stronger", CVPR 2017); there siblings exclude each other, here a
    note may have several.

    Parameters
    ----------
    in_features : int
    n_codes : int
    tree : integer Tensor of shape (n_nodes,)
        Place of the node above each, -1 for the topmost; the codes come first. A code may stand
        above others.
    titles : nn.Module, default=None
    start : Tensor of shape (n_codes, in_features), default=None
        As of :class:`LabelAttention`. Nodes that are no codes have the mean of the codes beneath.

    Notes
    -----
    Without a tree (all parents -1) it is :class:`LabelAttention`. The attention of a code is that
    of its own node: what tells it from the others beneath the same parent. The loss derives the
    targets of nodes from those of the codes, see :class:`~skmedcode.losses.HierarchyLoss`.
    """

    is_distribution = True

    def __init__(self, in_features, n_codes, *, tree, titles=None, start=None):
        super().__init__()
        self.tree = NodeTree(tree, n_codes)
        self.nodes = LabelAttention(
            in_features,
            len(tree),
            titles=None if titles is None else _NodeTitles(titles, self.tree),
            start=None if start is None else self.tree.spread(start),
        )

    def forward(self, hidden, mask):
        """Logits of the codes, of all nodes, and the conditional ones of all nodes.

        Shapes (n, length, in_features), (n, length) -> (n, n_codes), (n, n_nodes), (n, n_nodes).
        """
        conditional = self.nodes(hidden, mask)
        of_nodes = self.tree(conditional)
        return of_nodes[:, : self.tree.n_codes], of_nodes, conditional

    def attend(self, hidden, mask, codes):
        """Attention of some codes, (n, length, in_features) -> (n, len(codes), length)."""
        return self.nodes.attend(hidden, mask, codes)

    def code_embeddings(self):
        """The vectors by which the codes read notes, shape (n_codes, in_features)."""
        return self.nodes.code_embeddings()[: self.tree.n_codes]


class _NodeTitles(nn.Module):
    """Titles of nodes from those of the codes beneath."""

    def __init__(self, titles, tree):
        super().__init__()
        self.titles, self.tree = titles, tree

    def forward(self):
        return self.tree.spread(self.titles())  # (n_nodes, features)
