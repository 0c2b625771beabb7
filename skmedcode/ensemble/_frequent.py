"""A member that is asked about frequent codes alone."""

import numbers
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from skmedcode.ensemble._evidence import member_evidence
from skmedcode.ensemble._linear import NOT_FITTED
from skmedcode.ensemble._member_list import equipped
from skmedcode.ensemble._member_logits import member_logits
from skmedcode.ensemble._members import fit_member
from skmedcode.ensemble._mixing import known_evidence
from skmedcode.ensemble._scoring import ScoreCoder
from skmedcode.ensemble._views import default_network
from skmedcode.utils._groups import check_groups
from skmedcode.utils._validation import check_codes, check_number, check_sample_weight


@dataclass(kw_only=True, eq=False, repr=False)
class FrequentCodes(ScoreCoder):
    """A coder that learns only the codes that enough notes have.

    Networks learn little from one or two notes of a code, and cost more with every code. The count
    is that of the notes that ``fit`` gets, so that inside a fold it is the fold's own.

    Parameters
    ----------
    coder : estimator, default=None
        Has ``decision_function`` or ``predict_proba``. None stands for an
        :class:`~skmedcode.AttentionCoder` of eight epochs.
    min_count : int, default=3
        Notes that must have a code.
    code_names : sequence of length n_codes, default=None
        Names of Y's columns.
    code_descriptions : mapping of code name to str, or CodeSystem, default=None
        Titles, passed to a coder that takes them and has none.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
    coder_ : estimator
        Fitted on the frequent codes; None where there are none.
    fitted_ : ndarray of bool of shape (n_codes,)
        Which codes it has learnt; the logit of the others is -12.

    Examples
    --------
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.ensemble import FrequentCodes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = FrequentCodes(coder=AttentionCoder(max_epochs=1), min_count=100)
    >>> coder.fit(notes.data, notes.target).decision_function(notes.data[:1]).tolist()
    [[-12.0, -12.0, -12.0, -12.0]]
    """

    coder: object = None
    min_count: int = 3
    code_names: object = None
    code_descriptions: object = None

    _saved_attributes = (*ScoreCoder._saved_attributes, "coder_", "fitted_")

    # Where metadata is routed, patients reach the coder unless it is told otherwise.
    __metadata_request__fit = {"groups": True}

    def fit(self, X, Y, sample_weight=None, evidence=None, groups=None):
        """Fit the coder on the codes that at least ``min_count`` notes have.

        Parameters
        ----------
        X : as the coder reads
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
        sample_weight : array-like of shape (n_notes,), default=None
            A note of weight 0 does not count.
        evidence : sequence of n_notes lists of (code, start, end, ...), default=None
            Gold evidence, for a coder that learns from it.
        groups : array-like of shape (n_notes,), default=None
            Patients, for a coder that holds out notes.

        Returns
        -------
        self
        """
        check_number(self.min_count, "min_count", numbers.Integral, low=1)
        n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
        codes, classes = check_codes(Y, n_notes, self.code_names)
        weight = check_sample_weight(sample_weight, n_notes, scale=False)
        kept = np.ones(n_notes) if weight is None else (weight > 0).astype(float)
        fitted = kept @ codes >= self.min_count
        coder = None
        if fitted.any():
            part = codes[:, np.flatnonzero(fitted)]
            part = part if sparse.issparse(Y) else part.toarray().astype(np.int32)
            shared = {"code_names": classes[fitted], "code_descriptions": self.code_descriptions}
            own = default_network() if self.coder is None else self.coder
            member = equipped(clone(own), shared, None)
            marked = self._evidence_of(evidence, n_notes, member, classes, fitted)
            groups = check_groups(groups, n_notes)
            coder = fit_member("coder", member, X, part, weight, marked, groups=groups)
        self.coder_, self.fitted_ = coder, fitted
        return self._keep_codes(classes, 0.5, sparse.issparse(Y))

    def decision_function(self, X):
        """Logits of the codes; -12 for those that were not learnt.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        check_is_fitted(self)
        n_notes = X.shape[0] if hasattr(X, "shape") else len(X)
        scores = np.full((n_notes, len(self.classes_)), NOT_FITTED, dtype=np.float32)
        if self.coder_ is not None:
            scores[:, self.fitted_] = member_logits("coder", self.coder_, X, self.fitted_.sum())
        return scores

    def _parts(self):
        return [] if self.coder_ is None else [("coder", self.coder_)]

    def _evidence_of(self, evidence, n_notes, member, classes, fitted):
        """Gold evidence of the codes that are learnt, None where there is none."""
        marked = known_evidence(evidence, n_notes, [("coder", member)], classes)
        if marked is None:
            return None
        learnt = set(classes[fitted].tolist())
        kept = [[item for item in own if item[0] in learnt] for own in marked]
        return kept if any(kept) else None

    def _evidence(self, X, chosen, top_k):
        asked = [columns[self.fitted_[columns]] for columns in chosen]
        inner = np.cumsum(self.fitted_) - 1
        own = [inner[columns] for columns in asked]
        if self.coder_ is None:
            return [[[] for _ in columns] for columns in chosen]
        result = []
        found = member_evidence(self.coder_, X, own, top_k)
        for columns, known, pieces in zip(chosen, asked, found, strict=True):
            by_column = dict(zip(known.tolist(), pieces, strict=True))
            result.append([by_column.get(column, []) for column in columns.tolist()])
        return result
