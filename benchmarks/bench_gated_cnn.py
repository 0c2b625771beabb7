"""What carries GatedCNNCoder: reading both sides of a word, or the softmax of its interaction?

Folds inside the training cases of CodiEsp; the development cases are not touched.

    python benchmarks/bench_gated_cnn.py --data FOLDER_WITH_CODIESP --folds 2
"""

import argparse

import numpy as np

from skmedcode import GatedCNNCoder, metrics
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold

VARIANTS = {
    "both sides, softmax (the default)": {},
    "left side only, softmax": {"causal": True},
    "both sides, mean of products": {"interaction": "mean"},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--folds", type=int, default=2, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train")
    frequent = train.target.sum(axis=0) >= 10
    notes, Y, names = train.data, train.target[:, frequent], train.target_names[frequent]
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(notes, Y))[: arguments.folds]
    print("| GatedCNNCoder | MAP | micro F1 |\n|---|---|---|")
    for name, options in VARIANTS.items():
        scores = []
        for seed, (fitted, held_out) in enumerate(splits):
            coder = GatedCNNCoder(code_names=names, random_state=seed, **options)
            chances = coder.fit(notes[fitted], Y[fitted]).predict_proba(notes[held_out])
            codes = (chances >= coder.threshold_).astype(int)
            average = metrics.mean_average_precision(Y[held_out], chances)
            scores.append([average, metrics.f1_micro(Y[held_out], codes)])
        cells = " | ".join(f"{mean:.3f}" for mean in np.mean(scores, axis=0))
        print(f"| {name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
