"""Do thresholds per code beat one threshold, and does calibration make probabilities truer?

Five folds inside the training cases of CodiEsp, on the codes with enough cases in the fold's
training part; the development cases are not touched. In each fold a model is fitted on the training
part and, for its out-of-fold scores there, five times more; every way of choosing thresholds and
every calibrator learns from the same of these scores and is measured on the fold's held-out part.

    python benchmarks/bench_decisions.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_decisions.py --data FOLDER_WITH_CODIESP --min-count 10
"""

import argparse

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.model_selection import cross_val_predict

from skmedcode import AttentionCoder, CAMLCoder, metrics
from skmedcode.datasets import load_codiesp
from skmedcode.ensemble import default_views
from skmedcode.model_selection import (
    MultilabelCalibrator,
    MultilabelStratifiedKFold,
    ThresholdTuner,
)

MODELS = {
    "TF-IDF + L1": default_views()[0][1],
    "AttentionCoder": AttentionCoder(validation_fraction=0.0, max_epochs=8, random_state=0),
    "CAMLCoder": CAMLCoder(validation_fraction=0.0, max_epochs=8, random_state=0),
}
DECISIONS = {
    "one threshold, micro F1": {"strategy": "global"},
    "one threshold, macro F1": {"strategy": "global", "scoring": "f1_macro"},
    "per code, prior count 0": {"strategy": "per_code", "prior_count": 0},
    "per code, prior count 10": {"strategy": "per_code", "prior_count": 10},
    "per code, prior count 50": {"strategy": "per_code", "prior_count": 50},
    "as many codes for each note": {"strategy": "top_k"},
    "precision 0.9": {"strategy": "min_precision", "target": 0.9},
}
CALIBRATORS = {
    f"{method}{', per code' if per_code else ''}": {"method": method, "per_code": per_code}
    for method in ("temperature", "sigmoid", "isotonic")
    for per_code in (False, True)
}
DECIDED = ["micro F1", "macro F1", "precision", "recall"]
CALIBRATED = ["ECE", "ECE by code", "Brier, thousandths", "MAP"]


class Given(ClassifierMixin, BaseEstimator):
    """Probabilities that were calculated before, in place of notes."""

    def fit(self, X, y):
        """Learn nothing."""
        self.n_features_in_ = X.shape[1]
        return self

    def predict_proba(self, X):
        """The probabilities themselves."""
        return X


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--min-count", type=int, default=3, help="training cases of a code")
    parser.add_argument("--folds", type=int, default=5, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train", language="en")
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(train.data, train.target[:, train.target.sum(axis=0) >= 10]))
    for name in arguments.models:
        chosen = splits[: arguments.folds]
        folds = [one_fold(MODELS[name], train, *split, arguments.min_count) for split in chosen]
        show(name, DECIDED, [decided for decided, _ in folds])
        show(name, CALIBRATED, [calibrated for _, calibrated in folds])


def one_fold(model, train, fitted, held_out, min_count):
    """Figures of every decision and every calibrator, dicts of name to list."""
    kept = train.target[fitted].sum(axis=0) >= min_count
    X, Y = train.data[fitted], train.target[fitted][:, kept]
    new, truth = train.data[held_out], train.target[held_out][:, kept]
    folds = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(folds.split(X, Y[:, Y.sum(axis=0) >= 10]))
    known = cross_val_predict(clone(model), X, Y, cv=splits, method="predict_proba")
    chances = clone(model).fit(X, Y).predict_proba(new)
    decided = {}
    for name, options in DECISIONS.items():
        tuner = ThresholdTuner(Given().fit(known, Y), cv="prefit", **options).fit(known, Y)
        decided[name] = decision_figures(truth, tuner.predict(chances))
    decided["0.5"] = decision_figures(truth, chances >= 0.5)
    calibrated = {"as they come": calibration_figures(truth, chances)}
    for name, options in CALIBRATORS.items():
        calibrator = MultilabelCalibrator(Given().fit(known, Y), cv="prefit", **options)
        calibrated[name] = calibration_figures(
            truth, calibrator.fit(known, Y).predict_proba(chances)
        )
    return decided, calibrated


def decision_figures(truth, given):
    """Micro F1, macro F1, precision and recall."""
    given = np.asarray(given, dtype=int)
    hits = (truth * given).sum()
    f1 = metrics.f1_micro(truth, given), metrics.f1_macro(truth, given)
    return [*f1, hits / given.sum(), hits / truth.sum()]


def calibration_figures(truth, chances):
    """Errors of calibration, Brier score, and what became of the ranking."""
    return [
        metrics.expected_calibration_error(truth, chances),
        metrics.expected_calibration_error(truth, chances, average="macro"),
        1000 * metrics.brier_score(truth, chances),
        metrics.mean_average_precision(truth, chances),
    ]


def show(model, columns, folds):
    """Means over folds; in brackets the deviation over folds of the difference from line one."""
    print(f"\n| {model} | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    rows = {name: np.array([fold[name] for fold in folds]) for name in folds[0]}
    first = next(iter(rows.values()))
    for name, values in rows.items():
        cells = [f"{mean:.4f}" for mean in values.mean(axis=0)]
        if values is not first and len(folds) > 1:
            spread = (values - first).std(axis=0, ddof=1)
            cells = [f"{cell} ({d:.4f})" for cell, d in zip(cells, spread, strict=True)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
