"""All codes of a note by one ranker that learns from frequent codes how to trust rare ones."""

import numbers
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skmedcode.code_systems._groups import group_numbers
from skmedcode.ensemble import (
    NOT_FITTED,
    MixedCoder,
    check_classes,
    check_threshold,
    evidence_by_member,
    fit_members,
    fitted_codes,
    folds,
    known_evidence,
    mean_logits,
    out_of_fold,
)
from skmedcode.ranking._fit import fit_ranker, tuned_threshold
from skmedcode.ranking._members import ranking_members
from skmedcode.ranking._pairs import NoteScores, pair_blocks
from skmedcode.ranking._rows import training_pairs
from skmedcode.ranking._sources import Sources
from skmedcode.ranking._trees import ENGINES, import_lightgbm, resolve_engine
from skmedcode.utils._groups import check_groups
from skmedcode.utils._validation import (
    check_codes,
    check_notes,
    check_number,
    check_option,
    check_sample_weight,
    check_switch,
    require_positive,
)


@dataclass(kw_only=True, eq=False, repr=False)
class RankingCoder(MixedCoder):
    """One ranker over pairs of note and code, for all codes, also those of one or two notes.

    A model of its own for each code has nothing to learn from a single note. Here boosted trees,
    shared by all codes, learn what a pair looks like when the code is there: what the members say
    of it, which phrases of the note spoke for the code elsewhere and how far such phrases could be
    trusted, how much of the code's title the note has, how the code stands among the codes of its
    group, and how many notes it had. All of it is told by notes that were not learnt from.

    Parameters
    ----------
    members : None or list of (name, estimator), default=None
        Coders that read notes. None stands for the members of :class:`HybridCoder`: two linear
        views for all codes, and an :class:`~skmedcode.AttentionCoder` for the codes that at least
        three notes have, by :class:`FrequentCodes`. ``[]`` ranks by lexicon and titles alone.
    lexicon : bool, default=True
        Look for phrases of the training notes that speak for a code.
    code_names : sequence of length n_codes, default=None
        Names of Y's columns; a DataFrame brings its own.
    code_descriptions : mapping of code name to str, or CodeSystem, default=None
        Titles of the codes, also passed to members that take them and have none.
    code_synonyms : mapping of code name to list of str, or CodeSystem, default=None
        Further names of the codes.
    code_groups : "category", "ccs", mapping or callable of code name to group, or None
        Which codes are told from each other: the ranker sees how far a code is ahead of the best
        other code of its group. "category", the default, puts names together that share what
        stands before their dot, or their first three characters; "ccs" takes the CCS or CCSR, as
        of `MTRAMCoder`; None makes no groups.
    n_candidates : int or None, default=50
        Only codes that a member, the lexicon or the titles rank among their first so many of a
        note are looked at. None looks at all.
    cv : int, splitter or iterable of (train, test), default=5
        Folds in which members and lexicon score notes they have not seen.
    engine : {"auto", "sklearn", "lightgbm"}, default="auto"
        Whose trees. "auto" takes LightGBM where it is installed.
    threshold : "auto" or float, default="auto"
        Probability from which ``predict`` gives a code.
    n_jobs : int, default=None
        Processes over members and folds.
    random_state : int, RandomState instance or None, default=None

    Attributes
    ----------
    classes_ : ndarray of shape (n_codes,)
        Names of the codes.
    members_ : list of (name, estimator)
        Fitted on all notes.
    fitted_ : dict of name to ndarray of bool of shape (n_codes,)
        Which codes each member knows.
    engine_ : str
        The engine behind "auto".
    threshold_ : float
        On the scale of probabilities.

    See Also
    --------
    HybridCoder : The plain mean of the members; simpler, and nearly as good for frequent codes.

    Notes
    -----
    Whether a code has enough notes for a member is decided by each fold's own notes. Counted over
    all notes, "few notes, but a score" would tell that its notes are the held-out ones.

    Examples
    --------
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode import RankingCoder
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = RankingCoder(cv=2, engine="sklearn", random_state=0)
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    members: object = None
    lexicon: bool = True
    code_names: object = None
    code_descriptions: object = None
    code_synonyms: object = None
    code_groups: object = "category"
    n_candidates: int | None = 50
    cv: object = 5
    engine: str = "auto"
    threshold: object = "auto"
    n_jobs: int | None = None
    random_state: object = None

    _sides = ("members",)
    _saved_attributes = (
        *MixedCoder._saved_attributes,
        "engine_",
        "_counts",
        "_group",
        "_sources",
        "_ranker",
    )

    # Where metadata is routed, patients reach the coder unless it is told otherwise.
    __metadata_request__fit = {"groups": True}

    def fit(self, X, Y, sample_weight=None, evidence=None, groups=None):
        """Fit the members, the lexicon, the ranker and its threshold.

        Parameters
        ----------
        X : list, array or Series of str
            Notes.
        Y : array, DataFrame or sparse matrix of shape (n_notes, n_codes)
            1 where the note has the code, else 0.
        sample_weight : array-like of shape (n_notes,), default=None
            Passed on to every member and to the ranker.
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
        self._check_parameters()
        notes = check_notes(X)
        codes, classes = check_codes(Y, len(notes), self.code_names)
        patients = check_groups(groups, len(notes))
        weight = check_sample_weight(sample_weight, len(notes), scale=False)
        require_positive(codes)
        random = check_random_state(self.random_state)
        seed = random.randint(2**31 - 1)
        group = group_numbers(classes, self.code_groups)
        members = ranking_members(self, classes, seed)
        marked = known_evidence(evidence, len(notes), members, classes)
        targets = codes if sparse.issparse(Y) else codes.toarray().astype(np.int32)
        splits = folds(self.cv, notes, targets, random, groups)
        sources = Sources(self, classes, seed)
        found = out_of_fold(
            members, notes, targets, splits, self.n_jobs, weight, marked, classes, patients
        )
        used = np.ones(len(notes), dtype=bool) if weight is None else weight > 0
        tables = sources.fit_tables(notes, codes, splits, used)
        logits = [scores for scores, _ in found.values()]
        rows = training_pairs(logits, tables, codes, splits, group, self.n_candidates, weight)
        del found, logits, tables
        threshold = self.threshold
        if threshold == "auto":
            threshold = tuned_threshold(rows, self.engine, seed, self.n_jobs)
        ranker = fit_ranker(rows.X, rows.y, rows.weight, self.engine, seed)
        fitted = fit_members(members, notes, targets, weight, marked, self.n_jobs, patients)
        for name, member in fitted:
            check_classes(name, member, len(classes), classes)
        self.members_ = fitted
        self.fitted_ = {name: fitted_codes(member, codes[used]) for name, member in fitted}
        self.engine_ = resolve_engine(self.engine)
        share = np.mean([len(train) for train, _ in splits]) / len(notes)
        self._counts = share * (used.astype(float) @ codes)  # as many as the ranker has seen
        self._group, self._sources, self._ranker = group, sources, ranker
        return self._keep_codes(classes, threshold, sparse.issparse(Y))

    def decision_function(self, X):
        """Logits of the codes.

        Parameters
        ----------
        X : list, array or Series of str

        Returns
        -------
        ndarray of float32 of shape (n_notes, n_codes)
            About -12 for codes that are no candidates, in the order of the members' mean.
        """
        check_is_fitted(self)
        notes = check_notes(X)
        n_codes = len(self.classes_)
        logits = list(self.member_scores(notes).values())
        known = NoteScores(logits, self._sources.tables(notes), len(notes), n_codes)
        result = np.full(len(notes) * n_codes, NOT_FITTED, dtype=np.float32)
        if logits:  # the rest in the order that the members give it
            result += mean_logits(logits).ravel() / 100
        blocks = pair_blocks(known, self._group, self._counts, self.n_candidates)
        for keys, features in blocks:
            result[keys] = self._ranker.logits(features)
        return result.reshape(len(notes), n_codes)

    def _check_parameters(self):
        check_threshold(self.threshold)
        check_switch(self.lexicon, "lexicon")
        check_option(self.engine, "engine", ENGINES)
        if self.engine == "lightgbm":  # now, and not after minutes
            import_lightgbm()
        check_number(self.n_candidates, "n_candidates", numbers.Integral, low=1, none=True)

    def _evidence(self, X, chosen, top_k):
        notes = check_notes(X)
        found = evidence_by_member(self.members_, notes, chosen, top_k)
        self._sources.add_evidence(found, notes, chosen, top_k)
        return found
