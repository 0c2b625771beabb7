"""How fast do notes become codes, beside TF-IDF and a linear model?

Text in, names of the five most probable of 50 codes out: tokenizing, network or matrix, ranking.
Notes are made of 50,000 random words by Zipf's law, about 1,500 a note, so that there are unknown
ones among the notes to code. Documents per core-second: processor time of one thread; rounds
alternate; medians, least and most. The second table says where a coder's time goes.

    python benchmarks/bench_text_to_codes.py
"""

import argparse
import os
import re
import statistics
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from _speed_data import N_TOKENS, make_codes, make_ids
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from skmedcode import AttentionCoder, CAMLCoder
from skmedcode.utils._best_codes import best_columns

RECIPE = {"embeddings": "random", "max_epochs": 1, "validation_fraction": 0, "random_state": 0}
TOP_K = 5


def main():
    arguments = arguments_of()
    torch.set_num_threads(1)
    notes = make_notes(arguments.fit_notes + arguments.notes)
    fitted, new = notes[: arguments.fit_notes], notes[arguments.fit_notes :]
    Y = make_codes(len(fitted), arguments.codes)
    models = {name: make().fit(fitted, Y.toarray()) for name, make in MODELS.items()}
    runs = {name: lambda name=name: codes_of(models[name], new) for name in models}
    seconds = timed(runs, arguments.repeats)
    print(f"{len(new)} notes of {np.mean([note.count(' ') for note in new]):.0f} words\n")
    print("| text to codes | docs a core-second |\n|---|---|")
    for name, own in seconds.items():
        print(f"| {name} | {cell(len(new), own)} |", flush=True)
    parts = {name: where_time_goes(models[name], new) for name in ("CAMLCoder", "AttentionCoder")}
    for name, steps in parts.items():
        print(f"\n| {name} | ms a note |\n|---|---|")
        for step, own in timed(steps, arguments.repeats).items():
            print(f"| {step} | {1000 * statistics.median(own) / len(new):.2f} |")


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=400, help="to code")
    parser.add_argument("--fit-notes", type=int, default=1000)
    parser.add_argument("--codes", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


def make_notes(n_notes):
    """Notes of random words in lines and sentences."""
    rng = np.random.RandomState(1)
    letters = np.array(list("etaoinshrdlcumwfgypbvk"))
    sizes = rng.poisson(4, N_TOKENS) + 2
    words = ["".join(rng.choice(letters, size)) for size in sizes]
    ends = np.array([" ", " ", " ", " ", " ", " ", ", ", ". ", " 12 ", "\n"])
    notes = []
    for row in make_ids(n_notes):
        ids = row[row != 0]
        between = ends[rng.randint(len(ends), size=len(ids))]
        notes.append("".join(words[i] + end for i, end in zip(ids, between, strict=True)))
    return notes


def linear(model):
    return make_pipeline(TfidfVectorizer(sublinear_tf=True), OneVsRestClassifier(model))


MODELS = {
    "TF-IDF, LinearSVC": lambda: linear(LinearSVC()),
    "AttentionCoder": lambda: AttentionCoder(**RECIPE),
    "CAMLCoder": lambda: CAMLCoder(**RECIPE),
}


def codes_of(model, notes):
    """Names of the most probable codes of each note."""
    if hasattr(model, "predict_codes"):
        return model.predict_codes(notes, top_k=TOP_K)
    scores = model.decision_function(notes)
    return [model.classes_[best].tolist() for best in best_columns(scores, 0.5, TOP_K)]


def where_time_goes(coder, notes):
    """The steps of a coder by themselves."""
    sequences = coder._reader.read(notes)
    ids = sequences.pad()[0]
    scores = coder.decision_function(ids)
    find = re.compile(coder.tokenizer_.token_pattern).findall
    lower = [note.lower() for note in notes]
    steps = {
        "all": lambda: codes_of(coder, notes),
        "text to ids": lambda: coder._reader.read(notes),
        "of it: lower case": lambda: [note.lower() for note in notes],
        "of it: words by the pattern": lambda: [find(note) for note in lower],
        "ids to logits": lambda: coder.decision_function(ids),
        "logits to codes": lambda: best_columns(scores, 0.5, TOP_K),
    }
    return steps


def timed(runs, repeats):
    """Core-seconds of each run, rounds alternating, after one round that does not count."""
    seconds = {name: [] for name in runs}
    for number in range(repeats + 1):
        for name, run in runs.items():
            start = time.process_time()
            run()
            if number:
                seconds[name].append(time.process_time() - start)
    return seconds


def cell(n_notes, seconds):
    """Median, least and most documents a second."""
    speeds = [n_notes / own for own in seconds]
    return f"{statistics.median(speeds):,.0f} ({min(speeds):,.0f}-{max(speeds):,.0f})"


if __name__ == "__main__":
    main()
