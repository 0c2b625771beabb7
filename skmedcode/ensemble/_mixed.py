"""A coder whose members read the same notes."""

from sklearn.utils.validation import check_is_fitted

from skmedcode.ensemble._member_list import MemberParams
from skmedcode.ensemble._out_of_fold import known_logits
from skmedcode.ensemble._scoring import ScoreCoder
from skmedcode.utils._validation import check_notes


class MixedCoder(MemberParams, ScoreCoder):
    """Base of coders that make their scores of those of ``members_``.

    Attributes
    ----------
    members_ : list of (name, estimator)
        Fitted on all notes.
    fitted_ : dict of name to ndarray of bool of shape (n_codes,)
        Which codes each member knows.
    """

    _saved_attributes = (*ScoreCoder._saved_attributes, "members_", "fitted_")

    def member_scores(self, X):
        """Logits of each member, to see where they disagree.

        Parameters
        ----------
        X : list, array or Series of str

        Returns
        -------
        dict of name to ndarray of float32 of shape (n_notes, n_codes)
        """
        check_is_fitted(self)
        notes = check_notes(X)
        return {
            name: known_logits(name, member, notes, self.fitted_[name], self.classes_)
            for name, member in self.members_
        }
