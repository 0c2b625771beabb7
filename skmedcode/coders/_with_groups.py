"""What coders offer that learn groups of codes too."""

from scipy.special import expit
from sklearn.utils.metaestimators import available_if

from skmedcode.training import group_logits, predict_logits


def _learns_groups(coder):
    """Whether a coder may have groups: it is not fitted, or has learnt some."""
    return not hasattr(coder, "net_") or coder._facts.group_names is not None


class GroupsMixin:
    """Names and probabilities of the groups that a network gives beside the codes."""

    @available_if(_learns_groups)
    def predict_group_proba(self, X):
        """Probabilities of the groups.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_groups)
            Columns are ``groups_``.
        """
        dataset = self._dataset(X)
        scores = predict_logits(self.net_, dataset, group_logits)
        return expit(scores, out=scores)

    @property
    def groups_(self):
        """Names of the groups."""
        if not hasattr(self, "net_") or self._facts.group_names is None:
            raise AttributeError(f"{type(self).__name__} has no groups_ (yet).")
        return self._facts.group_names
