"""How well does AttentiveLSTMCoder code lists of written diagnoses, and what carries it?

The paper's task on public data: the phrases that support the codes of the Spanish training cases of
CodiEsp, in the order of the case, without the case around them. Folds inside the training cases, on
the codes with ten cases in the fold's training part; the development cases are not touched. CAML
reads the same phrases as the lines of a note. Titles are English, the phrases Spanish.

    python benchmarks/bench_phrases.py --data FOLDER_WITH_CODIESP
    python benchmarks/bench_phrases.py --data FOLDER_WITH_CODIESP --folds 5 --models "soft" "max"
"""

import argparse
import time

import numpy as np

from skmedcode import AttentiveLSTMCoder, CAMLCoder, metrics
from skmedcode.code_systems import ICD10CM
from skmedcode.datasets import load_codiesp
from skmedcode.model_selection import MultilabelStratifiedKFold

ONCE = {"refit": False}
OWN = {
    "soft": {},
    "hard": {"attention": "hard"},
    "max": {"attention": "max"},
    "mean": {"attention": "mean"},
    "soft, dot": {"scorer": "dot"},
    "soft, titles": {"code_descriptions": ICD10CM()},
    "soft, dot, titles": {"scorer": "dot", "code_descriptions": ICD10CM()},
    "soft, 100 units": {"hidden_size": 100},
    "soft, lr 1e-3": {"lr": 1e-3},
    "soft, dropout 0.5": {"dropout": 0.5},
}
MODELS = {"CAMLCoder": (CAMLCoder, ONCE)}
MODELS |= {name: (AttentiveLSTMCoder, ONCE | own) for name, own in OWN.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder or archive of the CodiEsp release")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--folds", type=int, default=1, help="how many of the five to score")
    arguments = parser.parse_args()
    train = load_codiesp(arguments.data, subset="train", language="es")
    lists = [phrases(*note) for note in zip(train.data, train.evidence, strict=True)]
    splitter = MultilabelStratifiedKFold(5, shuffle=True, random_state=0)
    splits = list(splitter.split(train.data, train.target[:, train.target.sum(axis=0) >= 10]))
    print("| model | MAP | micro F1 | epochs | processor s |\n|---|---|---|---|---|")
    for name in arguments.models:
        chosen = enumerate(splits[: arguments.folds])
        rows = [score(*MODELS[name], lists, train, *split, seed) for seed, split in chosen]
        average, f1, epochs, seconds = np.mean(rows, axis=0)
        print(f"| {name} | {average:.3f} | {f1:.3f} | {epochs:.0f} | {seconds:.0f} |", flush=True)


def phrases(note, evidence):
    """The phrases of a case that support a code, each once."""
    return [note[start:end] for start, end in sorted({tuple(item[1:3]) for item in evidence})]


def score(cls, options, lists, train, fitted, held_out, seed):
    """MAP and micro F1 on a fold, epochs, and how long fitting kept the processor."""
    frequent = train.target[fitted].sum(axis=0) >= 10
    Y, names = train.target[:, frequent], train.target_names[frequent]
    X = lists if cls is AttentiveLSTMCoder else ["\n".join(own) for own in lists]
    coder = cls(code_names=names, random_state=seed, device="cpu", **options)
    start = time.process_time()
    coder.fit([X[row] for row in fitted], Y[fitted])
    seconds = time.process_time() - start
    chances = coder.predict_proba([X[row] for row in held_out])
    codes = (chances >= coder.threshold_).astype(int)
    average = metrics.mean_average_precision(Y[held_out], chances)
    return average, metrics.f1_micro(Y[held_out], codes), coder.n_iter_, seconds


if __name__ == "__main__":
    main()
