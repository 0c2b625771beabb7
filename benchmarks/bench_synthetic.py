"""Do the coders read context, where finding a word says little?

Fits on 1,600 synthetic notes of `HARD_NOTES`, of which the coders hold out their own part, and
scores on 400 others with clean labels. Every code is mentioned as often in notes that deny it, rule
it out or tell it of a relative as in notes that have it, at most once in a note, and up to twelve
words stand between the cue and the mention. The second table says what a model makes of each kind
of mention. Scores on these notes say nothing about real ones; see bench_codiesp.py for those.

    python benchmarks/bench_synthetic.py --seeds 3 --keep FOLDER
"""

import argparse
import hashlib
from collections import Counter

import numpy as np
import torch
from _coders import PLAIN, TITLES, linear
from _runs import Corpus, arguments_of_runs, run_all, show
from sklearn.utils import Bunch

from skmedcode.datasets import HARD_NOTES, make_clinical_notes

WORDS = "TF-IDF 1-grams + L1"
PHRASES = "TF-IDF 1-3-grams + L1"
C = [1, 3, 10, 30]
SIZE = [1600, 400]
N_CODES = 50
MODELS = {WORDS: linear((1, 1), C), PHRASES: linear((1, 3), C)} | PLAIN | TITLES
ABSENT = ("negated", "ruled out", "family", "sibling")
RARE = 20  # a phrase is rare when fewer training notes have its code by it


def main():
    parser = arguments_of_runs(argparse.ArgumentParser(description=__doc__.splitlines()[0]))
    parser.add_argument("--size", type=int, nargs=2, default=SIZE, help="notes, of each part")
    parser.add_argument("--n-codes", type=int, default=N_CODES)
    parser.add_argument("--max-gap", type=int, default=HARD_NOTES["max_gap"])
    arguments = parser.parse_args()
    train, test, corpus = hard_corpus(
        arguments.size, arguments.n_codes, arguments.max_gap, arguments.n_jobs
    )
    print(
        f"{len(train.data)} training and {len(test.data)} test notes, {arguments.n_codes} codes; "
        f"mean of {arguments.seeds} seeds (deviation); torch {torch.__version__}, "
        f"{torch.get_num_threads()} threads.\n",
        flush=True,
    )
    runs = run_all(MODELS, corpus, arguments)
    show(runs, corpus, PHRASES)
    show_mentions(runs, train, test)


def hard_corpus(size=SIZE, n_codes=N_CODES, max_gap=HARD_NOTES["max_gap"], n_jobs=1):
    """Notes to train on, notes to test on, and both as a corpus.

    Its name changes with the notes, so that kept runs are of these.
    """
    options = HARD_NOTES | {"n_codes": n_codes, "max_gap": max_gap}
    train, test = (
        make_clinical_notes(n, subset=subset, random_state=0, **options)
        for subset, n in zip(("train", "test"), size, strict=True)
    )
    digest = hashlib.sha256("\0".join([*train.data, *test.data]).encode()).hexdigest()[:8]
    scored = Bunch(data=test.data, target=test.target)
    titles = test.code_descriptions
    return train, test, Corpus(f"synthetic, {digest}", train, scored, titles, n_jobs=n_jobs)


def show_mentions(runs, train, test):
    """Print how often a code is given by what the note says of it."""
    kinds = kinds_of_mentions(train, test)
    order = [*ABSENT, "common", "rare", "held out"]
    counts = Counter(kind for _, _, kind in kinds)
    print("\nShare of mentions whose code is given: wrongly, and rightly by the phrase.\n")
    print("| model | " + " | ".join(f"{kind} ({counts[kind]})" for kind in order) + " |")
    print("|---|" + "---|" * len(order))
    for name, own in runs.items():
        shares = np.mean([_shares(run, kinds, order) for run in own], axis=0)
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


def kinds_of_mentions(train, test):
    """(row, column, kind) of each mention of the test notes.

    A mention of a code that the note has is called by its phrase, any other by its status.
    """
    written = Counter(_present(train))
    column = {code: place for place, code in enumerate(test.target_names)}
    found = []
    for row, note in enumerate(zip(test.evidence, test.evidence_ranks, strict=True)):
        for (code, _, _, status), rank in zip(*note, strict=True):
            if status == "present":
                heldout = test.code_synonyms[code][rank] in test.heldout_synonyms[code]
                often = "common" if written[code, rank] >= RARE else "rare"
                status = "held out" if heldout else often
            found.append((row, column[code], status))
    return found


def _present(notes):
    for spans, ranks in zip(notes.evidence, notes.evidence_ranks, strict=True):
        for (code, _, _, status), rank in zip(spans, ranks, strict=True):
            if status == "present":
                yield code, rank


def _shares(run, kinds, order):
    given = run["chances"] >= run["threshold"]
    return [
        np.mean([given[row, column] for row, column, kind in kinds if kind == wanted])
        for wanted in order
    ]


if __name__ == "__main__":
    main()
