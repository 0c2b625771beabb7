"""Linear and deep coders in one, mixed on their logits."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.base import clone
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skmedcode.ensemble._evidence import evidence_by_member
from skmedcode.ensemble._member_list import check_sides, equipped
from skmedcode.ensemble._member_logits import check_classes
from skmedcode.ensemble._members import fit_members, fitted_codes
from skmedcode.ensemble._mixed import MixedCoder
from skmedcode.ensemble._mixing import check_threshold, folds, known_evidence, mean_logits
from skmedcode.ensemble._out_of_fold import out_of_fold
from skmedcode.ensemble._views import default_network, default_views
from skmedcode.metrics import best_f1_threshold
from skmedcode.utils._groups import check_groups
from skmedcode.utils._validation import (
    check_codes,
    check_notes,
    check_sample_weight,
    require_positive,
)


@dataclass(kw_only=True, eq=False, repr=False)
class HybridCoder(MixedCoder):
    """Linear models and networks whose logits are averaged.

    A sparse linear model finds the words that give a code away, a network finds words that mean
    the same; they err on different notes, and their mean is better than either. One threshold for
    all codes is tuned by micro-F1 on scores of notes that the members had not seen.

    Parameters
    ----------
    linear : None, estimator or list of (name, estimator), default=None
        Members that read notes, pipelines with a vectorizer first. None stands for two views:
        TF-IDF of words and pairs, and words cut to their first letters, each with
        :class:`L1LogisticRegression`. ``[]`` leaves linear members out.
    deep : None, coder or list of (name, coder), default=None
        None stands for an :class:`~skmedcode.AttentionCoder` of eight epochs; ``[]`` leaves
        networks out.
    code_names : sequence of length n_codes, default=None
        Names of Y's columns; a DataFrame brings its own.
    code_descriptions : mapping of code name to str, or CodeSystem, default=None
        Titles of the codes, passed to the members that take them and have none.
    cv : int, splitter or iterable of (train, test), default=5
        Folds for the threshold; an int stands for shuffled ones. Each member is fitted once a
        fold, and once more on all notes.
    threshold : "auto" or float, default="auto"
        Probability from which ``predict`` gives a code. With a number no folds are needed, which
        saves most of the time of ``fit``.
    n_jobs : int, default=None
        Processes over members and folds.
    random_state : int, RandomState instance or None, default=None
        Seeds the folds and those members that have no seed of their own.

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
        Names of the codes.
    members_ : list of (name, estimator)
        Fitted on all notes.
    fitted_ : dict of name to ndarray of bool of shape (n_codes,)
        Which codes each member knows; the others have its logit -12.
    threshold_ : float
        On the scale of probabilities.

    See Also
    --------
    EnsembleCoder : One coder from several seeds.

    Examples
    --------
    >>> from skmedcode import AttentionCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.ensemble import HybridCoder
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = HybridCoder(deep=AttentionCoder(max_epochs=2), cv=2, random_state=0)
    >>> coder = coder.fit(notes.data, notes.target)
    >>> [name for name, _ in coder.members_]
    ['words', 'stems', 'deep']
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    linear: object = None
    deep: object = None
    code_names: object = None
    code_descriptions: object = None
    cv: object = 5
    threshold: object = "auto"
    n_jobs: int | None = None
    random_state: object = None

    _sides = ("linear", "deep")

    # Where metadata is routed, patients reach the coder unless it is told otherwise.
    __metadata_request__fit = {"groups": True}

    def fit(self, X, Y, sample_weight=None, evidence=None, groups=None):
        """Fit the members, and tune the threshold on notes they have not seen.

        Parameters
        ----------
        X : list, array or Series of str
            Notes.
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
            1 where the note has the code, else 0.
        sample_weight : array-like of shape (n_notes,), default=None
            Passed on to every member. A note of weight 0 does not count for the threshold.
        evidence : sequence of n_notes lists of (code, start, end, ...), default=None
            Gold evidence: where the note's text supports a code. Passed on to the members that
            learn from it, such as :class:`~skmedcode.AttentionCoder`.
        groups : array-like of shape (n_notes,), default=None
            Patients; notes of one patient are kept in one fold. Passed on to the members that
            hold out notes of their own.

        Returns
        -------
        self
        """
        check_threshold(self.threshold)
        notes = check_notes(X)
        codes, classes = check_codes(Y, len(notes), self.code_names)
        patients = check_groups(groups, len(notes))
        require_positive(codes)
        weight = check_sample_weight(sample_weight, len(notes), scale=False)
        used = np.arange(len(notes)) if weight is None else np.flatnonzero(weight)
        random = check_random_state(self.random_state)
        members = self._members(classes, random)
        marked = known_evidence(evidence, len(notes), members, classes)
        targets = codes if sparse.issparse(Y) else codes.toarray().astype(np.int32)
        threshold = self.threshold
        if threshold == "auto":
            splits = folds(self.cv, notes, targets, random, groups)
            found = out_of_fold(
                members, notes, targets, splits, self.n_jobs, weight, marked, classes, patients
            )
            scores = mean_logits([scores for scores, _ in found.values()])
            threshold = best_f1_threshold(codes[used], expit(scores[used]))
        fitted = fit_members(members, notes, targets, weight, marked, self.n_jobs, patients)
        for name, member in fitted:
            check_classes(name, member, len(classes), classes)
        self.members_ = fitted
        self.fitted_ = {name: fitted_codes(member, codes[used]) for name, member in fitted}
        return self._keep_codes(classes, threshold, sparse.issparse(Y))

    def decision_function(self, X):
        """Mean of the members' logits.

        Parameters
        ----------
        X : list, array or Series of str

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
        """
        check_is_fitted(self)
        return mean_logits(list(self.member_scores(X).values()))

    def _members(self, classes, random):
        """Clones of the members with names, titles and seeds, in their order."""
        defaults = {"linear": default_views(), "deep": default_network()}
        members = check_sides(self, defaults)
        shared = {"code_names": classes, "code_descriptions": self.code_descriptions}
        seed = None if self.random_state is None else random.randint(2**31 - 1)
        return [(name, equipped(clone(member), shared, seed)) for name, member in members]

    def _evidence(self, X, chosen, top_k):
        return evidence_by_member(self.members_, check_notes(X), chosen, top_k)
