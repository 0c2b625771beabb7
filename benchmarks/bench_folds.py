"""How well do networks learn a few hundred notes with their defaults?

Folds inside the training cases of CodiEsp, on the codes with ten cases in the fold's training part;
the development cases are not touched.

    python benchmarks/bench_folds.py --data FOLDER_WITH_CODIESP --coders LAATCoder CAMLCoder
"""

import argparse
import time

import numpy as np

import skmedcode
from skmedcode import coders, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold

NEED_TITLES = ("DRCAMLCoder",)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--coders", nargs="+", choices=coders.__all__, default=coders.__all__)
    parser.add_argument("--folds", type=int, default=2, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train", language="en")
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(train.data, train.target[:, train.target.sum(axis=0) >= 10]))
    print("| coder | MAP | micro F1 | processor s |\n|---|---|---|---|")
    for name in arguments.coders:
        rows = [score(name, train, *splits[fold], fold) for fold in range(arguments.folds)]
        average, f1, seconds = np.mean(rows, axis=0)
        print(f"| {name} | {average:.3f} | {f1:.3f} | {seconds:.0f} |", flush=True)


def score(name, train, fitted, held_out, seed):
    """MAP and micro F1 on a fold, and how long fitting kept the processor."""
    frequent = train.target[fitted].sum(axis=0) >= 10
    Y, names = train.target[:, frequent], train.target_names[frequent]
    titles = ICD10CM() if name in NEED_TITLES else None
    coder = getattr(skmedcode, name)(
        code_names=names, code_descriptions=titles, random_state=seed, device="cpu"
    )
    start = time.process_time()
    coder.fit(train.data[fitted], Y[fitted])
    seconds = time.process_time() - start
    chances = coder.predict_proba(train.data[held_out])
    codes = (chances >= coder.threshold_).astype(int)
    average = metrics.mean_average_precision(Y[held_out], chances)
    return average, metrics.f1_micro(Y[held_out], codes), seconds


if __name__ == "__main__":
    main()
