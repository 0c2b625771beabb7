"""How well do the coders code real clinical cases, beside the best linear model?

Fits on the 500 training cases of CodiEsp and scores on its 250 development cases, for the diagnosis
codes with at least ten training cases. The linear model is TF-IDF of single words and pairs with
one L1 logistic regression a code; its threshold is tuned on out-of-fold training predictions, the
coders' on the part of the training notes that they hold out. The development cases choose nothing.

    python benchmarks/bench_codiesp.py --data FOLDER_WITH_CODIESP --seeds 3
"""

import argparse
import time
import warnings

import numpy as np
import torch

from skmedcode import AttentionCoder, CAMLCoder, CNNCoder, GatedCNNCoder, metrics
from skmedcode.cli._baseline import linear_baseline, tuned_threshold
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp

CODERS = {
    "AttentionCoder": (AttentionCoder, False),
    "AttentionCoder, titles": (AttentionCoder, True),
    "CNNCoder": (CNNCoder, False),
    "CAMLCoder": (CAMLCoder, False),
    "CAMLCoder, titles": (CAMLCoder, True),
    "GatedCNNCoder": (GatedCNNCoder, False),
    "GatedCNNCoder, titles": (GatedCNNCoder, True),
}
COLUMNS = [
    "MAP",
    "micro F1",
    "macro F1",
    "micro AUC",
    "macro AUC",
    "P@5",
    "P@8",
    "fit s",
    "predict s",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--language", default="en", choices=["en", "es"])
    parser.add_argument("--min-count", type=int, default=10, help="training cases of a code")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--models", nargs="*", default=["linear", *CODERS])
    arguments = parser.parse_args()

    train, dev = load(arguments)
    titles = ICD10CM() if arguments.language == "en" else None
    sizes = f"{len(train.data)} training and {len(dev.data)} development cases"
    codes = f"{train.target.shape[1]} codes with >= {arguments.min_count} training cases"
    threads = f"torch {torch.__version__}, {torch.get_num_threads()} threads"
    print(
        f"CodiEsp, {arguments.language}: {sizes}, {codes}; mean of {arguments.seeds} seeds "
        f"(deviation); {threads}.\n"
    )
    print("| model | " + " | ".join(COLUMNS) + " |")
    print("|---|" + "---|" * len(COLUMNS))
    for name in arguments.models:
        if name == "linear":
            report("TF-IDF 1-2-grams + L1", [run_linear(train, dev)])
        elif not CODERS[name][1] or titles is not None:
            seeds = range(arguments.seeds)
            report(name, [run_coder(name, train, dev, titles, seed) for seed in seeds])


def load(arguments):
    options = {"language": arguments.language, "task": "D"}
    train = load_codiesp(arguments.data, subset="train", **options)
    frequent = train.target_names[train.target.sum(axis=0) >= arguments.min_count]
    return tuple(
        load_codiesp(arguments.data, subset=subset, code_names=frequent, **options)
        for subset in ("train", "dev")
    )


def run_linear(train, dev):
    model = linear_baseline()
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Label .* is present in")
        threshold = tuned_threshold(model, train.data, train.target)
        fit_start = time.perf_counter()
        model.fit(train.data, train.target)
    middle = time.perf_counter()
    chances = model.predict_proba(dev.data)
    end = time.perf_counter()
    print(f"<!-- tuning the threshold took {fit_start - start:.0f} s more -->")
    return [*scores(dev.target, chances, threshold), middle - fit_start, end - middle]


def run_coder(name, train, dev, titles, seed):
    cls, with_titles = CODERS[name]
    coder = cls(
        code_names=train.target_names,
        code_descriptions=titles if with_titles else None,
        random_state=seed,
    )
    start = time.perf_counter()
    coder.fit(train.data, train.target)
    middle = time.perf_counter()
    chances = coder.predict_proba(dev.data)
    end = time.perf_counter()
    return [*scores(dev.target, chances, coder.threshold_), middle - start, end - middle]


def scores(Y, chances, threshold):
    codes = (chances >= threshold).astype(int)
    return [
        metrics.mean_average_precision(Y, chances),
        metrics.f1_micro(Y, codes),
        metrics.f1_macro(Y, codes),
        metrics.micro_auc(Y, chances),
        metrics.macro_auc(Y, chances),
        metrics.precision_at_k(Y, chances, 5),
        metrics.precision_at_k(Y, chances, 8),
    ]


def report(name, runs):
    means, deviations = np.mean(runs, axis=0), np.std(runs, axis=0)
    cells = [f"{mean:.3f}" for mean in means[:-2]] + [f"{mean:.1f}" for mean in means[-2:]]
    if len(runs) > 1:
        for i in (0, 1):
            cells[i] += f" ({deviations[i]:.3f})"
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
