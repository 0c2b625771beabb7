"""One coder from several seeds."""

import numbers
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skmedcode.coders import AttentionCoder
from skmedcode.ensemble._evidence import evidence_by_member
from skmedcode.ensemble._member_list import equipped
from skmedcode.ensemble._member_logits import check_classes, member_logits
from skmedcode.ensemble._members import check_member, fit_members, last_step
from skmedcode.ensemble._mixing import known_evidence, mean_logits
from skmedcode.ensemble._scoring import ScoreCoder
from skmedcode.utils._groups import check_groups
from skmedcode.utils._validation import (
    check_codes,
    check_notes,
    check_number,
    check_sample_weight,
    input_kind,
    require_positive,
)


@dataclass(kw_only=True, eq=False, repr=False)
class EnsembleCoder(ScoreCoder):
    """The same coder from several seeds, with the mean of its logits.

    A network's seed decides more than one would like, above all for rare codes; the mean of three
    is steadier and a little better than each.

    Parameters
    ----------
    coder : estimator with ``random_state``, default=None
        None stands for :class:`~skmedcode.AttentionCoder`; a :class:`HybridCoder` or a pipeline
        will do as well.
    n_seeds : int, default=3
    n_jobs : int, default=None
        Processes over seeds.
    random_state : int, RandomState instance or None, default=None
        Seeds the seeds; whatever seeds ``coder`` has are replaced.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
        Names of the codes.
    members_ : list of (name, estimator)
        The fitted coders, "seed1" first.
    threshold_ : float
        On the scale of probabilities: the mean of the coders' own, taken as logits; 0.5 where they
        have none.

    Examples
    --------
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.ensemble import EnsembleCoder
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = EnsembleCoder(coder=AttentionCoder(max_epochs=2), n_seeds=2, random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    coder: object = None
    n_seeds: int = 3
    n_jobs: int | None = None
    random_state: object = None

    _saved_attributes = (*ScoreCoder._saved_attributes, "members_")

    # Where metadata is routed, patients reach the coder unless it is told otherwise.
    __metadata_request__fit = {"groups": True}

    def fit(self, X, Y, sample_weight=None, evidence=None, groups=None):
        """Fit the coder once a seed.

        Parameters
        ----------
        X : list, array or Series of str
            Notes, or what else the coder reads.
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
        sample_weight : array-like of shape (n_notes,), default=None
        evidence : sequence of n_notes lists of (code, start, end, ...), default=None
            Gold evidence, for a coder that learns from it.
        groups : array-like of shape (n_notes,), default=None
            Patients, for a coder that holds out notes.

        Returns
        -------
        self
        """
        check_number(self.n_seeds, "n_seeds", numbers.Integral, low=1)
        coder = AttentionCoder() if self.coder is None else self.coder
        check_member("coder", coder)
        X = check_notes(X) if input_kind(X) == "notes" else X
        n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
        codes, classes = check_codes(Y, n_notes, getattr(coder, "code_names", None))
        require_positive(codes)
        weight = check_sample_weight(sample_weight, n_notes, scale=False)
        targets = codes if sparse.issparse(Y) else codes.toarray().astype(np.int32)
        members = self._members(coder, classes)
        marked = known_evidence(evidence, n_notes, members, classes)
        groups = check_groups(groups, n_notes)
        fitted = fit_members(members, X, targets, weight, marked, self.n_jobs, groups)
        for name, member in fitted:
            check_classes(name, member, len(classes), classes)
        self.members_ = fitted
        threshold = _mean_threshold([member for _, member in self.members_])
        return self._keep_codes(classes, threshold, sparse.issparse(Y))

    def decision_function(self, X):
        """Mean of the coders' logits.

        Parameters
        ----------
        X : as in :meth:`fit`

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        check_is_fitted(self)
        X = check_notes(X) if input_kind(X) == "notes" else X
        n_codes = len(self.classes_)
        return mean_logits(
            [member_logits(name, coder, X, n_codes, self.classes_) for name, coder in self.members_]
        )

    def _members(self, coder, classes):
        """Clones of the coder, each with a seed of its own."""
        random = check_random_state(self.random_state)
        members = []
        for k in range(self.n_seeds):
            member = equipped(clone(coder), {"code_names": classes}, None)
            seeds = [key for key in member.get_params() if key.split("__")[-1] == "random_state"]
            if not seeds:
                raise TypeError(
                    f"coder must have a random_state to be fitted from several seeds; "
                    f"{type(coder).__name__} has none, so that all fits would be the same."
                )
            seed = random.randint(2**31 - 1)
            members.append((f"seed{k + 1}", member.set_params(**dict.fromkeys(seeds, seed))))
        return members

    def _evidence(self, X, chosen, top_k):
        return evidence_by_member(self.members_, check_notes(X), chosen, top_k)


def _mean_threshold(coders):
    thresholds = [getattr(last_step(coder), "threshold_", 0.5) for coder in coders]
    return float(expit(np.mean(logit(np.clip(thresholds, 1e-6, 1 - 1e-6)))))
