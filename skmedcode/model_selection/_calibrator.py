"""Probabilities that mean what they say, for any multilabel estimator."""

from dataclasses import KW_ONLY, dataclass

import numpy as np
from scipy.special import expit
from sklearn.utils.validation import check_is_fitted

from skmedcode.metrics._counts import positive_scores, row_blocks
from skmedcode.model_selection._cuts import shares, shrink
from skmedcode.model_selection._decision import DecisionMeta
from skmedcode.model_selection._held_out import RESPONSES, code_scores
from skmedcode.model_selection._lines import fit_line
from skmedcode.model_selection._steps import climb, fit_steps
from skmedcode.utils._validation import check_number, check_option, check_switch, require_positive

METHODS = ("temperature", "sigmoid", "isotonic")


@dataclass(eq=False, repr=False)
class MultilabelCalibrator(DecisionMeta):
    """Probabilities such that of the cells at 0.3 three in ten are gold.

    Around any multilabel estimator, ours or scikit-learn's, whose own ``CalibratedClassifierCV``
    takes one code only. The estimator is fitted without some of the notes and scores them; a map
    from scores to probabilities is fitted on these, from all folds together; then the estimator is
    fitted on all notes.

    Parameters
    ----------
    estimator : estimator
        With ``predict_proba`` or ``decision_function``. One in a ``FrozenEstimator`` is left as it
        is, as with ``cv="prefit"``.
    method : {"temperature", "sigmoid", "isotonic"}, default="temperature"
        The map, which never falls: ``expit(z / T)``, ``expit(a z + b)``, or steps. Of logits z.
    per_code : bool, default=False
        Whether each code has a map of its own, drawn towards the common one for rare codes; see
        Notes. The common one is that of all (note, code) cells.
    prior_count : float, default=10
        For ``per_code``: a code with so many gold notes has the middle of both. 0 gives each code
        its own.
    response_method : {"auto", "predict_proba", "decision_function"}, default="auto"
        What z is: the logit of ``predict_proba``, from -16 to 16, or ``decision_function`` as it
        is. "auto" takes probabilities where there are any: ``OneVsRestClassifier`` gives a code
        that it never saw the decision value 0, which is even odds.
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
    temperature_ : float or ndarray of shape (n_codes,)
        With "temperature": T, above 1 where the estimator was too sure.
    slope_, intercept_ : float or ndarray of shape (n_codes,)
        With "temperature", where the slope is ``1 / T`` and the intercept 0, and with "sigmoid".
    starts_, values_ : ndarray of shape (n_steps,)
        With "isotonic": from where each step reaches to the next, and its probability; first the
        common steps, then those of each code.
    places_ : ndarray of int of shape (n_maps + 1,)
        With "isotonic": map i has the steps from ``places_[i]`` to ``places_[i + 1]``.
    shares_ : ndarray of shape (n_codes,)
        With "isotonic" and ``per_code``: how much the code's own steps count.

    See Also
    --------
    ThresholdTuner : Which codes to give; it can be put around a calibrator.
    skmedcode.metrics.expected_calibration_error : Whether it has helped.

    Notes
    -----
    **Rare codes.** Code c has ``n_c`` gold notes among those held out and, with ``m =
    prior_count``, the share ``w = n_c / (n_c + m)``. Slope and intercept are ``w`` times its own
    plus ``1 - w`` times the common ones; so are the probabilities of isotonic steps. A code without
    a gold note has the common map.

    One map for all codes keeps the order of the cells, within a note too, up to the ties that steps
    make. Maps per code keep the order of notes within a code alone.

    Lines are fitted by Newton's method to Platt's targets: gold cells count as ``(P + 1) /
    (P + 2)``, the others as ``1 / (N + 2)``. A slope is at least 0.001. Steps are 0 below the
    lowest gold score, as in ``IsotonicRegression``, but do not rise between two scores.

    Maps are fitted block by block of notes or code by code, so that beside the scores of the
    held-out notes little memory is needed.

    ``predict`` gives the codes at 0.5 or more, which is seldom best: put `ThresholdTuner` around.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.

    Platt, "Probabilistic Outputs for Support Vector Machines", Advances in Large Margin
    Classifiers, 1999.

    Zadrozny, Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability
    Estimates", KDD 2002.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.multiclass import OneVsRestClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> from skmedcode.datasets import make_clinical_notes
    >>> from skmedcode.model_selection import MultilabelCalibrator
    >>> notes = make_clinical_notes(n_samples=80, n_codes=4, random_state=0)
    >>> linear = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LogisticRegression()))
    >>> calibrator = MultilabelCalibrator(linear, random_state=0)
    >>> calibrator = calibrator.fit(notes.data, notes.target)
    >>> calibrator.temperature_ < 1  # a strong penalty makes a model too unsure
    True
    >>> calibrator.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    estimator: object = None
    _: KW_ONLY
    method: str = "temperature"
    per_code: bool = False
    prior_count: float = 10
    response_method: str = "auto"
    cv: object = 5
    n_jobs: int | None = None
    random_state: object = None

    _saved_attributes = (
        *DecisionMeta._saved_attributes,
        *("slope_", "intercept_", "starts_", "values_", "places_", "shares_"),
    )

    @property
    def temperature_(self):
        """What logits are divided by."""
        if not hasattr(self, "slope_") or np.any(self.intercept_):
            raise AttributeError("temperature_ is there after fit with method='temperature' alone.")
        return 1 / self.slope_

    def predict_proba(self, X):
        """Calibrated probabilities.

        Parameters
        ----------
        X : as in ``fit``

        Returns
        -------
        ndarray of shape (n_notes, n_codes), or (n_notes, 2) after a 1-D y
        """
        chances = self._scores(X)
        return np.hstack([1 - chances, chances]) if self._is_binary else chances

    def _check_parameters(self):
        check_option(self.method, "method", METHODS)
        check_option(self.response_method, "response_method", tuple(RESPONSES))
        check_switch(self.per_code, "per_code")
        check_number(self.prior_count, "prior_count", low=0)

    def _ask(self, estimator, X, target):
        return code_scores(estimator, X, target, RESPONSES[self.response_method], as_logits=True)

    def _learn(self, target, scores, X, y, rows):
        truth = target.truth[rows]
        require_positive(truth)
        if self.method == "isotonic":
            return self._learn_steps(truth, scores)
        return self._learn_lines(truth, scores)

    def _learn_lines(self, truth, scores):
        def cells():
            for rows in row_blocks(scores.shape):
                yield scores[rows], truth[rows].toarray()

        sloping = self.method == "sigmoid"
        slope, intercept = fit_line(cells, truth.nnz, scores.size, sloping)
        if self.per_code:
            counts, lines = _counts_per_code(truth), np.zeros((2, truth.shape[1]))
            for code, column, gold in _columns(truth, scores):
                own = [(column, gold)]
                lines[:, code] = fit_line(lambda own=own: own, gold.sum(), len(gold), sloping)
            slope = shrink(lines[0], counts, slope, self.prior_count)
            intercept = shrink(lines[1], counts, intercept, self.prior_count)
        return {"slope_": slope, "intercept_": intercept}

    def _learn_steps(self, truth, scores):
        maps, learnt = [fit_steps(positive_scores(truth, scores), scores)], {}
        if self.per_code:
            maps += [(np.empty(0), np.empty(0))] * truth.shape[1]
            for code, column, gold in _columns(truth, scores):
                maps[code + 1] = fit_steps(column[gold], column[:, None])
            learnt["shares_"] = shares(_counts_per_code(truth), self.prior_count)
        starts, values = zip(*maps, strict=True)
        learnt["places_"] = np.cumsum([0, *map(len, starts)])
        return learnt | {"starts_": np.concatenate(starts), "values_": np.concatenate(values)}

    def _scores(self, X):
        check_is_fitted(self)
        scores = self._ask(self.estimator_, X, self._form())
        if hasattr(self, "slope_"):
            return expit(scores * self.slope_ + self.intercept_).astype(scores.dtype, copy=False)
        chances = climb(*self._steps(0), scores).astype(scores.dtype)
        if hasattr(self, "shares_"):
            for code in np.flatnonzero(self.shares_):
                own, share = climb(*self._steps(code + 1), scores[:, code]), self.shares_[code]
                chances[:, code] = share * own + (1 - share) * chances[:, code]
        return chances

    def _steps(self, number):
        steps = slice(self.places_[number], self.places_[number + 1])
        return self.starts_[steps], self.values_[steps]

    def _given(self, scores):
        return scores >= 0.5


def _counts_per_code(truth):
    return np.bincount(truth.indices, minlength=truth.shape[1])


def _columns(truth, scores):
    """Scores and gold of each code that has a gold note, one after the other."""
    truth = truth.tocsc()
    for code in np.flatnonzero(np.diff(truth.indptr)):
        gold = np.zeros(len(scores), dtype=bool)
        gold[truth.indices[truth.indptr[code] : truth.indptr[code + 1]]] = True
        yield code, np.ascontiguousarray(scores[:, code]), gold
