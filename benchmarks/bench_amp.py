"""What does reduced precision cost in MAP, and what does it save?

Folds inside the training cases of CodiEsp; the development cases are not touched. Time is that of
one thread's processor, and says something only where the processor multiplies bfloat16 itself.

    python benchmarks/bench_amp.py --data FOLDER_WITH_CODIESP --folds 2
"""

import argparse
import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from skmedcode import AttentionCoder, CAMLCoder, metrics
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold

CODERS = {"AttentionCoder": AttentionCoder, "CAMLCoder": CAMLCoder}


def main():
    arguments = arguments_of()
    torch.set_num_threads(1)
    train = load_codiesp(arguments.data, subset="train", language="en")
    frequent = train.target.sum(axis=0) >= 10
    notes, Y, names = train.data, train.target[:, frequent], train.target_names[frequent]
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(notes, Y))[: arguments.folds]
    print("| coder | precision | MAP of each fold | mean | fit, core-seconds an epoch |")
    print("|---|---|---|---|---|")
    for name in arguments.models:
        for amp in (False, True):
            scores, seconds, epochs = [], 0, 0
            for seed, (fitted, held_out) in enumerate(splits):
                options = {"amp": amp, "refit": False, "random_state": seed, "device": "cpu"}
                coder = CODERS[name](code_names=names, embeddings="random", **options)
                start = time.process_time()
                coder.fit(notes[fitted], Y[fitted])
                seconds += time.process_time() - start
                epochs += len(coder.history_)
                chances = coder.predict_proba(notes[held_out])
                scores.append(metrics.mean_average_precision(Y[held_out], chances))
            cells = [", ".join(f"{score:.3f}" for score in scores), f"{np.mean(scores):.3f}"]
            precision = "bfloat16" if amp else "float32"
            cells.append(f"{seconds / epochs:.1f}")
            print(f"| {name} | {precision} | " + " | ".join(cells) + " |", flush=True)


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--folds", type=int, default=2, help="how many of the five to score")
    parser.add_argument("--models", nargs="*", default=list(CODERS))
    return parser.parse_args()


if __name__ == "__main__":
    main()
