"""Which loss serves frequent codes, and which rare ones?

Folds inside the training cases of CodiEsp, on the codes with three cases in the fold's training
part; the development cases are not touched. Frequent codes have at least 30 cases there, rare ones
fewer than 10. Networks are trained once (``refit=False``).

    python benchmarks/bench_losses.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_losses.py --data FOLDER_WITH_CODIESP --folds 5 --losses bce ldam
"""

import argparse
import time

import numpy as np

from skmedcode import CAMLCoder
from skmedcode.datasets import load_codiesp
from skmedcode.metrics import coding_report
from skmedcode.model_selection import MultilabelStratifiedKFold
from skmedcode.training._parameters import LOSSES

BINS = {">= 30": "frequent", "10-29": "between", "1-9": "rare"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--losses", nargs="+", choices=LOSSES, default=list(LOSSES))
    parser.add_argument("--folds", type=int, default=2, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train", language="en")
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(train.data, train.target[:, train.target.sum(axis=0) >= 3]))
    columns = [f"{part}: {figure}" for part in BINS.values() for figure in ("F1", "AUC")]
    print("|".join(["", " loss ", " MAP ", " F1 ", *(f" {name} " for name in columns), " s ", ""]))
    print("|---" * (len(columns) + 4) + "|", flush=True)
    for loss in arguments.losses:
        rows = [score(loss, train, *splits[fold], fold) for fold in range(arguments.folds)]
        *figures, seconds = np.mean(rows, axis=0)
        cells = " | ".join(f"{figure:.3f}" for figure in figures)
        print(f"| {loss} | {cells} | {seconds:.0f} |", flush=True)


def score(loss, train, fitted, held_out, seed):
    """MAP, micro F1, micro F1 and macro AUC of each bin, and the processor seconds of ``fit``."""
    counts = train.target[fitted].sum(axis=0)
    kept = counts >= 3
    Y, counts = train.target[:, kept], counts[kept]
    coder = CAMLCoder(loss=loss, refit=False, random_state=seed, device="cpu")
    start = time.process_time()
    coder.fit(train.data[fitted], Y[fitted])
    seconds = time.process_time() - start
    chances = coder.predict_proba(train.data[held_out])
    report = coding_report(
        Y[held_out], chances, threshold=coder.threshold_, train_counts=counts, bins=(1, 10, 30)
    )
    figures = [report.mean_average_precision, report.f1_micro]
    for name in BINS:
        figures += [report.bins[name]["f1_micro"], report.bins[name]["macro_auc"]]
    return *figures, seconds


if __name__ == "__main__":
    main()
