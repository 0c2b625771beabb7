"""What coders offer that go down the tree above the codes."""

from scipy.special import expit
from sklearn.utils.metaestimators import available_if

from skmedcode.decoders import HierarchicalAttention
from skmedcode.training import group_logits, predict_logits


def _goes_down(coder):
    """Whether a coder may have nodes: it is not fitted, or goes down a tree."""
    if hasattr(coder, "net_") and not isinstance(coder.net_.module_.decoder, HierarchicalAttention):
        raise AttributeError(
            f"decoder must go down a tree for its nodes to have probabilities, got "
            f'{coder.decoder!r}. Fit with decoder="hierarchical".'
        )
    return True


class NodesMixin:
    """Names and probabilities of what stands above the codes."""

    @available_if(_goes_down)
    def predict_node_proba(self, X):
        """Probabilities of what stands above the codes: that a note has a code beneath it.

        With ``decoder="hierarchical"``. No code, and no node, is more probable than what stands
        above it. A node with a single branch beneath it has the probability of that branch.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_nodes)
            Columns are ``nodes_``. A code that stands above others is no column here.
        """
        dataset = self._dataset(X)
        # the second output is of nodes here, as it is of groups elsewhere
        scores = predict_logits(self.net_, dataset, group_logits)[:, self._facts.code_tree.places]
        return expit(scores, out=scores)

    @property
    def nodes_(self):
        """Names of what stands above the codes."""
        if not hasattr(self, "net_") or self._facts.code_tree is None:
            raise AttributeError(f"{type(self).__name__} has no nodes_ (yet).")
        return self._facts.code_tree.names
