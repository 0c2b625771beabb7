"""Something small, learnt from an estimator's scores of notes that it has not seen."""

import numpy as np
from sklearn.base import BaseEstimator, MetaEstimatorMixin, clone
from sklearn.frozen import FrozenEstimator
from sklearn.utils import get_tags, indexable
from sklearn.utils._metadata_requests import _routing_enabled
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing
from sklearn.utils.validation import _num_samples, check_is_fitted, has_fit_parameter

from skmedcode.model_selection._decided import Decided
from skmedcode.model_selection._held_out import (
    fit_quietly,
    held_out_scores,
    make_splits,
)
from skmedcode.model_selection._target import read_target
from skmedcode.utils._validation import check_code_names, check_sample_weight


class DecisionMeta(MetaEstimatorMixin, Decided, BaseEstimator):
    """Base of meta-estimators that fit an estimator, and something on its held-out scores.

    A subclass has the parameters ``estimator``, ``cv``, ``n_jobs`` and ``random_state``, and
    defines ``_check_parameters()``, ``_ask(estimator, X, target)``, which returns scores,
    ``_learn(target, scores, X, y, rows)``, which returns fitted attributes as a dict, and what
    `Decided` asks for.
    """

    _saved_attributes = ("estimator_", "classes_", "_is_binary", "_sparse_output")
    _unsaved_parameters = ("estimator",)  # estimator_ tells

    def fit(self, X, y, sample_weight=None, groups=None, **fit_params):
        """Score held-out notes, learn from the scores, and fit the estimator on all notes.

        Parameters
        ----------
        X : list, array or Series of notes, matrix, or what else the estimator reads
        y : array, DataFrame or sparse matrix of shape (n_notes, n_codes), or array of shape \
(n_notes,)
            1 where the note has the code, else 0; or two classes. Passed on as it is.
        sample_weight : array-like of shape (n_notes,), default=None
            Passed on to the estimator. What is learnt here leaves notes of weight 0 out, and looks
            at no other weights.
        groups : array-like of shape (n_notes,), default=None
            Patients; the notes of one are kept together. Passed on to a splitter given as ``cv``,
            and to the estimator if its ``fit`` takes them.
        **fit_params : dict
            For the estimator's ``fit``; what has one value a note is split with the notes.

        Returns
        -------
        self
        """
        self._check_estimator()
        self._check_parameters()
        X, y, sample_weight, groups = indexable(X, y, sample_weight, groups)
        n_notes = _num_samples(X)
        target = read_target(y, n_notes)
        weight = check_sample_weight(sample_weight, n_notes, scale=False)
        params, split_params = self._routed(sample_weight, groups, fit_params)
        learnt = {}
        if self._needs_scores():
            if self._is_prefit():
                rows, scores = np.arange(n_notes), self._ask(self.estimator, X, target)
            else:
                splits = make_splits(self.cv, X, y, target, groups, split_params, self.random_state)
                rows, scores = held_out_scores(
                    self.estimator, X, y, target, splits, self._ask, params, self.n_jobs
                )
            if weight is not None:
                rows, scores = rows[weight[rows] > 0], scores[weight[rows] > 0]
            learnt = self._learn(target, scores, X, y, rows)
        fitted = self.estimator
        if not self._is_prefit():
            fitted = fit_quietly(clone(self.estimator), X, y, params)
        return self._keep(fitted, target, learnt)

    def get_metadata_routing(self):
        """Which metadata go where.

        Returns
        -------
        MetadataRouter
            ``sample_weight`` and ``groups`` are also read here, so request them by
            ``set_fit_request`` within a pipeline or a search.
        """
        fit = MethodMapping().add(caller="fit", callee="fit")
        split = MethodMapping().add(caller="fit", callee="split")
        router = MetadataRouter(owner=self).add_self_request(self)
        router.add(estimator=self.estimator, method_mapping=fit)
        return router.add(splitter=self.cv, method_mapping=split)

    def _routed(self, sample_weight, groups, fit_params):
        """Parameters of the estimator's ``fit`` and of the splitter's ``split``."""
        if _routing_enabled():
            given = {"sample_weight": sample_weight, "groups": groups} | fit_params
            routed = process_routing(self, "fit", **given)
            return routed.estimator.fit, routed.splitter.split
        params = dict(fit_params)
        if sample_weight is not None:
            params["sample_weight"] = sample_weight
        if groups is not None and has_fit_parameter(self.estimator, "groups"):
            params["groups"] = groups
        return params, {} if groups is None else {"groups": groups}

    def _check_estimator(self):
        if isinstance(self.estimator, type) or not hasattr(self.estimator, "fit"):
            raise TypeError(
                f"estimator must be a multilabel estimator; got {type(self.estimator).__name__}. "
                "Pass an instance, for example AttentionCoder()."
            )
        if isinstance(self.cv, str) and self.cv != "prefit":
            raise ValueError("cv must be 'prefit' if it is a word; got another word.")
        if isinstance(self.cv, str):
            check_is_fitted(self.estimator)

    def _is_prefit(self):
        """A fitted estimator is left as it is; splits would ask it the same again."""
        word = isinstance(self.cv, str) and self.cv == "prefit"
        return word or isinstance(self.estimator, FrozenEstimator)

    def _needs_scores(self):
        return True

    def _keep(self, fitted, target, learnt):
        """Store what was learnt, only after all of it was."""
        for name in self._saved_attributes:
            vars(self).pop(name, None)
        classes, own = target.classes, getattr(fitted, "classes_", None)
        if not target.is_binary and not target.has_names and not isinstance(own, list):
            classes = own if np.shape(own) == classes.shape else classes
        self.estimator_, self.classes_ = fitted, classes
        self._is_binary, self._sparse_output = target.is_binary, target.is_sparse
        vars(self).update(learnt)
        return self

    def _after_load(self):
        """Put right what a description cannot tell."""
        names = self.classes_.tolist()
        self.classes_ = check_code_names(names, len(names))
        prefit = isinstance(self.cv, str)
        self.estimator = self.estimator_ if prefit else clone(self.estimator_)

    def __sklearn_is_fitted__(self):
        return hasattr(self, "estimator_")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        if hasattr(self.estimator, "fit"):
            inner = get_tags(self.estimator)
            tags.input_tags, tags.target_tags = inner.input_tags, inner.target_tags
            if inner.classifier_tags is not None:
                tags.classifier_tags = inner.classifier_tags
        tags.classifier_tags.multi_class = False
        return tags
