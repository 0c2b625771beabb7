"""What the corpus benchmarks share: one run of a model, kept in a file, and the tables."""

import os
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from _child import in_child
from _weights import count_trainable, count_weights
from joblib.externals.loky import get_reusable_executor
from sklearn.base import clone
from sklearn.utils import Bunch

from skmedcode import metrics
from skmedcode.cli._baseline import tuned_threshold
from skmedcode.inspection import evidence_agreement
from skmedcode.model_selection import compare_coders

SCORES = ["MAP", "micro F1", "macro F1", "micro AUC", "macro AUC", "P@5"]
COLUMNS = [*SCORES, "fit s", "fit core-s", "notes/core-s", "weights", "peak MiB"]
BINS = (1, 3, 10)
LINEAR = "TF-IDF 1-2-grams + L1"


@dataclass(frozen=True)
class Corpus:
    """Notes to train on, notes to score on, and the titles of their codes, if any.

    ``unseen`` is the gold indicator of codes that no model is trained on, so that scores can count
    every gold code; None leaves them out.
    """

    name: str
    train: object
    dev: object
    titles: object = None
    unseen: object = None
    n_jobs: int = 1


def arguments_of(parser):
    """The options that every benchmark on a corpus has."""
    parser.add_argument("--data", required=True, help="folder or archive of the release")
    parser.add_argument("--min-count", type=int, default=10, help="training cases of a code")
    parser.add_argument("--notes", type=int, help="fit on this many of the training cases")
    return arguments_of_runs(parser)


def arguments_of_runs(parser):
    """The options that choose what is run."""
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--models", nargs="*", help="some of the models; all without it")
    parser.add_argument("--keep", type=Path, help="folder that keeps runs, and spares repeats")
    parser.add_argument("--n-jobs", type=int, default=1, help="for models of several parts")
    return parser


def fewer(train, n_notes):
    """Some of the training cases, the same for all models; all without a number."""
    if n_notes is None:
        return train
    rows = np.random.RandomState(0).permutation(len(train.data))[:n_notes]
    evidence = train.get("evidence")
    return Bunch(
        data=train.data[rows],
        target=train.target[rows],
        target_names=train.target_names,
        evidence=evidence and [evidence[row] for row in rows],
    )


def run_all(models, corpus, arguments):
    """Every model with every seed; a dict from name to runs."""
    chosen = arguments.models or list(models)
    runs = {}
    for name in chosen:
        model, _ = models[name](0, corpus)
        seeds = range(arguments.seeds if "random_state" in model.get_params(deep=False) else 1)
        runs[name] = [kept(name, models[name], corpus, seed, arguments.keep) for seed in seeds]
    return runs


def kept(name, make, corpus, seed, folder):
    """One run, read from the folder where it is there."""
    path = folder and folder / corpus.name / f"{name}, seed {seed}.npz"
    if path and path.exists():
        return dict(np.load(path))
    run, peak = in_child(lambda: _run(make(seed, corpus), corpus))
    run["peak"] = peak
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **run)
    return run


def _run(fit_options, corpus):
    model, options = fit_options
    X, Y = corpus.train.data, corpus.train.target
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in")
        start, core_start = time.perf_counter(), _core_seconds()
        model.fit(X, Y, **options)
        middle, core_middle = time.perf_counter(), _core_seconds()
        if not hasattr(model, "threshold_"):
            tuned = tuned_threshold(clone(getattr(model, "best_estimator_", model)), X, Y)
    ready, core_ready = time.perf_counter(), _core_seconds()
    chances = model.predict_proba(corpus.dev.data)
    end, core_end = time.perf_counter(), _core_seconds()
    run = {
        "chances": np.asarray(chances, dtype=np.float32),
        "threshold": np.float32(model.threshold_ if hasattr(model, "threshold_") else tuned),
        "seconds": np.array([middle - start, end - ready]),
        "core_seconds": np.array([core_middle - core_start, core_end - core_ready]),
        "weights": count_weights(model),
        "trainable": count_trainable(model),
    }
    evidence = getattr(corpus.dev, "evidence", None)
    if evidence is not None and hasattr(model, "tokenizer_"):
        agreement = evidence_agreement(model, corpus.dev.data, evidence)
        run["agreement"] = np.array([agreement.auprc, agreement.token_f1])
    return run


def _core_seconds():
    """How long this process and its workers have kept a core; other work does not count."""
    get_reusable_executor().shutdown(wait=True)  # workers count once they have ended
    return sum(os.times()[:4])


def show(runs, corpus, *references):
    """Print the table of scores, and that of the paired bootstrap for each reference."""
    Y = corpus.dev.target
    if corpus.unseen is not None:  # never given, and ranked behind all others
        Y = np.hstack([Y, corpus.unseen])
    print("| model | " + " | ".join(COLUMNS) + " |\n|---|" + "---|" * len(COLUMNS))
    for name, own in runs.items():
        values = np.array([_scores(Y, run) for run in own])
        means, deviations = values.mean(axis=0), values.std(axis=0)
        cells = [f"{mean:.3f}" for mean in means[: len(SCORES)]]
        if len(own) > 1:
            cells = [f"{cell} ({d:.3f})" for cell, d in zip(cells, deviations, strict=False)]
        cells += ["" if np.isnan(mean) else f"{mean:,.0f}" for mean in means[len(SCORES) :]]
        print(f"| {name} | " + " | ".join(cells) + " |")
    for reference in references or [LINEAR]:
        if reference in runs and len(runs) > 1:
            _compare(runs, Y, reference)
    if any("agreement" in own[0] for own in runs.values()):
        _show_agreement(runs)
    counts = corpus.train.target.sum(axis=0)
    if counts.min() < BINS[-1]:
        _show_bins(runs, Y, np.append(counts, np.zeros(Y.shape[1] - len(counts), dtype=int)))


def _show_bins(runs, Y, counts):
    """Print micro F1 of codes by their number of training cases."""
    tables = {}
    for name, own in runs.items():
        for run in own:
            chances = _padded(run["chances"], Y.shape[1])
            options = {"train_counts": counts, "bins": BINS}
            bins = metrics.coding_report(Y, chances, threshold=run["threshold"], **options).bins
            tables.setdefault(name, []).append([part["f1_micro"] for part in bins.values()])
    heads = " | ".join(f"{label} cases ({part['n_gold']} gold)" for label, part in bins.items())
    print(f"\n| micro F1 of codes with | {heads} |\n|---|" + "---|" * len(bins))
    for name, rows in tables.items():
        print(f"| {name} | " + " | ".join(f"{mean:.3f}" for mean in np.mean(rows, axis=0)) + " |")


def _show_agreement(runs):
    """Print how well the evidence of the coders agrees with the corpus's own."""
    print("\n| model | AUPRC of evidence | token F1 of evidence |\n|---|---|---|")
    for name, own in runs.items():
        if "agreement" in own[0]:
            values = np.array([run["agreement"] for run in own])
            cells = zip(values.mean(axis=0), values.std(axis=0), strict=True)
            print(f"| {name} | " + " | ".join(f"{m:.3f} ({d:.3f})" for m, d in cells) + " |")


def _scores(Y, run):
    chances = _padded(run["chances"], Y.shape[1])
    codes = (chances >= run["threshold"]).astype(int)
    unknown = [np.nan, np.nan]
    return [
        metrics.mean_average_precision(Y, chances),
        metrics.f1_micro(Y, codes),
        metrics.f1_macro(Y, codes),
        metrics.micro_auc(Y, chances),
        metrics.macro_auc(Y, chances),
        metrics.precision_at_k(Y, chances, 5),
        run["seconds"][0],
        run.get("core_seconds", unknown)[0],  # runs that older versions kept have none
        len(Y) / run.get("core_seconds", unknown)[1],
        run.get("weights", np.nan),
        run.get("peak", np.nan),
    ]


def _padded(chances, n_codes):
    unseen = np.full((len(chances), n_codes - chances.shape[1]), -1, dtype=np.float32)
    return np.hstack([chances, unseen])


def _compare(runs, Y, reference):
    """Differences from the reference, by notes drawn with replacement."""
    scores = {n: [_padded(run["chances"], Y.shape[1]) for run in own] for n, own in runs.items()}
    thresholds = {name: [float(run["threshold"]) for run in own] for name, own in runs.items()}
    compared = [
        compare_coders(
            Y, scores, metric=metric, thresholds=thresholds, reference=reference, random_state=0
        )
        for metric in ("mean_average_precision", "f1_micro")
    ]
    print(f"\n| model - {reference} | MAP | micro F1 |\n|---|---|---|")
    for name in runs:
        if name != reference:
            cells = [
                f"{r.difference:+.3f} [{r.low:+.3f}, {r.high:+.3f}]" for r in _rows(compared, name)
            ]
            print(f"| {name} | " + " | ".join(cells) + " |")


def _rows(compared, name):
    return [comparison[name] for comparison in compared]


def setting(arguments, corpus):
    """A line that says what is compared."""
    n_codes = corpus.train.target.shape[1]
    return (
        f"{len(corpus.train.data)} training and {len(corpus.dev.data)} development cases, "
        f"{n_codes} codes with >= {arguments.min_count} training cases; mean of {arguments.seeds} "
        f"seeds (deviation); torch {torch.__version__}, "
        f"{torch.get_num_threads()} threads; differences with 95% intervals of a paired bootstrap "
        "over cases, seeds averaged.\n"
    )
