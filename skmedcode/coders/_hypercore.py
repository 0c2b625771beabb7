"""HyperCore."""

import numbers

import torch

from skmedcode.base import coder
from skmedcode.coders._caml import CAMLCoder
from skmedcode.coders._hierarchy import warn_of, with_points
from skmedcode.coders._joining import join
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import HyperbolicGraphAttention
from skmedcode.encoders import ConvEncoder
from skmedcode.layers import CodeGraph
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number, check_switch


@coder
class HyperCoreCoder(CAMLCoder):
    """HyperCore: codes with a place in the hierarchy and a graph of codes that occur together.

    Cao, Chen, Liu, Zhao, Liu and Chong, "HyperCore: Hyperbolic and Co-graph Representation for
    Automatic ICD Coding", ACL 2020. The tree above the codes is laid into hyperbolic space, by the
    loss of Nickel and Kiela (NIPS 2017), before the network is trained, and stays as it is. Under
    one convolution each code has its attention; what it reads is projected into that space, where
    its distance to the code counts, and meets what graph convolutions make of the codes that occur
    with it in the notes that the network trains on.

    Parameters
    ----------
    num_filters : int, default=50
    kernel_size : int, default=5
    encoder_residual : bool, default=True
        As of :class:`CAMLCoder`.
    hierarchy : "category", CodeSystem, mapping of code to parent, or None, default="category"
        What stands above a code, as for :func:`~skmedcode.metrics.hierarchical_f1`. "category"
        reads it off the name, such as E11 of E11.9; a name that is no text stands beneath the root,
        as all do with None. So do codes that a mapping or a code system does not know, and a
        warning counts these.
    hyperbolic_dim : int, default=20
    graph_layers : int, default=1
        Graph convolutions, of the width of the states; a second one sees neighbours of neighbours.
    use_hyperbolic, use_cograph : bool, default=True
        Without one of them, the ablations of the paper.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : The same encoder, and codes that know of no others.

    Notes
    -----
    The authors published no code. The paper's parts are here: a convolution, attention of codes by
    their titles, points of the tree, a projector of direction and magnitude, graph convolutions
    over counts of codes that occur together. How they are joined is reconstructed, see
    :class:`~skmedcode.decoders.HyperbolicGraphAttention`; so is the recipe of
    ``published_params()``, sizes apart.

    Differs from the authors' code: there is none. From the paper it differs, or fills in what that
    leaves open, in this:

    - what a code reads is compared with the point of this code alone. The paper compares it with
      those of all codes, which is a matrix of codes by codes for each note;
    - the distance d counts as 1 / (1 + d), and what the graph says of a code is multiplied with
      what the code reads, feature by feature; both start at no influence;
    - codes keep a learnt part beside their titles (``code_descriptions``). Without titles this part
      is all there is; where some are missing, a warning counts them;
    - the tree has the nodes above the codes too, and points are learnt from a node and each node
      above it, not from parents alone;
    - the graph is that of the notes that the network trains on, without those held out; after
      ``partial_fit``, that of the first call;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> from skmedcode import HyperCoreCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = HyperCoreCoder(
    ...     code_names=notes.target_names,
    ...     code_descriptions=notes.code_descriptions,
    ...     max_epochs=2,
    ...     random_state=0,
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    hierarchy: object = "category"
    hyperbolic_dim: int = 20
    graph_layers: int = 1
    use_hyperbolic: bool = True
    use_cograph: bool = True

    @classmethod
    def published_params(cls, split="top50"):
        """The sizes of the paper with the recipe that is usual on MIMIC-III.

        ``hierarchy`` stays at "category" and titles come on top; the paper has the tree of ICD-9.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        own = {"num_filters": 200, "kernel_size": 10, "encoder_residual": False}
        return mimic_recipe(split, lr=1e-3, hyperbolic_dim=50, **own)

    def _check_parameters(self):
        super()._check_parameters()
        check_number(self.hyperbolic_dim, "hyperbolic_dim", numbers.Integral, low=1)
        check_number(self.graph_layers, "graph_layers", numbers.Integral, low=1)
        check_switch(self.use_hyperbolic, "use_hyperbolic")
        check_switch(self.use_cograph, "use_cograph")

    def _learn_codes(self, facts, seed):
        names = facts.code_names.tolist()
        if facts.title_ids is not None:
            untold = [
                name for name, ids in zip(names, facts.title_ids, strict=True) if not len(ids)
            ]
            warn_of("code_descriptions has no title, or none of known words, for", untold, names)
        if not self.use_hyperbolic:
            return facts
        return with_points(facts, self.hierarchy, self.hyperbolic_dim, seed)

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = ConvEncoder(
            facts.embedding_dim, num_filters=self.num_filters, kernel_size=self.kernel_size
        )
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        decoder = HyperbolicGraphAttention(
            width,
            facts.n_codes,
            titles=facts.titles(embedding, width),
            start=start,
            points=self._points(facts) if self.use_hyperbolic else None,
            graph=self._graph(facts, width) if self.use_cograph else None,
        )
        return EncoderDecoder(
            embedding, encoder, decoder, connection=connection, dropout=self.dropout
        )

    def _points(self, facts):
        if facts.code_points is None:  # they are loaded afterwards
            return torch.zeros(facts.n_codes, self.hyperbolic_dim)
        return torch.from_numpy(facts.code_points)

    def _graph(self, facts, width):
        return CodeGraph(width, facts.graph(), n_layers=self.graph_layers)
