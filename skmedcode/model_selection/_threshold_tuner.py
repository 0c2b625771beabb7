"""Which codes to give: thresholds for any multilabel estimator."""

import numbers
import warnings
from dataclasses import KW_ONLY, dataclass

import numpy as np
from scipy import sparse
from sklearn.utils import _safe_indexing
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from skmedcode.metrics import f1_macro
from skmedcode.metrics._threshold import gold_cuts, last_maximum, midway
from skmedcode.metrics._top_k import top_k_mask
from skmedcode.model_selection import _cuts
from skmedcode.model_selection._decided import estimator_has
from skmedcode.model_selection._decision import DecisionMeta
from skmedcode.model_selection._held_out import RESPONSES, code_scores, respond, table_of
from skmedcode.model_selection._told import best_by_scorer, cells_above, check_scoring
from skmedcode.utils._validation import check_number, check_option

STRATEGIES = ("global", "per_code", "top_k", "min_precision", "min_recall")


@dataclass(eq=False, repr=False)
class ThresholdTuner(DecisionMeta):
    """Choose on held-out notes which codes an estimator gives.

    Around any multilabel estimator, ours or scikit-learn's, whose own thresholds and
    ``TunedThresholdClassifierCV`` know one code only. The estimator is fitted without some of the
    notes and scores them; the threshold is chosen on these scores, from all folds together; then
    the estimator is fitted on all notes.

    Parameters
    ----------
    estimator : estimator
        With ``predict_proba`` or ``decision_function``. One in a ``FrozenEstimator`` is left as it
        is, as with ``cv="prefit"``.
    strategy : {"global", "per_code", "top_k", "min_precision", "min_recall"}, default="global"
        What is chosen:

        - "global": one threshold for all codes, with the best ``scoring``.
        - "per_code": one for each code, with its best F1, drawn towards the global one for rare
          codes; see Notes.
        - "top_k": how many codes each note is given.
        - "min_precision": one threshold, with the highest recall of those whose precision is at
          least ``target``, over all (note, code) cells at once.
        - "min_recall": one threshold, with the highest precision of those whose recall is at least
          ``target``.
    scoring : None, str or callable, default=None
        For "global" and "top_k". None is micro F1, whose exact optimum is found by sorting. Else a
        scorer that looks at predictions: a name, ours (``"f1_macro"``) or scikit-learn's, or
        ``scorer(estimator, X, y)``; it is asked about ``n_candidates`` thresholds.
    target : float, default=0.9
        For "min_precision" and "min_recall".
    prior_count : float, default=10
        For "per_code": a code with so many gold notes gets the middle of its own threshold and the
        global one. 0 gives each code its own.
    k : int, default=None
        For "top_k": a fixed number of codes, which needs no held-out notes; None chooses it.
    n_candidates : int, default=100
        Thresholds, or numbers of codes, that a scorer is asked about. Thresholds are scores of gold
        cells, with equally many gold cells between two of them; below 100 gold cells all are.
    response_method : {"auto", "predict_proba", "decision_function"}, default="auto"
        Whose scale the thresholds have; "auto" takes probabilities where there are any.
    cv : int, float, "prefit", splitter or iterable of (train, test), default=5
        Number of folds, of `MultilabelStratifiedKFold` or, with ``groups``,
        `MultilabelStratifiedGroupKFold`; the share of notes to hold out once; "prefit" for an
        estimator that is fitted already, on other notes than those of ``fit``.
    n_jobs : int, default=None
        Processes over folds.
    random_state : int, RandomState or None, default=None
        Shuffles the notes before an int or float ``cv`` splits them.

    Attributes
    ----------
    estimator_ : estimator
        Fitted on all notes.
    classes_ : ndarray of shape (n_codes,)
        The columns of a DataFrame y, else the estimator's names of codes, else numbers. The two
        classes after a 1-D y.
    threshold_ : float or ndarray of shape (n_codes,)
        A code is given where its score is at least this. Not there with "top_k".
    k_ : int
        Codes a note is given; with "top_k" alone.
    best_score_ : float
        On the held-out notes: ``scoring`` ("global", "top_k"), macro F1 ("per_code"), recall
        ("min_precision") or precision ("min_recall"). Chosen as the best, so a little flattering.
        Not there with a fixed ``k``.

    See Also
    --------
    MultilabelCalibrator : Probabilities that mean what they say.
    skmedcode.metrics.best_f1_threshold : The search itself, for scores that you have.

    Notes
    -----
    **Rare codes.** The best threshold of a code that three notes have says little. With
    ``n_c`` gold notes of code c among those held out, its own best threshold ``t_c``, the global
    one ``t`` and ``m = prior_count``, the code gets ``(n_c t_c + m t) / (n_c + m)``; a code
    without a gold note gets ``t``.

    Among equally good thresholds the highest is taken, which gives the fewest codes (with
    "min_recall" the lowest); each lies midway between the lowest score that is given and the next
    below it.

    ``target`` holds on the held-out notes. On new notes precision scatters around it: take a
    higher one where it must not be missed, and look at it on notes of your own.

    y is passed on as it is, and what an estimator refuses stays refused: scikit-learn's forests and
    nearest neighbours take no sparse one. A 1-D y of two classes works too; the probability of the
    second is what the threshold cuts.

    References
    ----------
    Lipton, Elkan, Naryanaswamy, "Optimal Thresholding of Classifiers to Maximize F1 Measure",
    ECML PKDD 2014.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.multiclass import OneVsRestClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.model_selection import ThresholdTuner
    >>> notes = make_clinical_notes(n_samples=80, n_codes=4, random_state=0)
    >>> linear = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LogisticRegression()))
    >>> tuner = ThresholdTuner(linear, strategy="min_precision", target=0.9, random_state=0)
    >>> tuner = tuner.fit(notes.data, notes.target)
    >>> 0 < tuner.threshold_ < 1
    True
    >>> tuner.predict(notes.data[:2]).shape
    (2, 4)
    """

    estimator: object = None
    _: KW_ONLY
    strategy: str = "global"
    scoring: object = None
    target: float = 0.9
    prior_count: float = 10
    k: int | None = None
    n_candidates: int = 100
    response_method: str = "auto"
    cv: object = 5
    n_jobs: int | None = None
    random_state: object = None

    _saved_attributes = (*DecisionMeta._saved_attributes, "threshold_", "k_", "best_score_")

    @available_if(estimator_has("predict_proba"))
    def predict_proba(self, X):
        """The estimator's probabilities, unchanged; a list with a table a code becomes one array.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray of shape (n_notes, n_codes), or (n_notes, 2) after a 1-D y
        """
        return self._passed_on("predict_proba", X)

    @available_if(estimator_has("decision_function"))
    def decision_function(self, X):
        """The estimator's decision values, unchanged.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray of shape (n_notes, n_codes), or (n_notes,) after a 1-D y
        """
        return self._passed_on("decision_function", X)

    def _passed_on(self, method, X):
        check_is_fitted(self)
        answer = respond(self.estimator_, method, X)
        if self._is_binary:
            return answer
        return table_of(self.estimator_, answer, X, self._form())

    def _check_parameters(self):
        check_option(self.strategy, "strategy", STRATEGIES)
        check_option(self.response_method, "response_method", tuple(RESPONSES))
        check_number(self.target, "target", low=0, high=1, open_low=True)
        check_number(self.prior_count, "prior_count", low=0)
        check_number(self.k, "k", numbers.Integral, low=1, none=True)
        check_number(self.n_candidates, "n_candidates", numbers.Integral, low=1)
        if self.scoring is not None:
            check_scoring(self.scoring)
            if self.strategy not in ("global", "top_k"):
                raise ValueError(
                    f"scoring must be None with strategy={self.strategy!r}, which says what is "
                    "best. Use strategy='global' to maximise a score of your own."
                )

    def _ask(self, estimator, X, target):
        return code_scores(estimator, X, target, RESPONSES[self.response_method])

    def _needs_scores(self):
        return self.strategy != "top_k" or self.k is None

    def _learn(self, target, scores, X, y, rows):
        truth = target.truth[rows]
        if self.strategy == "top_k":
            return self._learn_k(target, truth, scores, X, y, rows)
        if self.strategy == "per_code":
            threshold, score = self._per_code(truth, scores)
        elif self.strategy == "global" and self.scoring is None:
            threshold, score = _best_micro(truth, scores)
        elif self.strategy == "global":
            cuts = _cuts.candidate_cuts(truth, scores, self.n_candidates)
            give = cells_above(scores, cuts[0])
            seen = _safe_indexing(X, rows), _safe_indexing(y, rows)
            best, score = best_by_scorer(self.scoring, cuts, give, target, *seen)
            threshold = midway(cuts[best], scores)
        else:
            search = {
                "min_precision": _cuts.highest_recall,
                "min_recall": _cuts.highest_precision,
            }[self.strategy]
            threshold, score, reached = search(truth, scores, self.target)
            if reached < self.target:
                warnings.warn(
                    f"No threshold reaches target={self.target}: the highest precision on the "
                    f"held-out notes is {reached:.3f}, and that is taken. Lower target, or improve "
                    "the estimator.",
                    UserWarning,
                    stacklevel=3,
                )
        return {"threshold_": threshold, "best_score_": score}

    def _per_code(self, truth, scores):
        common, _ = _best_micro(truth, scores)
        own, counts = _cuts.cuts_per_code(truth, scores)
        threshold = _cuts.shrink(own, counts, common, self.prior_count)
        return threshold, f1_macro(truth, _above(scores, threshold))

    def _learn_k(self, target, truth, scores, X, y, rows):
        if self.scoring is None:
            f1 = _cuts.f1_at_each_k(truth, scores)
            return {"k_": int(np.argmax(f1)) + 1, "best_score_": float(f1.max())}
        most = min(self.n_candidates, truth.shape[1])
        candidates = range(most, 0, -1)  # among equally good ones the last is taken: the fewest
        seen = _safe_indexing(X, rows), _safe_indexing(y, rows)
        best, score = best_by_scorer(
            self.scoring, candidates, lambda k: _top(scores, k), target, *seen
        )
        return {"k_": candidates[best], "best_score_": score}

    def _keep(self, fitted, target, learnt):
        if not self._needs_scores():
            learnt = {"k_": min(self.k, target.truth.shape[1])}
        return super()._keep(fitted, target, learnt)

    def _scores(self, X):
        check_is_fitted(self)
        return self._ask(self.estimator_, X, self._form())

    def _given(self, scores):
        if hasattr(self, "k_"):
            return top_k_mask(scores, self.k_)
        return scores >= self.threshold_


def _best_micro(truth, scores):
    """The threshold with the best micro F1, and that F1."""
    cuts, hits, given = gold_cuts(truth, scores)
    f1 = 2 * hits / (given + hits[0])
    best = last_maximum(f1)
    return midway(cuts[best], scores), float(f1[best])


def _above(scores, threshold):
    return sparse.csr_array(scores >= threshold, dtype=np.int64)


def _top(scores, k):
    return sparse.csr_array(top_k_mask(scores, k), dtype=np.int64)
