"""How well do networks learn a few hundred notes with their defaults, and what carries them?

Folds inside the training cases of CodiEsp, on the codes with ten cases in the fold's training part;
the development cases are not touched.

    python benchmarks/bench_folds.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_folds.py --data FOLDER_WITH_CODIESP --folds 5 --models AttentionCoder
"""

import argparse
import time

import numpy as np

import skmedcode
from skmedcode import coders, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold
from skmedcode.text import WordVectors

DEFAULTS = {name: (name, {}) for name in coders.__all__}
DEFAULTS["DRCAMLCoder"] = ("DRCAMLCoder", {"code_descriptions": ICD10CM()})
VARIANTS = {
    "GatedCNNCoder, left side only": ("GatedCNNCoder", {"causal": True}),
    "GatedCNNCoder, mean in place of softmax": ("GatedCNNCoder", {"interaction": "mean"}),
    "AttentionCoder, words start at random": ("AttentionCoder", {"embeddings": "random"}),
    "AttentionCoder, words by company alone": (
        "AttentionCoder",
        {"embeddings": WordVectors(spelling=0)},
    ),
    "AttentionCoder, codes start at random": ("AttentionCoder", {"code_start": "random"}),
    "CAMLCoder, codes start at random": ("CAMLCoder", {"code_start": "random"}),
    "CAMLCoder, no residual": ("CAMLCoder", {"encoder_residual": False}),
    "CMemNNCoder, titles": ("CMemNNCoder", {"code_descriptions": ICD10CM()}),
    "CMemNNCoder, titles and synonyms": (
        "CMemNNCoder",
        {"code_descriptions": ICD10CM(), "code_synonyms": ICD10CM()},
    ),
    "CMemNNCoder, mean of all words": ("CMemNNCoder", {"query": "mean"}),
    "CNNCoder, trained once": ("CNNCoder", {"refit": False}),
    "CNNCoder, trained once, patiently": (
        "CNNCoder",
        {"refit": False, "max_epochs": 120, "n_iter_no_change": 15},
    ),
    "RNNCoder, last state": ("RNNCoder", {"pooling": "last"}),
}


def main():
    models = DEFAULTS | VARIANTS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--models", nargs="+", choices=models, default=list(models))
    parser.add_argument("--folds", type=int, default=2, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train", language="en")
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(train.data, train.target[:, train.target.sum(axis=0) >= 10]))
    print("| model | MAP | micro F1 | processor s |\n|---|---|---|---|")
    for name in arguments.models:
        chosen = enumerate(splits[: arguments.folds])
        rows = [score(*models[name], train, *split, seed) for seed, split in chosen]
        average, f1, seconds = np.mean(rows, axis=0)
        print(f"| {name} | {average:.3f} | {f1:.3f} | {seconds:.0f} |", flush=True)


def score(coder_name, options, train, fitted, held_out, seed):
    """MAP and micro F1 on a fold, and how long fitting kept the processor."""
    frequent = train.target[fitted].sum(axis=0) >= 10
    Y, names = train.target[:, frequent], train.target_names[frequent]
    make = getattr(skmedcode, coder_name)
    coder = make(code_names=names, random_state=seed, device="cpu", **options)
    start = time.process_time()
    coder.fit(train.data[fitted], Y[fitted])
    seconds = time.process_time() - start
    chances = coder.predict_proba(train.data[held_out])
    codes = (chances >= coder.threshold_).astype(int)
    average = metrics.mean_average_precision(Y[held_out], chances)
    return average, metrics.f1_micro(Y[held_out], codes), seconds


if __name__ == "__main__":
    main()
